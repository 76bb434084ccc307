"""The line below the text: one question that may help, and how many words there are; nobody has to answer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import divider, label
from isp_journal.ui.theme import Theme

LEAD = "A question, if it helps:"


class QuestionLine(QFrame):
    """Shows a question; 'Put it in' writes it into the text, 'Another' asks for the next one."""

    put_in = Signal(str)
    another = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("A question, and the number of words")
        self._lead = label(LEAD, "small", "text3")
        self._question = label("", "small", "text", wrap=True)
        self._question.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.put = link_button(theme, "Put it in")
        self.next = link_button(theme, "Another")
        self.next.setToolTip("Another question (Ctrl+Shift+H)")
        self.words = label("", "small", "text3")
        self._mark = IconMark(theme, "message-circle", "text3")
        self.put.clicked.connect(lambda: self.put_in.emit(self._question.text()))
        self.next.clicked.connect(self.another)
        self._row = QHBoxLayout()
        self._asking: tuple[QWidget, ...] = (self._mark, self._lead, self._question, self.put, self.next)
        for part in self._asking:
            self._row.addWidget(part, 100 if part is self._question else 0)
        self._row.addStretch(1)
        self._row.addWidget(self.words, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(divider())
        self._column.addLayout(self._row)
        self.ask("")
        self.set_inset(0, 0)

    def ask(self, question: str) -> None:
        """Show a question, or none."""
        self._question.setText(question)
        self._fit()
        for part in self._asking:
            part.setVisible(bool(question))
        self.put.setAccessibleName(f"Put the question in: {question}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_question"):
            self._fit()
        super().changeEvent(event)

    def question(self) -> str:
        """Return the question that is shown."""
        return self._question.text()

    def count(self, words: int) -> None:
        """Show the number of words, nothing at all for an empty text."""
        self.words.setText("" if not words else "1 word" if words == 1 else f"{words} words")

    def set_inset(self, left: int, right: int) -> None:
        """Let the line begin and end where the text and its notes do."""
        px = self._theme.px
        self._fit()
        self._column.setContentsMargins(left, 0, right, px(8))
        self._row.setContentsMargins(0, px(8), 0, 0)
        self._row.setSpacing(px(8))

    def _fit(self) -> None:
        # As wide as its words and no wider, so that the buttons follow them; narrower, and it wraps.
        words = self._question.fontMetrics().horizontalAdvance(self._question.text())
        self._question.setMaximumWidth(words + self._theme.px(4))
