import pytest


@pytest.fixture
def log_folder(settings, tmp_path):
    """A log of its own, with a key that the one-command start makes."""
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.LEDGER_ORIGIN = "gk.test.example/ledger"
    settings.OUTBOX_INLINE = True
    return settings.LEDGER_DIR
