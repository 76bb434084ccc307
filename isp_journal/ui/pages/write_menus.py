"""The menus of the Write page: kinds, models of reflection, and what else can be said of an entry."""

from functools import partial
from typing import TYPE_CHECKING

from isp_journal.ui.controls.menus import add_choice, make_menu, open_below
from isp_journal.ui.panels.capture_bar import LABELS, MORE
from isp_journal.ui.panels.entry_fields import KINDS, sentence_case
from isp_journal.ui.panels.field_choices import TIME
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from isp_journal.ui.pages.write import WritePage


def open_kinds(page: "WritePage", theme: Theme) -> "QMenu":
    """Open the kinds of entry below the kind."""
    menu = make_menu(theme, page, "Kind of entry")
    _add_kinds(page, theme, menu)
    open_below(menu, page.head.kind)
    return menu


def open_models(page: "WritePage", theme: Theme) -> "QMenu":
    """Open the models of reflection, and the components whose questions can be asked."""
    menu = make_menu(theme, page, "Reflection model")
    for model in page.questions.models():
        add_choice(theme, menu, model.name, partial(page.set_model, model.key), chosen=page.draft.model == model.key)
    add_choice(theme, menu, "No model", lambda: page.set_model(""), chosen=not page.draft.model)
    if page.draft.model:
        menu.addSeparator()
        add_choice(theme, menu, "Put all its questions in", lambda: put_model_in(page))
    open_below(menu, page.head.model)
    return menu


def put_model_in(page: "WritePage") -> None:
    """Write the headings and questions of the chosen model below the cursor."""
    page.editor.put_in(page.questions.skeleton(page.draft.model))
    page.focus_first()


def open_more(page: "WritePage", theme: Theme) -> "QMenu":
    """Open what else can be said of the entry or done with it."""
    menu = make_menu(theme, page, "More about this entry")
    kinds = make_menu(theme, menu, "Kind of entry")
    kinds.setTitle("Kind")
    _add_kinds(page, theme, kinds)
    menu.addMenu(kinds)
    add_choice(theme, menu, "Time of day …", lambda: page.ask_field(TIME), icon_name="clock")
    add_choice(theme, menu, "Labels …", lambda: page.ask_field(LABELS), icon_name="tag")
    add_choice(
        theme, menu, "Tag the whole entry …", lambda: page.tagging.open_picker(whole=True), icon_name="file-text"
    )
    menu.addSeparator()
    add_choice(theme, menu, "Done, next entry", page.done, icon_name="check")
    if page.draft.id:
        add_choice(theme, menu, "Move to the trash", page.trash, icon_name="trash-2")
    open_below(menu, page.bar.chip(MORE))
    return menu


def _add_kinds(page: "WritePage", theme: Theme, menu: "QMenu") -> None:
    for kind in KINDS:
        add_choice(
            theme,
            menu,
            sentence_case(kind),
            partial(page.set_kind, kind),
            chosen=page.draft.fields.kind == kind,
        )
