from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.storage import backup_state
from isp_journal.storage.backup_state import FILE, State

PROBLEMS = st.none() | st.tuples(st.text(), st.text(), st.text())
STATES = st.builds(State, st.text(), st.text(), st.text(), st.booleans(), PROBLEMS)


@given(state=STATES)
def test_what_is_kept_is_read_again(tmp_path_factory: pytest.TempPathFactory, state: State) -> None:
    place = tmp_path_factory.getbasetemp()
    backup_state.write(place, state)
    assert backup_state.read(place) == state


@given(content=st.binary(max_size=300) | st.sampled_from([b"[]", b"null", b"{}", b"[" * 9_000, b'{"problem": [1]}']))
def test_what_is_no_state_remembers_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    place = tmp_path_factory.getbasetemp()
    (place / FILE).write_bytes(content)
    assert backup_state.read(place) == State()


def test_a_place_without_a_state_remembers_nothing(tmp_path: Path) -> None:
    assert backup_state.read(tmp_path / "gone") == State()


def test_trouble_is_told_as_it_was(tmp_path: Path) -> None:
    backup_state.write(tmp_path, State(problem=("What.", "Safe.", "Todo.")))
    trouble = backup_state.read(tmp_path).trouble
    assert str(trouble) == "What. Safe. Todo."
    assert State().trouble is None


def test_a_folder_whose_name_is_no_text_is_kept_all_the_same(tmp_path: Path) -> None:
    backup_state.write(tmp_path, State(second="/media/caf\udce9"))
    assert backup_state.read(tmp_path).second == "/media/caf\udce9"
