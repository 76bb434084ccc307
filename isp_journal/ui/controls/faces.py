"""How a button looks and how much room it takes: one painting function for all our buttons."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from isp_journal.ui.controls.marks import MARK, draw_mark
from isp_journal.ui.icons import SIZE, SMALL, draw_icon
from isp_journal.ui.theme import Theme

HEIGHT = 34
SMALL_HEIGHT = 28
HIT = 32
RADIUS = 8
SMALL_RADIUS = 7
GAP = 8
CHEVRON = "chevron-down"
MEDIUM = QFont.Weight.Medium


class Face(NamedTuple):
    """What a button shows: `look` is primary, plain, framed, bare, link, danger, field or quiet.

    `key` and then the icon `trail` stand at the right; `mark` is the key of a domain whose mark goes before the words.
    """

    text: str = ""
    icon: str = ""
    look: str = "plain"
    key: str = ""
    trail: str = ""
    small: bool = False
    tone: str = "text"
    mark: str = ""


class Colours(NamedTuple):
    """The colours of one button in its present state; an empty one is not painted."""

    fill: str
    border: str
    text: str


def face_font(theme: Theme, face: Face) -> QFont:
    """Return the font of a button's words."""
    role = "small" if face.small or face.look == "quiet" else "body"
    return theme.font(role, QFont.Weight.Normal if face.look in {"field", "quiet"} else MEDIUM)


def face_size(theme: Theme, face: Face) -> QSize:
    """Return the room that a button needs: never smaller than the hit area."""
    metrics = QFontMetrics(face_font(theme, face))
    width = 2 * padding(theme, face) + (metrics.horizontalAdvance(face.text) if face.text else 0)
    parts = bool(face.text) + bool(face.icon) + bool(face.key) + bool(face.trail) + bool(face.mark)
    width += max(0, parts - 1) * theme.px(GAP)
    if face.icon:
        width += icon_px(theme, face)
    if face.key:
        width += QFontMetrics(theme.font("caption", MEDIUM)).horizontalAdvance(face.key)
    if face.trail:
        width += theme.px(SMALL)
    if face.mark:
        width += theme.px(MARK)
    height = max(theme.px(SMALL_HEIGHT if face.small else HEIGHT), metrics.height() + theme.px(8))
    return QSize(max(width + 1, theme.px(HIT)), max(height, theme.px(HIT)))


def icon_px(theme: Theme, face: Face) -> int:
    """Return the side of a button's icon: 16 px in small buttons and chips, 18 px elsewhere, before scaling."""
    return theme.px(SMALL if face.small else SIZE)


def padding(theme: Theme, face: Face) -> int:
    """Return the room at the left and right of a button's contents."""
    if not face.text:
        return theme.px(7)
    inset = {"bare": 8, "link": 4, "field": 10, "quiet": 10, "framed": 10, "primary": 14, "plain": 14, "danger": 14}
    return theme.px(inset[face.look] if not face.small else min(inset[face.look], 10))


def colours(theme: Theme, face: Face, button: QAbstractButton) -> Colours:
    """Return the colours of a button in its present state."""
    t = theme.tokens
    hot = button.isEnabled() and (button.underMouse() or button.isDown())
    chosen = button.isCheckable() and button.isChecked()
    if not button.isEnabled():
        return Colours("", "" if face.look in {"bare", "link"} else t.line, t.text3)
    if face.look == "primary":
        return Colours(t.ink_hover if hot else t.ink, "", t.on_ink)
    if face.look == "danger":
        return Colours(t.danger_tint if hot else t.raised, t.danger, t.danger)
    if face.look == "link":
        return Colours("", "", t.ink_hover if hot else t.ink)
    if face.look == "bare":
        return Colours(t.select if chosen else t.hover if hot else "", "", getattr(t, face.tone))
    border = t.line if face.look in {"framed", "quiet"} and t.name != "contrast" else t.edge
    if chosen and t.name != "contrast":
        border = ""
    return Colours(t.select if chosen else t.hover if hot else t.raised, border, getattr(t, face.tone))


def body(theme: Theme, face: Face, rect: QRect) -> QRectF:
    """Return the painted part of a button, which a small one centres in its hit area."""
    height = min(rect.height(), max(theme.px(SMALL_HEIGHT), 0)) if face.small else rect.height()
    return QRectF(rect.left(), rect.top() + (rect.height() - height) // 2, rect.width(), height)


def paint_face(painter: QPainter, theme: Theme, face: Face, button: QAbstractButton) -> None:
    """Paint a button with its face."""
    look = colours(theme, face, button)
    area = body(theme, face, button.rect())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = theme.px(SMALL_RADIUS if face.small else RADIUS)
    paint_box(painter, area, look.fill, look.border, radius)
    inner = area.adjusted(padding(theme, face), 0, -padding(theme, face), 0)
    _paint_contents(painter, theme, face, inner, look.text)
    if face.look == "link" and button.underMouse():
        metrics = QFontMetrics(face_font(theme, face))
        base = round(area.center().y() + metrics.ascent() / 2 + 1)
        painter.fillRect(QRectF(inner.left(), base, metrics.horizontalAdvance(face.text), 1), QColor(look.text))


def paint_box(painter: QPainter, area: QRectF, fill: str, border: str, radius: float) -> None:
    """Paint a rounded box with a fill and a border of one pixel; an empty colour is left out."""
    painter.setPen(QPen(QColor(border), 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    if border:
        area = area.adjusted(0.5, 0.5, -0.5, -0.5)
    if fill or border:
        painter.drawRoundedRect(area, radius, radius)


def _paint_contents(painter: QPainter, theme: Theme, face: Face, inner: QRectF, tone: str) -> None:
    right = _paint_right_parts(painter, theme, face, inner, tone)
    left = _paint_left_parts(painter, theme, face, inner, tone)
    if face.text:
        painter.setFont(face_font(theme, face))
        painter.setPen(QColor(tone))
        shown = QFontMetrics(painter.font()).elidedText(face.text, Qt.TextElideMode.ElideRight, int(right - left) + 1)
        box = QRectF(left, inner.top(), right - left + 1, inner.height())
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, where | Qt.TextFlag.TextSingleLine, shown)


def _paint_right_parts(painter: QPainter, theme: Theme, face: Face, inner: QRectF, tone: str) -> float:
    gap = theme.px(GAP)
    right = inner.right()
    if face.trail:
        side = theme.px(SMALL)
        place = QRectF(right - side, inner.center().y() - side / 2, side, side).toRect()
        draw_icon(painter, face.trail, theme.tokens.text3 if face.trail == CHEVRON else tone, QRectF(place))
        right -= side + gap
    if face.key:
        painter.setFont(theme.font("caption", MEDIUM))
        painter.setPen(QColor(theme.tokens.on_ink if face.look == "primary" else theme.tokens.text3))
        width = QFontMetrics(painter.font()).horizontalAdvance(face.key)
        box = QRectF(right - width, inner.top(), width + 1, inner.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, face.key)
        right -= width + gap
    return right


def _paint_left_parts(painter: QPainter, theme: Theme, face: Face, inner: QRectF, tone: str) -> float:
    gap = theme.px(GAP)
    left = inner.left()
    if face.mark:
        side = theme.px(MARK)
        domain = theme.domain(face.mark)
        draw_mark(painter, QRectF(left, inner.center().y() - side / 2, side, side), domain.mark, domain.hue)
        left += side + gap
    if face.icon:
        side = icon_px(theme, face)
        left = left if face.text else inner.center().x() - side / 2
        place = QRectF(left, inner.center().y() - side / 2, side, side).toRect()
        draw_icon(painter, face.icon, tone, QRectF(place))
        left += side + gap
    return left
