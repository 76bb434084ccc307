import pytest

from isp_journal.ui.widths import widths_for


@pytest.mark.parametrize(
    ("width", "percent", "rail", "turns", "list_width"),
    [
        (1920, 100, False, False, 392),
        (1600, 100, False, False, 392),
        (1599, 100, False, False, 324),
        (1280, 100, False, False, 324),
        (1279, 100, True, False, 292),
        (1024, 100, True, False, 292),
        (1023, 100, True, True, 292),
        (1366, 150, True, True, 292),
        (1920, 200, True, True, 292),
        (1440, 125, True, False, 292),
    ],
)
def test_what_fits_depends_on_the_width_by_the_text_size(
    width: int, percent: int, rail: bool, turns: bool, list_width: int
) -> None:
    fits = widths_for(width, 900, percent / 100)
    assert (fits.rail, fits.turns, fits.list_width, fits.side_over) == (rail, turns, list_width, rail)


def test_margins_shrink_and_hints_hide_in_small_windows() -> None:
    assert (widths_for(1180, 900, 1).margin, widths_for(1179, 900, 1).margin) == (40, 24)
    assert (widths_for(1440, 620, 1).low, widths_for(1440, 619, 1).low) == (False, True)
