"""All components side by side: a row each, with its activities as dots, its months as bars, and its latest day."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from isp_journal.ui.charts import dots, sparkline
from isp_journal.ui.charts.dots import Dots
from isp_journal.ui.charts.palette import ChartPalette, chart_palette
from isp_journal.ui.charts.sparkline import Spark
from isp_journal.ui.controls.faces import paint_box
from isp_journal.ui.controls.rows import LEFT
from isp_journal.ui.messages import announce
from isp_journal.ui.models.practice_values import Line, Practice
from isp_journal.ui.panels.map_columns import MapColumns, Wanted, map_columns, name_that_fits
from isp_journal.ui.panels.map_heads import MapHead

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

ROW = 40
_SPARK = 22
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class MapRow(QAbstractButton):
    """One component; Left and Right walk its dots, and each is read out in words.

    `opened` carries the full key of the component, or of the activity whose dot the keyboard is on.
    """

    opened = Signal(str)
    stepped = Signal(int)

    def __init__(self, theme: "Theme", practice: Practice, line: Line) -> None:
        super().__init__()
        self._theme = theme
        self._practice = practice
        self.line = line
        self._dot = -1
        self._columns: MapColumns | None = None
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_line(practice, line)

    def set_line(self, practice: Practice, line: Line) -> None:
        """Show other numbers of the same component."""
        self._practice, self.line = practice, line
        self.setText(line.component.name)
        self._say()
        self.update()

    def set_columns(self, columns: MapColumns) -> None:
        """Stand in other columns."""
        self._columns = columns
        self.update()

    @property
    def dot(self) -> int:
        """The dot that the keyboard is on, -1 for the row as a whole."""
        return self._dot

    def nextCheckState(self) -> None:
        """Stay as chosen as before: the map says which row is chosen."""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() not in _PLAIN or not self._walked(Qt.Key(event.key())):
            # Past the button's own keys: arrows belong to the map, letters to the page.
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._walk_to(self._dot_at(event.position()), aloud=False)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._walk_to(-1, aloud=False)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._dot_at(QPointF(event.pos()))
            words = self._practice.words(self.line.dots[at] if at >= 0 else self.line)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        columns = self._columns
        if columns is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        fill = "select" if self.isChecked() else "hover" if self.underMouse() else ""
        paint_box(painter, whole, getattr(theme.tokens, fill) if fill else "", "", theme.px(8))
        font = theme.font("body", QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        component = self.line.component
        name = name_that_fits(component.name, component.short, font, columns.name.width)
        painter.drawText(columns.name.within(whole), LEFT, name)
        palette = chart_palette(theme, self.line.domain.key)
        dots.draw(painter, columns.activities.within(whole), self._dots(), palette)
        self._paint_months(painter, columns, whole, palette)
        self._paint_words(painter, columns, whole)
        if self.hasFocus() and self._dot < 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), theme.px(8) - 1, theme.px(8) - 1)

    def _paint_months(self, painter: QPainter, columns: MapColumns, whole: QRectF, palette: ChartPalette) -> None:
        if columns.months.width:
            height = self._theme.px(_SPARK)
            area = columns.months.within(whole)
            bars = QRectF(area.left(), area.center().y() - height / 2, area.width(), height)
            counts = tuple(step.number for step in self.line.steps.steps)
            sparkline.draw(painter, bars, Spark(counts, self._practice.most), palette)

    def _paint_words(self, painter: QPainter, columns: MapColumns, whole: QRectF) -> None:
        theme = self._theme
        painter.setFont(theme.figures("small"))
        painter.setPen(theme.colour("text2"))
        told = (
            (columns.number, str(self.line.number) if self.line.number else "–"),
            (columns.latest, self._practice.day(self.line.latest)),
        )
        for column, words in told:
            if column.width:
                painter.drawText(column.within(whole), LEFT, words)
        if columns.ago.width:
            painter.setPen(theme.colour("text3"))
            painter.drawText(columns.ago.within(whole), LEFT, self._practice.ago(self.line.latest))

    def _walked(self, key: Qt.Key) -> bool:
        last = len(self.line.dots) - 1
        steps = {
            Qt.Key.Key_Left: max(-1, self._dot - 1),
            Qt.Key.Key_Right: min(last, self._dot + 1),
            Qt.Key.Key_Home: -1,
            Qt.Key.Key_End: last,
        }
        if key in steps:
            self._walk_to(steps[key], aloud=True)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER:
            self._open()
        elif key == Qt.Key.Key_Space:
            self.click()
        else:
            return False
        return True

    def _open(self) -> None:
        self.opened.emit(self.line.dots[self._dot].key if self._dot >= 0 else self.line.key)

    def _walk_to(self, dot: int, *, aloud: bool) -> None:
        if dot != self._dot:
            self._dot = dot
            self._say()
            if aloud:
                announce(self, self.accessibleName())
            self.update()

    def _say(self) -> None:
        self._dot = min(self._dot, len(self.line.dots) - 1)
        thing = self.line.dots[self._dot] if self._dot >= 0 else self.line
        self.setAccessibleName(self._practice.words(thing))
        self.setAccessibleDescription(f"{self.line.domain.name}. Enter opens the room.")

    def _dots(self) -> Dots:
        return Dots(tuple(dot.number for dot in self.line.dots), self._dot if self.hasFocus() else -1)

    def _dot_at(self, place: QPointF) -> int:
        if self._columns is None:
            return -1
        area = self._columns.activities.within(QRectF(self.rect()))
        palette = chart_palette(self._theme)
        count = len(self.line.dots)
        return next((at for at in range(count) if dots.area(area, self._dots(), palette, at).contains(place)), -1)


class PracticeMap(QWidget):
    """The map; one row is chosen, and Up and Down walk from it. `chosen` and `opened` carry full keys."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._with_months = True
        self._practice: Practice | None = None
        self.columns: MapColumns | None = None
        self.rows: dict[str, MapRow] = {}
        self._heads: list[MapHead] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("Map of components")
        theme.changed.connect(self._lay)

    def set_practice(self, practice: Practice) -> None:
        """Show other numbers; the rows stay where they are as long as the framework is the same."""
        self._practice = practice
        if list(self.rows) == [line.key for line in practice.lines]:
            for line in practice.lines:
                self.rows[line.key].set_line(practice, line)
        else:
            self._build(practice)
        self._lay()

    def choose(self, key: str) -> None:
        """Choose a row without saying `chosen`; it is the one that Tab comes to."""
        for row_key, row in self.rows.items():
            row.setChecked(row_key == key)
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row_key == key else Qt.FocusPolicy.ClickFocus)

    def set_with_months(self, wanted: bool) -> None:
        """Show the small bars, or leave them out in a narrow window."""
        if wanted != self._with_months:
            self._with_months = wanted
            self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _build(self, practice: Practice) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self._heads = {}, [MapHead(self._theme)]
        self._column.addWidget(self._heads[0])
        domain = ""
        for line in practice.lines:
            if line.domain.key != domain:
                domain = line.domain.key
                self._heads.append(MapHead(self._theme, domain, line.domain.name))
                self._column.addWidget(self._heads[-1])
            row = MapRow(self._theme, practice, line)
            row.clicked.connect(lambda _on=False, key=line.key: self._choose(key))
            row.stepped.connect(self._step)
            row.opened.connect(self.opened)
            self.rows[line.key] = row
            self._column.addWidget(row)
        # At once, not when Qt comes to it: one of them may be given the focus now.
        for part in (*self._heads, *self.rows.values()):
            part.show()

    def _choose(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _step(self, by: int) -> None:
        keys = list(self.rows)
        at = next((at for at, key in enumerate(keys) if self.rows[key].hasFocus()), 0)
        key = keys[max(0, min(len(keys) - 1, at + by))]
        self._choose(key)
        self.rows[key].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay(self) -> None:
        practice = self._practice
        if practice is None:
            return
        columns = self.columns = map_columns(self._theme, self.width(), self._wanted(practice))
        for head in self._heads:
            head.set_columns(columns)
            head.updateGeometry()
        for row in self.rows.values():
            row.set_columns(columns)
            row.updateGeometry()

    def _wanted(self, practice: Practice) -> Wanted:
        figures, heads = QFontMetricsF(self._theme.figures("small")), QFontMetricsF(self._theme.font("caption"))
        latest = [figures.horizontalAdvance(practice.day(line.latest)) for line in practice.lines]
        ago = [figures.horizontalAdvance(practice.ago(line.latest)) for line in practice.lines]
        return Wanted(
            most_dots=max((len(line.dots) for line in practice.lines), default=1),
            each=practice.lines[0].steps.each if practice.lines else "month",
            with_months=self._with_months,
            latest=max([heads.horizontalAdvance("Latest"), *latest]) + 2,
            ago=max([heads.horizontalAdvance("How long ago"), *ago]) + 2,
        )
