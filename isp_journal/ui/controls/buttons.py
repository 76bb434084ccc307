"""Buttons, chips and buttons like fields, all with a name for screen readers and a hit area of 32 px at least."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from isp_journal.ui.controls.faces import CHEVRON, HIT, Face, face_size, paint_face
from isp_journal.ui.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# How far the words of a link begin after its edge, for whoever wants them on a line with others.
LINK_INSET = 4
RELAYOUT = (QEvent.Type.StyleChange, QEvent.Type.FontChange)


class Button(QPushButton):
    """A button with the face of the theme; Enter and Space press it."""

    def __init__(self, theme: Theme, face: Face, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(face.text, parent)
        self._theme = theme
        self.face = face
        self.setAutoDefault(False)
        self.setProperty("ring", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor if face.look == "link" else Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if name:
            self.setAccessibleName(name)

    def set_text(self, text: str) -> None:
        """Show other words."""
        self.set_face(self.face._replace(text=text))

    def set_face(self, face: Face) -> None:
        """Show another face: words, icon, key, look."""
        self.face = face
        self.setText(face.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return face_size(self._theme, self.face)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_face(QPainter(self), self._theme, self.face, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self.updateGeometry()
        super().changeEvent(event)


class Chip(QPushButton):
    """A small button that shows a value and opens a choice of others: icon, words, chevron; framed in filters."""

    def __init__(self, theme: Theme, text: str, icon: str = "", *, framed: bool = False, chevron: bool = True) -> None:
        super().__init__(text)
        self._theme = theme
        look = "framed" if framed else "bare"
        self.face = Face(text, icon, look, trail=CHEVRON if chevron else "", small=True)
        self.setAutoDefault(False)
        self.setProperty("ring", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_text(self, text: str) -> None:
        """Show another value."""
        self.set_face(self.face._replace(text=text))

    def set_mark(self, domain: str, *, removable: bool = True) -> None:
        """Show a domain's mark before the words, and a cross after them where pressing the chip takes it away."""
        self.set_face(self.face._replace(mark=domain, icon="", trail="x" if removable else CHEVRON))

    def set_chosen(self, chosen: bool) -> None:
        """Fill the chip as a filter that is on."""
        self.setCheckable(chosen)
        self.setChecked(chosen)
        self.update()

    def set_face(self, face: Face) -> None:
        """Show another face: words, icon, look, chevron."""
        self.face = face
        self.setText(face.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return face_size(self._theme, self.face)

    def minimumSizeHint(self) -> QSize:
        shortest = self.face._replace(text=self.face.text[:6])
        return face_size(self._theme, shortest)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_face(QPainter(self), self._theme, self.face, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self.updateGeometry()
        super().changeEvent(event)


class FieldButton(QPushButton):
    """A button that looks like a field: what it opens is chosen or typed elsewhere, such as a date.

    A quiet one lies on the window and has a faint border: its words and icon say what it is.
    """

    def __init__(self, theme: Theme, text: str, icon: str = "", *, key: str = "", quiet: bool = False) -> None:
        super().__init__(text)
        self._theme = theme
        self.face = Face(text, icon, "quiet" if quiet else "field", key, tone="text2" if quiet else "text")
        self.setAutoDefault(False)
        self.setProperty("ring", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_text(self, text: str) -> None:
        """Show another value."""
        self.set_face(self.face._replace(text=text))

    def set_face(self, face: Face) -> None:
        """Show another face: words, icon, key."""
        self.face = face
        self.setText(face.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return face_size(self._theme, self.face)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(HIT), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_face(QPainter(self), self._theme, self.face, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self.updateGeometry()
        super().changeEvent(event)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Let Enter press a button as Space does, and say whether it did."""
    if event.key() not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    button.click()
    return True


def primary_button(theme: Theme, text: str, icon: str = "", *, key: str = "") -> Button:
    """Return the one ink-filled button that a page may have."""
    return Button(theme, Face(text, icon, "primary", key))


def plain_button(theme: Theme, text: str, icon: str = "", *, trail: str = "", small: bool = False) -> Button:
    """Return a button with a border; `trail` is an icon after its words."""
    return Button(theme, Face(text, icon, "plain", trail=trail, small=small))


def link_button(theme: Theme, text: str, icon: str = "") -> Button:
    """Return an action inside a line of text: ink words without a border."""
    return Button(theme, Face(text, icon, "link", small=True, tone="ink"))


def icon_button(theme: Theme, icon: str, name: str, *, key: str = "") -> Button:
    """Return a button that shows an icon alone; its name and key stand in the tooltip."""
    made = Button(theme, Face("", icon, "bare", tone="text2"), name)
    made.setToolTip(f"{name} ({key})" if key else name)
    return made
