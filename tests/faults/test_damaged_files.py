from pathlib import Path

from reliability import flips


def test_a_flipped_bit_or_a_cut_is_noticed_and_never_called_a_wrong_passphrase(tmp_path: Path) -> None:
    tried = flips.run(240, tmp_path)
    assert tried["cases"] == 240
    assert tried["wrong_passphrase"] == tried["crashes"] == tried["silent_empty"] == 0
    assert sum(tried["unnoticed"].values()) == 0
