import stat
from pathlib import Path

from isp_journal import bug_log


def failure() -> ValueError:
    try:
        raise ValueError("Dana told me in confidence")
    except ValueError as error:
        return error


def test_a_bug_is_noted_with_its_place_and_without_any_words(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "isp-journal.log"
    assert bug_log.note(failure(), file)
    text = file.read_text()
    assert "builtins.ValueError" in text
    assert "test_bug_log.py" in text
    assert "Dana" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_bugs_are_added_and_a_log_that_has_grown_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "isp-journal.log"
    bug_log.note(failure(), file)
    bug_log.note(failure(), file)
    assert file.read_text().count("ValueError") == 2
    file.write_text("x" * (bug_log.LARGEST + 1))
    bug_log.note(failure(), file)
    assert file.read_text().count("ValueError") == 1
    assert "xxx" not in file.read_text()


def test_a_place_whose_name_is_no_text_is_noted_too(tmp_path: Path) -> None:
    made = compile("raise ValueError", "/tmp/\udcff.py", "exec")
    try:
        exec(made)
    except ValueError as error:
        assert bug_log.note(error, tmp_path / "isp-journal.log")
    assert r"/tmp/\udcff.py:1" in (tmp_path / "isp-journal.log").read_text()


def test_a_log_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not bug_log.note(failure(), tmp_path / "file" / "isp-journal.log")
