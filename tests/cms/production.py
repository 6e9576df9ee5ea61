"""A complete set of production values, invented, and a way to start with them."""

import base64
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def values(folder: Path) -> dict[str, str]:
    """Environment with which production settings load; files are made below `folder`."""
    key_file = folder / "ledger.pem"
    key_file.write_text("-----BEGIN PRIVATE KEY-----\n")
    key_file.chmod(0o600)
    return {
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "SITE_URL": "https://www.example.gov.cn",
        "ALLOWED_HOSTS": "www.example.gov.cn",
        "MINGJING_VAR": str(folder),
        "DATABASE_URL": "postgres://mingjing:invented@db.internal.example/mingjing",
        "ELASTICSEARCH_URL": "https://search.internal.example:9200",
        "ELASTICSEARCH_API_KEY": "invented",
        "VAULT_KEYS": base64.b64encode(bytes(range(32))).decode(),
        "LEDGER_ORIGIN": "www.example.gov.cn/ledger",
        "LEDGER_KEY_FILE": str(key_file),
        "EMAIL_HOST": "mail.internal.example",
        "DEFAULT_FROM_EMAIL": "mingjing@example.gov.cn",
    }


def start(environment: dict[str, str], code: str = "") -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own; `code` then sees them as `s`."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import cms.settings.production as s\n{code}"],
        cwd=PROJECT,
        env={**inherited, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
