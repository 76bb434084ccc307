"""The theme that all widgets share: colours by name, sizes that follow the text size, and the one style sheet."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from isp_journal.ui.style import style_sheet
from isp_journal.ui.tokens import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, DomainColours, Tokens

CHOICES = ("system", "light", "dark", "contrast")
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)
DRAWN_FOR = 14
LARGE_FROM = 16
SMALLEST_TEXT = 12
FADE = 120
NO_DESKTOP_FONTS = ("Inter", "Cantarell", "Noto Sans", "Ubuntu", "DejaVu Sans")


class Role(NamedTuple):
    """A text size as a share of the system font's, and its weight."""

    ratio: float
    weight: QFont.Weight


ROLES = {
    "caption": Role(0.86, QFont.Weight.Normal),
    "small": Role(0.93, QFont.Weight.Normal),
    "body": Role(1.0, QFont.Weight.Normal),
    "editor": Role(1.21, QFont.Weight.Normal),
    "section": Role(1.21, QFont.Weight.DemiBold),
    "topic": Role(1.43, QFont.Weight.DemiBold),
    "title": Role(1.86, QFont.Weight.DemiBold),
    "welcome": Role(2.3, QFont.Weight.DemiBold),
}


class Theme(QObject):
    """What every widget asks for colours, fonts and sizes; says `changed` when they are others than before."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT
        self.choice = "system"
        self.percent = 100
        self.motion = True
        self._app: QApplication | None = None
        self._system_font = QFont()
        self._system_size = DRAWN_FOR
        self._colours: dict[str, QColor] = {}

    @property
    def factor(self) -> float:
        """Return what sizes are multiplied by: the text size, and the system's own where its letters are large."""
        large = self._system_size / DRAWN_FOR if self._system_size >= LARGE_FROM else 1.0
        return self.percent / 100 * large

    def px(self, n: float) -> int:
        """Return a length given at text size 100 % in the pixels of now."""
        return round(n * self.factor)

    def colour(self, name: str) -> QColor:
        """Return the colour of a token such as `text2` for painting."""
        known = self._colours.get(name)
        if known is None:
            known = self._colours[name] = QColor(getattr(self.tokens, name))
        return known

    def domain(self, key: str) -> DomainColours:
        """Return how a domain is painted; a domain that this app does not know is neutral."""
        found = getattr(self.tokens, key.replace("-", "_"), None)
        return found if isinstance(found, DomainColours) else self.tokens.neutral

    def font(self, role: str, weight: QFont.Weight | None = None) -> QFont:
        """Return the font of a role such as `body` or `title`, in another weight if one is given."""
        chosen = ROLES[role]
        font = QFont(self._system_font)
        font.setPixelSize(self.text_px(role))
        font.setWeight(chosen.weight if weight is None else weight)
        return font

    def figures(self, role: str) -> QFont:
        """Return the font of a role with figures of one width, for dates and numbers in columns."""
        font = self.font(role)
        if hasattr(font, "setFeature"):  # since Qt 6.7
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def text_px(self, role: str) -> int:
        """Return the height of a role's letters in pixels."""
        size = round(self._system_size * self.percent / 100 * ROLES[role].ratio)
        return max(size, SMALLEST_TEXT)

    def fade_ms(self) -> int:
        """Return how long a popup may take to appear: nothing where the person or the system wants no motion."""
        if not self.motion:
            return 0
        from PySide6.QtWidgets import QStyle  # at first use: its enumerations cost 5 ms at the start

        lasts = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        return FADE if lasts else 0

    def set_choice(self, choice: str) -> None:
        """Take system, light, dark or contrast; anything else counts as system."""
        choice = choice if choice in CHOICES else CHOICES[0]
        if choice != self.choice:
            self.choice = choice
            self._refresh()

    def set_scale(self, percent: int) -> None:
        """Set the text size, held between 80 and 200 per cent."""
        percent = max(SCALES[0], min(SCALES[-1], percent))
        if percent != self.percent:
            self.percent = percent
            self._refresh()

    def step_scale(self, steps: int) -> None:
        """Make the text larger or smaller by the sizes that the keys offer."""
        if steps > 0:
            larger = [size for size in SCALES if size > self.percent]
            self.set_scale(larger[0] if larger else SCALES[-1])
        else:
            smaller = [size for size in SCALES if size < self.percent]
            self.set_scale(smaller[-1] if smaller else SCALES[0])

    def apply(self, app: QApplication) -> None:
        """Dress the whole app, which was started in Qt's style Fusion, and follow the system from now on."""
        if self._app is None:
            self._app = app
            self._read_system_font(app)
            hints = app.styleHints()
            hints.colorSchemeChanged.connect(self._follow_system)
            # Since Qt 6.10; older ones cannot tell.
            told = getattr(hints, "accessibility", None)
            if told is not None:
                told().contrastPreferenceChanged.connect(self._follow_system)
        self._refresh()

    def _read_system_font(self, app: QApplication) -> None:
        font = QFont(app.font())
        if font.family() in {"", "Sans", "Sans Serif"} and font.pointSize() == 9:
            # Qt's own answer where no desktop names a font: take what the look was drawn for.
            font.setFamilies([*NO_DESKTOP_FONTS, "Sans Serif"])
            self._system_size = DRAWN_FOR
        else:
            self._system_size = QFontInfo(font).pixelSize()
        self._system_font = font

    def _follow_system(self, _told: object = None) -> None:
        self._refresh()

    def _wanted(self) -> Tokens:
        hints = self._app.styleHints() if self._app else None
        dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
        if self.choice == "light":
            return LIGHT
        if self.choice == "dark":
            return DARK
        if self.choice == "contrast" or (hints is not None and wants_contrast(hints)):
            return CONTRAST_DARK if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _refresh(self) -> None:
        self.tokens = self._wanted()
        self._colours = {}
        if self._app is not None:
            self._app.setPalette(palette(self.tokens))
            self._app.setFont(self.font("body"))
            self._app.setStyleSheet(style_sheet(self.tokens, self.px, self.text_px))
        self.changed.emit()


def wants_contrast(hints: QObject) -> bool:
    """Say whether the system asks for high contrast; Qt before 6.10 cannot tell."""
    told = getattr(hints, "accessibility", None)
    if told is None:
        return False
    return bool(told().contrastPreference() == Qt.ContrastPreference.HighContrast)


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of a theme with all states, so that what no style sheet names fits as well."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.raised,
        role.AlternateBase: tokens.sunken,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_ink,
        role.Light: tokens.raised,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
        role.Highlight: tokens.select,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.ink,
        role.Link: tokens.ink,
        role.LinkVisited: tokens.ink,
    }
    made = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for which, colour in colours.items():
            made.setColor(group, which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.text3))
    return made
