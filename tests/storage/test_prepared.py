import pytest

from isp_journal.journal.journal import Journal
from isp_journal.storage import entry_rows


def test_values_in_another_order_than_the_statement_wants_are_never_written(journal: Journal) -> None:
    with journal._store.writing() as transaction, pytest.raises(ValueError, match="another order"):
        entry_rows.LINK_LABEL.run_tuples(transaction, ("place", "label_id"), [(1, "x")])
    assert journal.labels.all() == []
