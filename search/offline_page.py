"""The self-contained page that checks receipts without a network (spec §11), and its policy."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "offline"


@cache
def page() -> str:
    """One HTML file with style and script inside, so that it works from a memory stick."""
    html = (FOLDER / "offline.html").read_text(encoding="utf-8")
    style = (FOLDER / "offline.css").read_text(encoding="utf-8")
    script = "".join(
        (FOLDER / name).read_text(encoding="utf-8") for name in ("proof.js", "offline.js")
    )
    html = html.replace("/*STYLE*/", style).replace("/*SCRIPT*/", script)
    return html.replace("POLICY", policy_of(html))


@cache
def policy() -> str:
    return policy_of(page())


def policy_of(html: str) -> str:
    """Nothing but the page's own style and script, named by their hashes."""

    def hashes(tag: str) -> str:
        inside = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        return " ".join(f"'sha256-{_hash(text)}'" for text in inside)

    return (
        f"default-src 'none'; script-src {hashes('script')}; style-src {hashes('style')}; "
        "form-action 'none'; base-uri 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
