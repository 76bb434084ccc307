from pathlib import Path

import pytest

from reliability import plain_text, planted

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("killed", [False, True], ids=["closed", "killed"])
def test_a_whole_session_leaves_no_word_in_plain_text(tmp_path: Path, killed: bool) -> None:
    left = plain_text.left_by(tmp_path / "s", locked=True, killed=killed)
    assert [(plain_text.kind(hit.file), hit.use) for hit in left.hits] == []
    assert {"journal.db", "journal.key", "settings.json", "err"} <= {file.name for file in left.files}


def test_the_same_session_without_a_passphrase_is_found_out(tmp_path: Path) -> None:
    left = plain_text.left_by(tmp_path / "s", locked=False, killed=False)
    found = {hit.use for hit in left.hits}
    assert found == set(planted.KEPT)
    assert {plain_text.kind(hit.file).split("/")[0] for hit in left.hits} == {"data"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_word_is_found_however_it_is_written(tmp_path: Path, encoding: str) -> None:
    words = planted.words()
    (tmp_path / "log").write_bytes(b"\x00\x01" + f"And {words['body'].title()} said".encode(encoding))
    (tmp_path / f"of {words['person']}.txt").write_bytes(b"")
    (tmp_path / "innocent").write_bytes(b"nothing")
    found = list(planted.hits(sorted(tmp_path.iterdir()), tmp_path, words))
    assert [hit.use for hit in found] == ["body", "person"]
