"""Secrets of a local start: made once, kept in a file only the owner can read."""

import base64
import os
from pathlib import Path


def local_secret(var_dir: Path, name: str) -> str:
    """Base64 of 32 random bytes kept in `var/keys/<name>`; made at the first call."""
    path = var_dir / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        value = base64.b64encode(os.urandom(32)).decode()
        # O_EXCL: two processes starting together must end with the same secret.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(value)
    return path.read_text().strip()
