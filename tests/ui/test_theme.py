import itertools
import re

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.ui.theme import SCALES, Theme, palette
from isp_journal.ui.tokens import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, DomainColours, Tokens
from tests.source import PACKAGE

TABLES = {"light": LIGHT, "dark": DARK, "contrast light": CONTRAST_LIGHT, "contrast dark": CONTRAST_DARK}
SURFACES = ("window", "page", "raised", "sunken")
DOMAINS = ("co_creation", "ongoing_improvement", "sustaining_change")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def lowest(tokens: Tokens, colour: str) -> float:
    return min(ratio(colour, getattr(tokens, surface)) for surface in SURFACES)


def test_black_on_white_has_the_ratio_that_the_standard_gives() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("token", "light", "dark"),
    [
        ("edge", 3.3, 3.9),
        ("text", 14.4, 12.2),
        ("text2", 7.8, 7.9),
        ("text3", 5.4, 5.8),
        ("ink", 8.7, 8.1),
        ("focus", 5.0, 6.6),
        ("danger", 6.7, 7.5),
    ],
)
def test_each_colour_has_its_ratio_on_the_surfaces(token: str, light: float, dark: float) -> None:
    assert lowest(LIGHT, getattr(LIGHT, token)) == pytest.approx(light, abs=0.06)
    assert lowest(DARK, getattr(DARK, token)) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize(("token", "light", "dark"), [("text", 13.1, 9.7), ("text2", 7.1, 6.3), ("text3", 4.9, 4.6)])
def test_each_text_has_its_ratio_on_a_chosen_row(token: str, light: float, dark: float) -> None:
    assert ratio(getattr(LIGHT, token), LIGHT.select) == pytest.approx(light, abs=0.06)
    assert ratio(getattr(DARK, token), DARK.select) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize("name", TABLES)
def test_every_text_can_be_read_wherever_it_may_stand(name: str) -> None:
    tokens = TABLES[name]
    grounds = (*SURFACES, "select", "hover")
    for text, ground in itertools.product(("text", "text2", "text3"), grounds):
        assert ratio(getattr(tokens, text), getattr(tokens, ground)) >= 4.5, (text, ground)
    assert ratio(tokens.on_ink, tokens.ink) >= 7
    assert ratio(tokens.on_ink, tokens.ink_hover) >= 7
    assert ratio(tokens.danger, tokens.danger_tint) >= 4.5
    assert ratio(tokens.text, tokens.find) >= 7
    for line in ("edge", "focus"):
        assert lowest(tokens, getattr(tokens, line)) >= 3


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_can_be_told_from_the_ground(name: str, domain: str) -> None:
    tokens = TABLES[name]
    colours: DomainColours = getattr(tokens, domain)
    assert ratio(colours.hue, tokens.page) >= 4.5
    assert lowest(tokens, colours.text) >= 7
    assert ratio(tokens.text, colours.tint) >= 10


def test_each_domain_has_a_mark_of_its_own_in_every_theme() -> None:
    for tokens in TABLES.values():
        assert [getattr(tokens, domain).mark for domain in DOMAINS] == ["circle", "triangle", "square"]


@pytest.mark.parametrize("tokens", [CONTRAST_LIGHT, CONTRAST_DARK])
def test_high_contrast_has_black_and_white_text_strong_edges_and_no_tints(tokens: Tokens) -> None:
    assert tokens.text == tokens.edge == ("#FFFFFF" if tokens.dark else "#000000")
    assert {getattr(tokens, domain).tint for domain in DOMAINS} == {tokens.page}
    assert tokens.underline == 3
    assert all(lowest(tokens, getattr(tokens, text)) >= 7 for text in ("text", "text2", "text3", "ink"))


def test_no_other_module_holds_a_colour() -> None:
    holding = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.name != "tokens.py" and re.search(r"""["']#(?:[0-9a-fA-F]{3}){1,2}["']""", path.read_text("utf-8"))
    ]
    assert holding == []


@pytest.mark.parametrize("tokens", list(TABLES.values()))
def test_the_palette_leaves_no_state_to_the_style(tokens: Tokens) -> None:
    made = palette(tokens)
    known = {QColor(value).name() for value in tokens if isinstance(value, str) and value.startswith("#")}
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
                assert made.color(group, role).name() in known, (group, role)


def test_a_choice_changes_the_colours_and_says_so(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    assert theme.tokens is DARK
    assert theme.colour("page") == QColor(DARK.page)
    theme.set_choice("purple")
    assert theme.choice == "system"


def test_an_unknown_domain_is_neutral(theme: Theme) -> None:
    assert theme.domain("co-creation").mark == "circle"
    assert theme.domain("something-newer") == LIGHT.neutral
    assert theme.domain("text") == LIGHT.neutral


def test_sizes_follow_the_text_size_within_its_bounds(theme: Theme) -> None:
    assert (theme.px(34), theme.text_px("editor"), theme.text_px("title")) == (34, 17, 26)
    theme.set_scale(200)
    assert (theme.px(34), theme.text_px("editor")) == (68, 34)
    theme.set_scale(1000)
    assert theme.percent == 200
    theme.set_scale(10)
    assert theme.percent == 80
    assert theme.text_px("caption") == 12


def test_the_keys_for_the_text_size_walk_all_sizes_and_stop_at_the_ends(theme: Theme) -> None:
    theme.set_scale(80)
    walked = [theme.percent]
    for _ in range(len(SCALES)):
        theme.step_scale(1)
        walked.append(theme.percent)
    assert walked == [*SCALES, 200]
    theme.step_scale(-1)
    assert theme.percent == 175


def test_fonts_have_the_sizes_and_weights_of_their_roles(theme: Theme) -> None:
    sizes = {role: theme.font(role).pixelSize() for role in ("caption", "small", "body", "editor", "topic", "welcome")}
    assert sizes == {"caption": 12, "small": 13, "body": 14, "editor": 17, "topic": 20, "welcome": 32}
    assert theme.font("title").weight() == QFont.Weight.DemiBold
    assert theme.font("body", QFont.Weight.Medium).weight() == QFont.Weight.Medium


def test_the_whole_app_is_dressed_and_dressed_again_by_a_change(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    assert window.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    assert window.font().pixelSize() == 14
    theme.set_choice("dark")
    theme.set_scale(150)
    assert window.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert window.font().pixelSize() == 21
    assert DARK.edge in qapp.styleSheet()
    assert LIGHT.edge not in qapp.styleSheet()


def test_nothing_moves_where_the_person_or_the_system_wants_no_motion(theme: Theme, qapp: QApplication) -> None:
    qapp.setStyle(QStyleFactory.create("Fusion"))
    assert theme.fade_ms() == 120
    theme.motion = False
    assert theme.fade_ms() == 0
