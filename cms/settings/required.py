"""Reading production values: every problem is collected, all are reported at once."""

import base64
import binascii
import importlib.util
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Values that stand in examples or in cms/settings/test.py: known to everybody.
KNOWN_SECRETS = {
    "only-for-tests",
    "dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=",
    "change-me",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Required:
    """Environment values with their rules; `stop_if_any()` raises with every problem found."""

    def __init__(self, environ: Mapping[str, str]):
        self.environ = environ
        self.problems: list[str] = []

    def complain(self, name: str, zh: str, en: str) -> None:
        self.problems.append(f"{name}：{zh} / {en}")

    def text(self, name: str, zh: str, en: str, rule: Callable[[str], bool] = bool) -> str:
        """Value of `name`; a missing value or one that breaks `rule` is a problem."""
        value = self.environ.get(name, "").strip()
        if not value:
            self.complain(name, f"未设置。{zh}", f"not set. {en}")
        elif not rule(value):
            self.complain(name, f"取值不合要求。{zh}", f"unusable value. {en}")
        return value

    def optional(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.optional(name, "1" if default else "0").lower()
        if value not in ("1", "0", "true", "false", "yes", "no", "on", "off"):
            self.complain(name, "只能是 1 或 0", "must be 1 or 0")
        return value in ("1", "true", "yes", "on")

    def number(self, name: str, default: int) -> int:
        value = self.optional(name, str(default))
        if not value.isdecimal():
            self.complain(name, "须为非负整数", "must be a whole number")
            return default
        return int(value)

    def forbidden(self, name: str, zh: str, en: str) -> None:
        """`name` must not be set to anything that means yes."""
        if self.optional(name).lower() not in ("", "0", "false", "no", "off"):
            self.complain(name, zh, en)

    def stop_if_any(self) -> None:
        if self.problems:
            lines = "\n".join(f"  - {problem}" for problem in self.problems)
            raise ImproperlyConfigured(
                f"生产环境配置有 {len(self.problems)} 处问题，已拒绝启动（见 docs/operator.md）。"
                f"Refusing to start, {len(self.problems)} setting(s) to mend:\n{lines}"
            )


def is_secret(value: str) -> bool:
    """Long, not a published example, not one repeated character."""
    return (
        len(value) >= 50
        and len(set(value)) >= 10
        and value not in KNOWN_SECRETS
        and not value.startswith("django-insecure")
    )


def is_vault_key(value: str) -> bool:
    """Base64 of exactly 32 bytes that are neither published nor constant."""
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(key) == 32 and value not in KNOWN_SECRETS and len(set(key)) >= 8


def is_https_origin(value: str) -> bool:
    """`https://host[:port]` with nothing behind it."""
    parts = urlsplit(value)
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and parts.path in ("", "/")
        and not parts.query
        and parts.hostname not in LOOPBACK
    )


def is_search_address(value: str) -> bool:
    """`embedded`, or the nodes of one cluster, comma-separated: https, or http on this machine."""
    if value == "embedded":
        return True
    nodes = [urlsplit(node.strip()) for node in value.split(",")]
    return all(
        node.hostname
        and (node.scheme == "https" or (node.scheme == "http" and node.hostname in LOOPBACK))
        for node in nodes
    )


def is_ledger_origin(value: str) -> bool:
    """Schema-less `host/path` naming the log for ever (first line of its checkpoints)."""
    return bool(re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}(/[A-Za-z0-9._-]+)+", value))


def is_private_file(value: str) -> bool:
    """An existing file that only its owner may read."""
    path = Path(value)
    return path.is_absolute() and path.is_file() and path.stat().st_mode & 0o077 == 0


def is_writable_folder(value: str) -> bool:
    path = Path(value)
    return path.is_absolute() and path.is_dir() and os.access(path, os.W_OK)


def installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
