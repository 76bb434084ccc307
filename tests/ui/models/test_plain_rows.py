from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from isp_journal.ui.models.plain_rows import PlainRow, PlainRows, described

ROWS = [PlainRow("a", "Today, 18:05", "when asked", "2.1 MB"), PlainRow("b", "Yesterday, 9:00")]


def test_rows_come_in_their_order_and_are_read_out_whole() -> None:
    model = PlainRows()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    assert [model.index(at).data() for at in range(model.rowCount())] == ["Today, 18:05", "Yesterday, 9:00"]
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Today, 18:05, when asked, 2.1 MB"
    assert described(ROWS[1]) == "Yesterday, 9:00"
    assert (model.place("b"), model.place("c")) == (1, -1)
    assert model.row(2) is None
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0)) == 0


def test_the_same_rows_again_change_nothing() -> None:
    model = PlainRows()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_rows(ROWS)
    model.set_rows(list(ROWS))
    assert resets == [1]
    model.set_rows(ROWS[:1])
    assert resets == [1, 1]
