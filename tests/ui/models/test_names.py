from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from isp_journal.ui.models.names import NameRow, NamesModel

ROWS = [
    NameRow("1", "Amal Haddad", "Harlow Bend School", 15, also="Assistant A"),
    NameRow("2", "Dana Okafor", "Harlow Bend School", 1, archived=True),
    NameRow("3", "Harlow Grange", "", 0),
]
WORDS = st.text(alphabet="aehlorw ", max_size=6)


def names(model: NamesModel) -> list[str]:
    return [row.name for at in range(model.rowCount()) if (row := model.row(at)) is not None]


def test_the_model_keeps_the_promises_of_qt(qtbot: QtBot) -> None:
    model = NamesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    model.narrow("harlow", archived=True)
    model.set_rows(ROWS[1:])
    model.set_rows([ROWS[1]._replace(entries=2), ROWS[2]])
    model.narrow("", archived=False)
    assert tester.model() is model
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None


def test_archived_rows_show_only_when_asked_for() -> None:
    model = NamesModel()
    model.set_rows(ROWS)
    assert names(model) == ["Amal Haddad", "Harlow Grange"]
    model.narrow("", archived=True)
    assert names(model) == ["Amal Haddad", "Dana Okafor", "Harlow Grange"]
    assert (model.place("2"), model.place("9")) == (1, -1)


def test_names_that_hold_the_words_come_before_rows_that_hold_them_elsewhere() -> None:
    model = NamesModel()
    model.set_rows(ROWS)
    model.narrow("harlow", archived=True)
    assert names(model) == ["Harlow Grange", "Amal Haddad", "Dana Okafor"]
    model.narrow("assistant harlow", archived=True)
    assert names(model) == ["Amal Haddad"]


def test_a_screen_reader_hears_a_row_whole() -> None:
    model = NamesModel()
    model.set_rows(ROWS)
    model.narrow("", archived=True)
    said = [model.index(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(3)]
    assert said == [
        "Amal Haddad, Harlow Bend School, 15 entries",
        "Dana Okafor, Harlow Bend School, 1 entry, archived",
        "Harlow Grange, no entries yet",
    ]


@given(st.lists(WORDS.filter(str.strip), max_size=8), WORDS)
def test_every_row_that_holds_the_words_is_shown_once(labels: list[str], typed: str) -> None:
    model = NamesModel()
    model.set_rows([NameRow(str(at), name) for at, name in enumerate(labels)])
    model.narrow(typed, archived=False)
    wanted = [name for name in labels if all(word in name.casefold() for word in typed.casefold().split())]
    assert sorted(names(model)) == sorted(wanted)
