import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.paths import settings_file
from isp_journal.ui.settings_store import Settings, SettingsStore

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=8,
)


def test_what_was_changed_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    assert SettingsStore(file).update(theme="dark", text_size=125, columns={"journal": [300, 310]})
    assert SettingsStore(file).settings == Settings(theme="dark", text_size=125, columns={"journal": [300, 310]})


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folders of an account private by itself")
def test_the_file_which_names_the_journals_place_is_for_its_account_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    SettingsStore(file).update(journal="/home/ada/Journal")
    assert [stat.S_IMODE(one.stat().st_mode) for one in (file, file.parent)] == [0o600, 0o700]


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b"null", b'{"theme": ' + b"[" * 100_000])
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    store = SettingsStore(file)
    assert store.settings == Settings()
    assert store.update(single_keys=False)
    assert SettingsStore(file).settings == Settings(single_keys=False)


@given(st.dictionaries(st.sampled_from(Settings._fields) | st.text(max_size=8), ANYTHING))
def test_only_values_that_make_sense_are_taken(
    tmp_path_factory: pytest.TempPathFactory, kept: dict[str, object]
) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    file.write_text(json.dumps(kept), encoding="utf-8")
    settings = SettingsStore(file).settings
    assert settings.theme in {"system", "light", "dark", "contrast"}
    assert 80 <= settings.text_size <= 200
    assert isinstance(settings.motion, bool) and isinstance(settings.single_keys, bool)
    assert all(isinstance(one, int) for widths in settings.columns.values() for one in widths)


def test_one_wrong_value_does_not_spoil_the_others(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"text_size": 1000, "theme": "dark", "unheard": 1, "motion": "yes"}), encoding="utf-8")
    assert SettingsStore(file).settings == Settings(theme="dark")


def test_a_change_either_is_on_disk_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.json"
    store = SettingsStore(file)
    store.update(theme="dark")

    def full(_descriptor: int) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "fsync", full)
    assert not store.update(theme="light")
    assert store.settings.theme == "light"
    assert SettingsStore(file).settings.theme == "dark"
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


def test_nothing_in_the_file_tells_of_people_or_texts(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    SettingsStore(file).update(theme="dark")
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {
        "theme",
        "text_size",
        "motion",
        "single_keys",
        "model",
        "journal",
        "geometry",
        "navigation",
        "columns",
        "lock_after",
    }


def test_the_file_lies_in_the_folder_for_configuration() -> None:
    assert settings_file().name == "settings.json"
