from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from isp_journal.framework import Activity, Catalogue, Component, Domain, Framework, load_catalogue
from isp_journal.model import ComponentPractice
from isp_journal.paths import resources
from isp_journal.ui.models.periods import periods
from isp_journal.ui.models.practice_rows import MONTHS_FROM, PracticeRows
from isp_journal.ui.models.practice_values import Practice, practice_of

TODAY = date(2026, 11, 24)


def small_catalogue() -> Catalogue:
    """Make a framework with one domain, two components, and three and one activities."""
    made = []
    for place, (key, activities) in enumerate((("hands", 3), ("words", 1)), 1):
        parts = tuple(
            Activity("own-1", f"{key}.{n}", key, "craft", n, f"Use {key} {n}", "S.", (), ())
            for n in range(1, activities + 1)
        )
        made.append(Component("own-1", key, "craft", place, key.title(), key, "D.", "summary", (), (), (), parts))
    domain = Domain("own-1", "craft", 1, "Craft", "", (), tuple(made))
    return Catalogue((Framework("own", "1", "own-1", "Own", (), 2026, "", "", (), (domain,)),))


def practised(catalogue: Catalogue) -> Practice:
    counted = []
    for component in catalogue.default.components:
        activities = {one.full_key: (0, "") for one in component.activities}
        activities[component.activities[0].full_key] = (8, "2026-11-24")
        counted.append(ComponentPractice(component.full_key, 8, "2026-11-24", {(2026, 11): 8}, activities))
    return practice_of(catalogue, counted, periods(TODAY)[0], TODAY)


@pytest.mark.parametrize("made", [small_catalogue, lambda: load_catalogue(resources() / "frameworks")])
def test_a_framework_of_any_size_has_its_map_and_its_table(made: Callable[[], Catalogue], qtbot: QtBot) -> None:
    catalogue = made()
    practice = practised(catalogue)
    components, activities = catalogue.default.components, catalogue.default.activities
    assert len(practice.lines) == len(components)
    assert practice.total == len(activities)
    assert len(practice.absent) == len(activities) - len(components)
    rows = PracticeRows()
    watched: QAbstractItemModel = rows
    QAbstractItemModelTester(watched, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.set_practice(practice)
    assert rows.rowCount() == len(components) + len(activities)
    assert rows.columnCount() == MONTHS_FROM + 12


def test_components_and_activities_are_told_in_words() -> None:
    practice = practised(small_catalogue())
    line = practice.line("own-1/hands")
    assert line is not None
    assert practice.words(line) == "Hands, 8 passages, last 24 Nov"
    assert practice.words(line.dots[1]) == "Use hands 2, no passages"
    assert (practice.day(line.latest), practice.ago(line.latest)) == ("24 Nov", "today")
    assert (practice.day(None), practice.ago(None)) == ("–", "none")
    assert practice.line("own-1/feet") is None
    assert practice.most == 8
