from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from isp_journal.ui.theme import Theme
from tests.ui.dummies import dressed


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    with dressed(qapp) as made:
        yield made
