"""The attachments of an entry side by side, in as many rows as they need, and the way to add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import LINK_INSET, link_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import divider
from isp_journal.ui.editor.measures import INSET
from isp_journal.ui.panels.attachment_tile import PICTURE, WIDTH, AttachmentTile
from isp_journal.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from isp_journal.model import Attachment
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers


class AttachmentStrip(QWidget):
    """Says which attachment is to be opened or removed, and what the keyboard asks for; hidden without attachments.

    Its pictures begin where the text does, which is set in by the room for the cursor; `ruled` puts a line above.
    """

    opened = Signal(object)
    remove_wanted = Signal(object)
    rename_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    add_wanted = Signal()
    undo_wanted = Signal(bool)
    paste_wanted = Signal()
    left = Signal()
    pointed = Signal(object)

    def __init__(self, theme: Theme, workers: Workers, *, ruled: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.tiles: list[AttachmentTile] = []
        self.thumbnails = Thumbnails(workers, self)
        self.thumbnails.made.connect(self._take_image)
        self.add = link_button(theme, "Add a file", "plus")
        self.add.setToolTip("Or paste a picture, or drop files here")
        self.add.clicked.connect(self.add_wanted)
        self.add.installEventFilter(self)
        self.setAccessibleName("Attachments")
        self._flow = FlowLayout()
        self._inner = QVBoxLayout()
        if ruled:
            self._inner.addWidget(divider())
        self._inner.addLayout(self._flow)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._inner)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._space()
        theme.changed.connect(self._space)
        self.hide()

    def show_of(self, attachments: Sequence[Attachment]) -> None:
        """Show other attachments; tiles of those that stay are left as they are, with the focus on them."""
        known = {tile.shown.id: tile for tile in self.tiles}
        focused = next((at for at, tile in enumerate(self.tiles) if tile.hasFocus()), -1)
        tiles = [known.pop(one.id) if one.id in known else self._made(one) for one in attachments]
        for tile, one in zip(tiles, attachments, strict=True):
            if tile.shown != one:
                tile.show_attachment(one)
        while self._flow.count():
            self._flow.takeAt(0)
        for tile in tiles:
            self._flow.addWidget(tile)
            tile.show()
        self.tiles = tiles
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self._flow.invalidate()
        self.setVisible(bool(tiles))
        self._order()
        if focused >= 0 and not any(tile.hasFocus() for tile in tiles):
            self._focus_near(focused)
        self._want_images()

    def step(self, tile: AttachmentTile, by: int) -> None:
        """Move the focus to a neighbour, as far as there is one."""
        at = self.tiles.index(tile) + by
        if 0 <= at < len(self.tiles):
            self.tiles[at].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let undo and paste work here, and Esc go back to the text."""
        if not isinstance(event, QKeyEvent):
            return False
        deeds: tuple[tuple[bool, Callable[[], None]], ...] = (
            (event.matches(QKeySequence.StandardKey.Undo), lambda: self.undo_wanted.emit(True)),
            (event.matches(QKeySequence.StandardKey.Redo), lambda: self.undo_wanted.emit(False)),
            (event.matches(QKeySequence.StandardKey.Paste), self.paste_wanted.emit),
            (event.key() == Qt.Key.Key_Escape, self.left.emit),
        )
        then = next((deed for meant, deed in deeds if meant), None)
        if then is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            then()
        return True

    def _made(self, attachment: Attachment) -> AttachmentTile:
        tile = AttachmentTile(self._theme, attachment)
        tile.clicked.connect(lambda _on=False: self.opened.emit(tile.shown))
        tile.remove_wanted.connect(lambda: self.remove_wanted.emit(tile.shown))
        tile.rename_wanted.connect(lambda: self.rename_wanted.emit(tile.shown))
        tile.menu_wanted.connect(lambda at: self.menu_wanted.emit(tile.shown, at))
        tile.stepped.connect(lambda by: self.step(tile, by))
        tile.pointed.connect(lambda: self.pointed.emit(tile))
        tile.installEventFilter(self)
        return tile

    def _order(self) -> None:
        walk: list[QWidget] = [*self.tiles, self.add]
        for at in range(1, len(walk)):
            QWidget.setTabOrder(walk[at - 1], walk[at])

    def _focus_near(self, at: int) -> None:
        if self.tiles:
            self.tiles[min(at, len(self.tiles) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _want_images(self) -> None:
        for tile in self.tiles:
            tile.set_image(self.thumbnails.of(tile.shown.digest))
        self.thumbnails.want([tile.shown for tile in self.tiles])

    def _take_image(self, digest: str, image: QImage | None) -> None:
        for tile in self.tiles:
            if tile.shown.digest == digest:
                tile.set_image(image)

    def _space(self) -> None:
        px = self._theme.px
        self._flow.set_gaps(px(16), px(12))
        self._inner.setContentsMargins(px(LINK_INSET), 0, px(LINK_INSET), 0)
        self._inner.setSpacing(px(16))
        self._column.setContentsMargins(px(INSET - LINK_INSET), px(8), px(INSET - LINK_INSET), px(8))
        self._column.setSpacing(px(4))
        ratio = self.devicePixelRatioF()
        self.thumbnails.set_size(QSize(round(px(WIDTH) * ratio), round(px(PICTURE) * ratio)))
        self._want_images()
