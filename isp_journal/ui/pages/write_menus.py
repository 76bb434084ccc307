"""The menus of the Write page: kinds, models of reflection, and what else can be said of an entry."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from isp_journal.ui.controls.menus import add_choice, make_menu, open_below
from isp_journal.ui.panels.capture_bar import LABELS, MORE
from isp_journal.ui.panels.entry_fields import KINDS, sentence_case
from isp_journal.ui.panels.field_choices import TIME
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from isp_journal.ui.editor.editor import Editor
    from isp_journal.ui.pages.write_draft import WriteDraft
    from isp_journal.ui.pages.write_kept import Kept
    from isp_journal.ui.pages.write_tagging import Tagging
    from isp_journal.ui.panels.capture_bar import CaptureBar
    from isp_journal.ui.panels.entry_head import EntryHead
    from isp_journal.ui.panels.questions import Questions


class Writing(Protocol):
    """What the menus need of the page that they belong to."""

    draft: "WriteDraft"
    questions: "Questions"
    editor: "Editor"
    head: "EntryHead"
    bar: "CaptureBar"
    tagging: "Tagging"
    kept: "Kept"

    def set_kind(self, kind: str) -> None:
        """Say what kind of entry it is."""

    def set_model(self, model: str) -> None:
        """Ask the questions of a model, or of none."""

    def ask_field(self, field: str, typed: str = "") -> None:
        """Open the choices of a field."""

    def focus_first(self) -> None:
        """Put the cursor into the text."""

    def done(self) -> None:
        """Be done with this entry."""

    def trash(self) -> None:
        """Move this entry to the trash."""


def open_kinds(page: Writing, theme: Theme) -> "QMenu":
    """Open the kinds of entry below the kind."""
    menu = make_menu(theme, page.editor, "Kind of entry")
    _add_kinds(page, theme, menu)
    open_below(menu, page.head.kind)
    return menu


def open_models(page: Writing, theme: Theme) -> "QMenu":
    """Open the models of reflection, and the components whose questions can be asked."""
    menu = make_menu(theme, page.editor, "Reflection model")
    for model in page.questions.models():
        add_choice(theme, menu, model.name, partial(page.set_model, model.key), chosen=page.draft.model == model.key)
    add_choice(theme, menu, "No model", lambda: page.set_model(""), chosen=not page.draft.model)
    if page.draft.model:
        menu.addSeparator()
        add_choice(theme, menu, "Put all its questions in", lambda: put_model_in(page))
    open_below(menu, page.head.model)
    return menu


def put_model_in(page: Writing) -> None:
    """Write the headings and questions of the chosen model below the cursor."""
    page.editor.put_in(page.questions.skeleton(page.draft.model))
    page.focus_first()


def open_more(page: Writing, theme: Theme) -> "QMenu":
    """Open what else can be said of the entry or done with it."""
    menu = make_menu(theme, page.editor, "More about this entry")
    kinds = make_menu(theme, menu, "Kind of entry")
    kinds.setTitle("Kind")
    _add_kinds(page, theme, kinds)
    menu.addMenu(kinds)
    add_choice(theme, menu, "Time of day …", lambda: page.ask_field(TIME), icon_name="clock")
    add_choice(theme, menu, "Labels …", lambda: page.ask_field(LABELS), icon_name="tag")
    add_choice(
        theme, menu, "Tag the whole entry …", lambda: page.tagging.open_picker(whole=True), icon_name="file-text"
    )
    add_choice(theme, menu, "Attach a file …", page.kept.attach_files, icon_name="paperclip")
    if page.draft.id:
        add_choice(theme, menu, "Earlier versions", page.kept.open_versions, icon_name="history")
    menu.addSeparator()
    add_choice(theme, menu, "Done, next entry", page.done, icon_name="check")
    if page.draft.id:
        add_choice(theme, menu, "Move to the trash", page.trash, icon_name="trash-2")
    open_below(menu, page.bar.chip(MORE))
    return menu


def _add_kinds(page: Writing, theme: Theme, menu: "QMenu") -> None:
    for kind in KINDS:
        add_choice(
            theme,
            menu,
            sentence_case(kind),
            partial(page.set_kind, kind),
            chosen=page.draft.fields.kind == kind,
        )
