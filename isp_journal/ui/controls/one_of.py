"""Several widgets of which one is shown, and only that one takes room: steps of different heights."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class OneOf(QWidget):
    """Shows one of the widgets that were added; the first one until another is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: QWidget | None = None

    def add(self, widget: QWidget) -> None:
        """Add a widget to those that can be shown."""
        self._column.addWidget(widget)
        widget.setVisible(self._shown is None)
        if self._shown is None:
            self._shown = widget

    @property
    def shown(self) -> QWidget | None:
        """The widget that is shown."""
        return self._shown

    def show_one(self, widget: QWidget) -> None:
        """Show this one in place of the one before."""
        before, self._shown = self._shown, widget
        if before is not None and before is not widget:
            before.hide()
        widget.show()
