"""The one style sheet: what Qt's own widgets look like, by object name and dynamic property."""

from collections.abc import Callable

from isp_journal.ui.tokens import NO_COLOUR, Tokens

TEXT_ROLES = ("caption", "small", "body", "editor", "section", "topic", "title", "welcome")
HEAVY_ROLES = ("section", "topic", "title", "welcome")
TONES = ("text", "text2", "text3", "ink", "danger")


def style_sheet(tokens: Tokens, px: Callable[[float], int], text: Callable[[str], int]) -> str:
    """Return the sheet for a theme; `px` scales lengths and `text` gives the height of a role's letters."""
    parts = (
        _surfaces(tokens, px),
        _labels(tokens, text),
        _fields(tokens, px),
        _lists(tokens, px),
        _popups(tokens, px),
        _boxes(tokens, px),
        _scroll_bars(tokens, px),
    )
    return "\n".join(parts)


def _surfaces(t: Tokens, px: Callable[[float], int]) -> str:
    return f"""
QMainWindow, QWidget#window, QWidget#navigation {{ background: {t.window}; }}
QFrame#pageFrame {{ background: {t.page}; border: 1px solid {t.line}; border-right: none; border-bottom: none;
  border-top-left-radius: {px(10)}px; }}
QWidget[surface="page"] {{ background: {t.page}; }}
QWidget[surface="sunken"] {{ background: {t.sunken}; }}
QWidget[surface="raised"] {{ background: {t.raised}; }}
QWidget[surface="window"] {{ background: {t.window}; }}
QFrame[card="true"] {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: {px(8)}px; }}
QFrame[divider="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[divider="upright"] {{ background: {t.line}; border: none; max-width: 1px; min-width: 1px; }}
QFrame[over="true"] {{ background: {t.sunken}; border: none; border-left: 1px solid {t.line}; }}
QFrame[bar="true"] {{ background: {t.raised}; border: none; border-bottom: 1px solid {t.line}; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:hover {{ background: {t.edge}; }}
QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {NO_COLOUR}; border: none; }}
"""


def _labels(t: Tokens, text: Callable[[str], int]) -> str:
    sizes = "".join(
        f'QLabel[role="{role}"] {{ font-size: {text(role)}px; font-weight: {600 if role in HEAVY_ROLES else 400}; }}\n'
        for role in TEXT_ROLES
    )
    tones = "".join(f'QLabel[tone="{tone}"] {{ color: {getattr(t, tone)}; }}\n' for tone in TONES)
    weights = 'QLabel[weight="500"] { font-weight: 500; }\nQLabel[weight="600"] { font-weight: 600; }\n'
    return f"QLabel {{ background: {NO_COLOUR}; }}\n{sizes}{tones}{weights}"


def _fields(t: Tokens, px: Callable[[float], int]) -> str:
    pad = px(10)
    return f"""
QLineEdit, QPlainTextEdit[field="true"], QTextEdit[field="true"] {{ background: {t.raised}; color: {t.text};
  border: 1px solid {t.edge}; border-radius: {px(8)}px; padding: 1px {pad}px; placeholder-text-color: {t.text3};
  selection-background-color: {t.select}; selection-color: {t.text}; }}
QLineEdit {{ min-height: {px(34) - 4}px; }}
QLineEdit:focus, QPlainTextEdit[field="true"]:focus, QTextEdit[field="true"]:focus {{
  border: 2px solid {t.focus}; padding: 0px {pad - 1}px; }}
QLineEdit:disabled {{ color: {t.text3}; border-color: {t.line}; }}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {{ background: {NO_COLOUR}; border: none; padding: 0px;
  min-height: {px(32)}px; }}
"""


def _lists(t: Tokens, px: Callable[[float], int]) -> str:
    return f"""
QAbstractItemView {{ background: {NO_COLOUR}; border: none; outline: none; color: {t.text};
  selection-background-color: {t.select}; selection-color: {t.text}; alternate-background-color: {t.sunken}; }}
QHeaderView, QHeaderView::section {{ background: {NO_COLOUR}; color: {t.text3}; border: none;
  border-bottom: 1px solid {t.line}; padding: {px(4)}px {px(8)}px; }}
"""


def _popups(t: Tokens, px: Callable[[float], int]) -> str:
    return f"""
QFrame[popup="true"] {{ background: {t.raised}; border: 1px solid {t.edge}; border-radius: {px(10)}px; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.edge}; border-radius: {px(10)}px;
  padding: {px(6)}px; min-width: {px(180)}px; }}
QMenu::item {{ padding: {px(8)}px {px(32)}px {px(8)}px {px(12)}px; border-radius: {px(7)}px; }}
QMenu::item:selected {{ background: {t.select}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.text3}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(4)}px {px(8)}px; }}
QMenu::icon {{ padding-left: {px(8)}px; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.edge}; padding: {px(4)}px {px(8)}px; }}
QDialog, QMessageBox {{ background: {t.page}; }}
"""


def _boxes(t: Tokens, px: Callable[[float], int]) -> str:
    return f"""
QDialogButtonBox QPushButton, QMessageBox QPushButton {{ background: {t.raised}; color: {t.text};
  border: 1px solid {t.edge}; border-radius: {px(8)}px; padding: 0px {px(14)}px; min-height: {px(32)}px; }}
QMessageBox QPushButton[danger="true"] {{ color: {t.danger}; }}
QDialogButtonBox QPushButton:hover, QMessageBox QPushButton:hover {{ background: {t.hover}; }}
QDialogButtonBox QPushButton:focus, QMessageBox QPushButton:focus {{ border: 2px solid {t.focus}; }}
QCheckBox {{ background: {NO_COLOUR}; color: {t.text}; spacing: {px(8)}px; min-height: {px(32)}px; }}
QCheckBox::indicator {{ width: {px(16)}px; height: {px(16)}px; border: 1px solid {t.edge};
  border-radius: {px(4)}px; background: {t.raised}; }}
QCheckBox::indicator:checked {{ background: {t.ink}; border-color: {t.ink}; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 2px; max-height: {px(4)}px; }}
QProgressBar::chunk {{ background: {t.ink}; border-radius: 2px; }}
"""


def _scroll_bars(t: Tokens, px: Callable[[float], int]) -> str:
    wide, thin = px(12), px(4)
    return f"""
QScrollBar:vertical {{ background: {NO_COLOUR}; width: {wide}px; margin: 0px; }}
QScrollBar:horizontal {{ background: {NO_COLOUR}; height: {wide}px; margin: 0px; }}
QScrollBar::handle {{ background: {t.edge}; border-radius: {thin // 2}px; margin: {thin}px; }}
QScrollBar::handle:vertical {{ min-height: {px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(32)}px; }}
QScrollBar::handle:hover {{ background: {t.text3}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: {NO_COLOUR};
  border: none; width: 0px; height: 0px; }}
"""
