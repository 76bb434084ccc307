"""The Write page: an empty entry with the cursor in it, or an entry to go on with; nothing has to be saved by hand."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui import shortcuts
from isp_journal.ui.autosave import Autosave
from isp_journal.ui.editor.editor import Editor
from isp_journal.ui.editor.margin import Margin, Names
from isp_journal.ui.editor.measures import measures
from isp_journal.ui.pages.write_draft import WriteDraft
from isp_journal.ui.pages.write_kept import Kept
from isp_journal.ui.pages.write_shelf import Shelf
from isp_journal.ui.pages.write_tagging import Tagging
from isp_journal.ui.panels.capture_bar import MORE, CaptureBar
from isp_journal.ui.panels.entry_fields import EntryFields, Known
from isp_journal.ui.panels.entry_head import EntryHead
from isp_journal.ui.panels.question_line import QuestionLine
from isp_journal.ui.panels.questions import Questions
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import Widths, widths_for

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.messages import Messages
    from isp_journal.ui.pages.write_reading import WriteVocabulary
    from isp_journal.ui.panels.field_choices import FieldChoices
    from isp_journal.ui.places import Spot
    from isp_journal.ui.workers import Workers

_COUNT_AFTER = 300


class WritePage(QWidget):
    """Where entries are written and tagged; `saved` tells the time of the last save, `not_saved` what went wrong.

    `model_chosen` carries the reflection model that new entries begin with from then on.
    """

    saved = Signal(str)
    not_saved = Signal(object)
    model_chosen = Signal(str)

    def __init__(self, theme: Theme, workers: "Workers", messages: "Messages | None" = None) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._messages = messages
        self._widths = widths_for(1440, 900, theme.factor)
        self._known = Known({}, {})
        self._guess: str | None = None
        self._read_once = False
        self._usual_model = ""
        self._choices: FieldChoices | None = None
        self._complained = False
        self._spot: Spot | None = None
        self.questions = Questions()
        self.today: Callable[[], date] = date.today
        self.autosave = Autosave(workers)
        self._shelf = Shelf(theme, workers, self.autosave, self)
        self.draft = self._shelf.fresh(EntryFields(self.today()))
        self.editor = Editor(theme, self.draft.document)
        self.names = Names(self)
        self.margin = Margin(theme, self.editor, self.names)
        self.tagging = Tagging(theme, workers, self.editor, self.margin, self.names)
        self.head = EntryHead(theme)
        self.bar = CaptureBar(theme)
        self.question_line = QuestionLine(theme)
        self.kept = Kept(theme, workers, self, self)
        self._count = QTimer(self, singleShot=True, interval=_COUNT_AFTER)
        self._build()
        self._connect()
        self._bind_keys()
        self._show_draft()

    def shown(self) -> None:
        """Take over what changed elsewhere while another page was open; an untouched entry is of today again."""
        if self.draft.is_untouched and self.draft.fields.occurred_on != self.today():
            self._set_fields(self.draft.fields._replace(occurred_on=self.today()), quietly=True)
        QTimer.singleShot(0, self, self._read_journal)

    def focus_first(self) -> None:
        """Put the cursor into the text, or the focus on the earlier versions in its place."""
        if self.kept.versions is not None:
            self.kept.versions.focus_first()
        else:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_widths(self, widths: Widths) -> None:
        """Take the areas that fit into the window now."""
        self._widths = widths
        self.tagging.hints = not widths.low
        self.show_parts()
        self._lay_out()

    def areas(self) -> list[QWidget]:
        """Return the areas that F6 walks through: the text, what is said about it, and the question."""
        if self.kept.versions is not None:
            return [self.kept.versions]
        return [self.editor, self.bar, *([self.question_line] if self.question_line.isVisible() else [])]

    def title_here(self) -> str:
        """Return how the entry is listed among the last places."""
        return self.draft.fields.title

    def new_entry(self) -> None:
        """Begin a new entry; one that is still untouched is kept."""
        self.start_new()

    def write_about(self, about: str) -> None:
        """Begin a new entry with the questions of a component or activity."""
        self.start_new(about)

    def start_new(self, about: str | None = None) -> None:
        """Begin a new entry; `about` is the full key of a component or activity whose questions are asked first."""
        if not self.draft.is_untouched:
            self._shelf.put_away(self.draft)
            self._begin_draft()
        self.draft.about, self.draft.asked = about or "", 0
        # The questions of what is written about are the ones wanted then.
        self.draft.model = "" if about else self._usual_model
        self._show_draft()
        self.focus_first()

    def open_entry(self, entry_id: str) -> None:
        """Go on with an entry of the journal, with its own undo where it was open before."""
        if entry_id == self.draft.id:
            self.focus_first()
            return
        self._shelf.put_away(self.draft)
        self._shelf.open(entry_id, EntryFields(self.today()))

    def where(self) -> "Spot":
        """Return where the person is, in ids and numbers alone."""
        from isp_journal.ui.pages.write_place import spot_of  # at first use: start-up time

        return spot_of(self.draft, self.editor, in_title=self.focusWidget() is self.head.title)

    def go_back_to(self, spot: "Spot") -> None:
        """Open the entry that the person was in, at the same word."""
        if spot.target:
            self._spot = spot
            self.open_entry(spot.target)
        else:
            self.start_new(spot.part or None)

    def save_now(self) -> None:
        """Save at once and say how it went."""
        self.autosave.save_now(self.draft, self._say_saved)

    def flush(self, then: Callable[[bool], None]) -> None:
        """Save at once what waits; `then` hears whether all of it is on the disk."""
        self.autosave.save_now(self.draft, then)

    def leaving(self) -> None:
        """Hand everything over, since the window is about to close."""
        self.autosave.touched(self.draft)
        self.autosave.save_all()

    def done(self) -> None:
        """Be done with this entry: it is saved, and the next one begins."""
        self.autosave.save_now(self.draft)
        self.start_new()

    def another_question(self) -> None:
        """Show the next question."""
        self.draft.asked += 1
        self._ask()

    def find_here(self) -> None:
        """Open the field that finds words in this text."""
        from isp_journal.ui.panels.find_here import FindHere  # at first use: start-up time

        FindHere(self._theme, self.editor).open()

    def ask_field(self, field: str, typed: str = "") -> None:
        """Open the choices of a field, or the menu with the rest."""
        at = self.bar.chip(field)
        if field == MORE:
            from isp_journal.ui.pages.write_menus import open_more  # at first use: start-up time

            open_more(self, self._theme)
            return
        from isp_journal.ui.panels.field_choices import Holder  # at first use: start-up time

        draft = self.draft

        def change(fields: EntryFields) -> None:
            self._set_fields(fields, draft)

        holder = Holder(lambda: draft.fields, change)
        self._field_choices().open(field, at, holder, typed=typed, today=self.today())

    def set_kind(self, kind: str) -> None:
        """Say what kind of entry it is."""
        self._set_fields(self.draft.fields._replace(kind=kind))

    def set_model(self, model: str) -> None:
        """Ask the questions of a model, or of none."""
        self.draft.model, self.draft.asked = model, 0
        self._usual_model = model
        self.model_chosen.emit(model)
        self._ask()

    def begin_with(self, model: str) -> None:
        """Begin new entries with the questions of a model, the one that was chosen last."""
        self._usual_model = self.draft.model = model
        self._ask()

    def set_single_keys(self, on: bool) -> None:
        """Let single letters change the fields while the bar above the text has the focus, or not."""
        self.bar.set_single_keys(on)

    def undo_last(self) -> None:
        """Take back what was done last in this entry, else in the journal."""
        self.editor.undo_last()

    def redo_last(self) -> None:
        """Do again what was taken back last."""
        self.editor.redo_last()

    def trash(self) -> None:
        """Move this entry to the trash, with Undo, and begin a new one."""
        entry_id = self.draft.id
        self._shelf.forget(self.draft)
        self._begin_anew()
        if entry_id:
            self._workers.change(
                lambda journal: journal.entries.trash([entry_id]),
                undo=lambda journal: journal.entries.restore([entry_id]),
                said="Moved to the trash",
                owner=self,
            )

    def read_again(self) -> None:
        """Take over what was changed elsewhere in the entry that is shown."""
        self._shelf.read_again(self.draft)

    def show_parts(self) -> None:
        """Show the parts that there is room for, or none of them while earlier versions stand in their place."""
        here = self.kept.versions is None
        for part, shown in ((self.bar, here), (self.editor, here), (self.question_line, here and not self._widths.low)):
            part.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.autosave.is_clean:
            self.autosave.save_now()

    def _build(self) -> None:
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor.set_head(self.head)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.editor, 1)
        column.addWidget(self.question_line)
        order = (self.bar, self.bar.date, self.bar.site, self.bar.people)
        later = (self.bar.minutes, self.bar.labels, self.bar.more, self.head.title, self.head.kind, self.head.model)
        modes = tuple(self.bar.mode.segments.values())
        chain: tuple[QWidget, ...] = (*order, *modes, *later, self.editor)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.editor.edited.connect(self._edited)
        self.editor.tags_edited.connect(self._touched)
        self.editor.told.connect(self._tell)
        self.editor.given.connect(self.kept.take)
        self.editor.undo_beyond.connect(self._undo_beyond)
        self.head.title_changed.connect(self._title_changed)
        self.head.title.left.connect(self.focus_first)
        self.head.kind_wanted.connect(lambda: self._open_menu("kind"))
        self.head.model_wanted.connect(lambda: self._open_menu("model"))
        self.bar.asked.connect(self.ask_field)
        self.bar.changed.connect(self._bar_changed)
        self.bar.left.connect(self.focus_first)
        self.question_line.put_in.connect(self._put_in)
        self.question_line.another.connect(self.another_question)
        self._shelf.taken.connect(self._take_draft)
        self._shelf.refreshed.connect(lambda _draft: self._show_draft())
        self._shelf.trashed.connect(lambda _draft: self._begin_anew())
        self.autosave.saved.connect(self._was_saved)
        self.autosave.not_saved.connect(self._was_not_saved)
        self._count.timeout.connect(lambda: self.question_line.count(len(self.editor.text().split())))
        self._theme.changed.connect(self._dress)

    def _bind_keys(self) -> None:
        deeds: tuple[tuple[str, Callable[[], object]], ...] = (
            ("tag", self.tagging.open_picker),
            ("question", self.another_question),
            ("done", self.done),
            ("bold", lambda: self.editor.wrap_selection("**")),
            ("italic", lambda: self.editor.wrap_selection("*")),
        )
        for name, then in deeds:
            shortcuts.action(name, self, then, here=True)

    def _begin_draft(self) -> None:
        self.draft = self._shelf.fresh(EntryFields(self.today()))
        self.draft.model = self._usual_model
        self._guess_site()

    def _begin_anew(self) -> None:
        self._begin_draft()
        self._show_draft()
        self.focus_first()

    def _take_draft(self, draft: WriteDraft) -> None:
        self.draft = draft
        self._show_draft()
        self.focus_first()
        spot, self._spot = self._spot, None
        if spot is not None and spot.target == draft.id:
            from isp_journal.ui.pages.write_place import put_back  # at first use: start-up time

            put_back(spot, self.editor, self.head.title)

    def _show_draft(self) -> None:
        self.kept.draft_shown()
        self.editor.show_entry(self.draft.document)
        self.head.title.blockSignals(True)
        self.head.title.set_title(self.draft.fields.title)
        self.head.title.blockSignals(False)
        self._show_fields()
        self._ask()
        self._count.start()
        self.editor.place_head()

    def _show_fields(self) -> None:
        self.bar.show_fields(self.draft.fields, self._known, self.today())
        self.head.show_kind(self.draft.fields.kind)

    def _set_fields(self, fields: EntryFields, draft: WriteDraft | None = None, *, quietly: bool = False) -> None:
        changed = draft or self.draft
        changed.fields = fields
        if changed is self.draft:
            self._show_fields()
        if not quietly:
            self.autosave.touched(changed)

    def _undo_beyond(self, back: bool) -> None:
        """Take back what was done last in the journal, such as moving an entry to the trash."""
        stack = self._workers.undo_stack
        if back:
            stack.undo()
        else:
            stack.redo()

    def _bar_changed(self, fields: EntryFields) -> None:
        # Title and kind are not the bar's: it may hold older ones.
        now = self.draft.fields
        self._set_fields(fields._replace(title=now.title, kind=now.kind))

    def _title_changed(self, title: str) -> None:
        if title != self.draft.fields.title:
            self.draft.fields = self.draft.fields._replace(title=title)
            self._touched()

    def _edited(self) -> None:
        self._touched()
        self._count.start()

    def _touched(self) -> None:
        self.autosave.touched(self.draft)

    def _read_journal(self) -> None:
        if not self._read_once:
            self._read_once = True
            self._workers.read(_read_vocabulary, self._take_vocabulary, key="write-words", owner=self)
        self._read_known()
        self._shelf.read_again(self.draft)
        self.kept.read()

    def _read_known(self) -> None:
        self._workers.read(_read_known, self._take_known, key="write-known", owner=self)

    def _take_vocabulary(self, words: "WriteVocabulary") -> None:
        self.names.labels, self.names.components, self.names.domains = words.labels, words.components, words.domains
        self.questions.prompts, self.questions.catalogue = words.prompts, words.tagging.catalogue
        self.editor.set_domains(words.domains)
        self.margin.rebuild()
        self.tagging.set_vocabulary(words.tagging)
        self._ask()

    def _take_known(self, read: tuple[Known, str | None]) -> None:
        self._known, self._guess = read
        self._guess_site()
        self._show_fields()
        if self._choices is not None:
            self._choices.show_known(self._known)

    def _guess_site(self) -> None:
        """Put in the site of the latest entries, as a guess, where nothing was said about it yet."""
        fields = self.draft.fields
        if self._guess and not self.draft.id and fields.site is None and not fields.guessed:
            self._set_fields(fields._replace(site=self._guess, guessed=True), quietly=self.draft.is_untouched)

    def _ask(self) -> None:
        questions = self.questions.of(self.draft.model, self.draft.about)
        self.question_line.ask(questions[self.draft.asked % len(questions)] if questions else "")
        self.head.show_model(self.questions.name_of(self.draft.model))

    def _put_in(self, question: str) -> None:
        self.editor.put_in(f"> {question}")
        self.focus_first()
        self.another_question()

    def _open_menu(self, which: str) -> None:
        from isp_journal.ui.pages import write_menus  # at first use: start-up time

        opening = {"kind": write_menus.open_kinds, "model": write_menus.open_models}
        opening[which](self, self._theme)

    def _field_choices(self) -> "FieldChoices":
        if self._choices is None:
            from isp_journal.ui.panels.field_choices import FieldChoices  # at first use: start-up time

            self._choices = FieldChoices(self._theme, self._workers, self.window())
            self._choices.show_known(self._known)
            self._choices.made.connect(self._read_known)
        return self._choices

    def _was_saved(self, at: str) -> None:
        self._complained = False
        self.saved.emit(f"Saved {at}")

    def _was_not_saved(self, error: "KnownError", since: str) -> None:
        self.saved.emit(f"Not saved since {since}")
        self.not_saved.emit(error)
        if self._messages is not None and not self._complained:
            self._messages.show_error(error)
        self._complained = True

    def _say_saved(self, kept: bool) -> None:
        from isp_journal.ui.messages import announce  # at first use: start-up time

        announce(self.editor, "Saved" if kept else f"Not saved since {self.autosave.failing_since}")

    def _tell(self, words: str) -> None:
        from isp_journal.ui.messages import announce  # at first use: start-up time

        announce(self.editor, words)
        if self._messages is not None:
            self._messages.show_notice(words)

    def _lay_out(self) -> None:
        wanted = measures(self._theme, self.width(), self._widths)
        self.editor.set_measures(wanted)
        # Without notes beside the text the bars go on to the page's edge, so that they need one row for longer.
        right = self.width() - wanted.left - wanted.span if wanted.notes else self._theme.px(self._widths.margin)
        self.bar.set_inset(wanted.left, right, self._theme.px(self._widths.margin))
        self.question_line.set_inset(wanted.left, right)

    def _dress(self) -> None:
        # Other colours are no edit: nothing is to be saved, though the documents say that they have changed.
        before = self.editor.blockSignals(True)
        self._shelf.dress()
        self.editor.blockSignals(before)
        self.head.dress()
        self.editor.dress()
        self.margin.rebuild()
        self._lay_out()


def _read_vocabulary(journal: "Journal") -> "WriteVocabulary":
    from isp_journal.ui.pages import write_reading  # on the reading thread: start-up time

    return write_reading.vocabulary(journal)


def _read_known(journal: "Journal") -> tuple[Known, str | None]:
    from isp_journal.ui.pages import write_reading  # on the reading thread: start-up time

    return write_reading.known(journal)
