"""The main menu of systems without a menu bar: the actions of here in the groups of the table."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from isp_journal.ui import shortcuts
from isp_journal.ui.controls.menus import make_menu, open_below
from isp_journal.ui.theme import Theme


def open_main_menu(theme: Theme, actions: Sequence[QAction], below: QWidget) -> QMenu:
    """Open the menu under a widget, with a submenu for each group that has actions here."""
    menu = make_menu(theme, below, "Menu")
    groups: dict[str, QMenu] = {}
    for row in shortcuts.DEEDS:
        found = next((one for one in actions if one.objectName() == row.name), None)
        if found is None or row.name == "menu":
            continue
        if row.menu not in groups:
            groups[row.menu] = make_menu(theme, menu, row.menu)
            groups[row.menu].setTitle(row.menu)
            menu.addMenu(groups[row.menu])
        groups[row.menu].addAction(found)
    open_below(menu, below)
    return menu
