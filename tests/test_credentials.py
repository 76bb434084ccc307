from isp_journal.credentials import Passphrase, Protection, RecoveryCode, ThisComputer


def test_secrets_do_not_show_where_they_are_printed() -> None:
    secrets = Protection(Passphrase("Kirschkuchen am Sonntag"), RecoveryCode("abandon ability able"))
    shown = f"{secrets!r} {secrets} {secrets.passphrase} {[secrets.code]} {ThisComputer()}"
    for word in ("Kirsch", "Sonntag", "abandon", "able "):
        assert word not in shown
