"""The self-contained page that checks receipts without a network (spec §11), and its policy."""

import base64
import hashlib
import html
import re
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "offline"


@lru_cache(maxsize=4)
def page(vkeys: str) -> tuple[str, str]:
    """(HTML, its policy): style and script inside, so that it works from a memory stick.

    `vkeys` are shown to be compared with printed ones; nothing is trusted because it stands there.
    """
    text = _read("offline.html")
    script = _read("proof.js") + _read("offline.js")
    text = text.replace("/*STYLE*/", _read("offline.css")).replace("/*SCRIPT*/", script)
    policy = _policy_of(text)
    text = text.replace("POLICY", html.escape(policy))
    return text.replace("VKEYS", html.escape(vkeys)), policy


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _policy_of(text: str) -> str:
    """Nothing but the page's own style and script, named by their hashes."""
    return (
        f"default-src 'none'; script-src {_hashes(text, 'script')}; "
        f"style-src {_hashes(text, 'style')}; form-action 'none'; base-uri 'none'"
    )


def _hashes(text: str, tag: str) -> str:
    inside = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    digests = (hashlib.sha256(each.encode()).digest() for each in inside)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
