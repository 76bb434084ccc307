from isp_journal.storage.data_key import DataKey


def test_a_key_shows_neither_itself_nor_its_salt() -> None:
    key = DataKey(b"\xab" * 32, b"\xcd" * 16)
    assert "ab" not in repr(key).lower().replace("datakey", "")
    assert "cd" not in f"{key} {[key]}"
    assert key.spoken() == f"x'{'ab' * 32}{'cd' * 16}'"


def test_no_two_keys_are_the_same() -> None:
    keys = [DataKey.fresh() for _ in range(20)]
    assert len({key.key for key in keys}) == len({key.salt for key in keys}) == 20
    assert {(len(key.key), len(key.salt)) for key in keys} == {(32, 16)}
