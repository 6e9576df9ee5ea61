"""Other readings of a text: what a reader gets after undoing the encodings of storage (pure).

A value can lie in a page, an index document or a file as JSON escapes (also JSON within JSON),
HTML entities, percent signs in UTF-8 or GBK, quoted-printable, base64 or hexadecimal digits.
Undoing them once per text is linear in the text, whatever the number of values looked for.
"""

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, unquote_plus, unquote_to_bytes

ROUNDS = 2  # an encoding within an encoding, such as JSON in form data
SHORTEST_ENCODED = 6  # bytes: two Han signs, or half a telephone number

_UNICODE = re.compile(r"(?:\\+|%)u\{?([0-9a-fA-F]{4,6})\}?")
_QUOTED_SIGN = re.compile(r"""\\+(["'/])""")
_BYTES = re.compile(r"(?:(?:=|\\+x)[0-9a-fA-F]{2})+")
# The second and fourth byte of a long sign in GB 18030 are digits and stand as they are.
_PERCENT_RUN = re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2}|\d)*", re.ASCII)
_NOT_HEX = re.compile(r"[^0-9a-fA-F]")
_HAS_ENTITY = re.compile(r"&(?:#|[a-zA-Z]+;)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){6,}")


def readings(text: str) -> Iterator[str]:
    """The text, then every reading that differs from what was given out before."""
    yield text
    given = {text}
    # Form data writes a blank as a plus sign; elsewhere a plus sign is one.
    for start in dict.fromkeys((text, _form(text))):
        current = start
        for undo in (_same, *_UNDO * ROUNDS):
            current = undo(current)
            if current not in given:
                given.add(current)
                yield current
    packed = "\n".join(_unpacked(text))
    if packed:
        yield packed


def _same(text: str) -> str:
    return text


def _escapes(text: str) -> str:
    if "\\" not in text and "%u" not in text:
        return text
    read = _QUOTED_SIGN.sub(r"\1", _UNICODE.sub(_sign, text))
    # Two halves of a sign beyond the first plane become one.
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _sign(match: re.Match[str]) -> str:
    value = int(match[1], 16)
    return chr(value) if value <= 0x10FFFF else match[0]


def _entities(text: str) -> str:
    return html.unescape(text) if _HAS_ENTITY.search(text) else text


def _percent(text: str) -> str:
    return unquote(text, errors="replace") if "%" in text else text


def _form(text: str) -> str:
    return unquote_plus(text, errors="replace") if "%" in text and "+" in text else text


def _percent_gbk(text: str) -> str:
    if "%" not in text:
        return text
    return _PERCENT_RUN.sub(_gbk_or_as_it_is, text)


def _gbk_or_as_it_is(match: re.Match[str]) -> str:
    raw = unquote_to_bytes(match[0])
    return match[0] if _text(raw) else _text(raw, "gb18030") or match[0]


def _quoted(text: str) -> str:
    if "=" not in text and "\\x" not in text:
        return text
    return _BYTES.sub(lambda m: _text(bytes.fromhex(_NOT_HEX.sub("", m[0]))) or m[0], text)


_UNDO: tuple[Callable[[str], str], ...] = (
    _escapes,
    _entities,
    _percent_gbk,
    _percent,
    _quoted,
)


def _unpacked(text: str) -> Iterator[str]:
    for match in _BASE64.finditer(text):
        yield from _from_base64(match[0])
    for match in _HEX.finditer(text):
        yield from _as_texts(bytes.fromhex(match[0]))


def _from_base64(run: str) -> Iterator[str]:
    run = run.replace("-", "+").replace("_", "/")
    whole = run[: len(run) // 4 * 4] if len(run) % 4 == 1 else run + "=" * (-len(run) % 4)
    try:
        yield from _as_texts(base64.b64decode(whole))
    except (binascii.Error, ValueError):
        return


def _as_texts(raw: bytes) -> Iterator[str]:
    """`raw` as the texts it could be; noise is no text in any of them."""
    if len(raw) < SHORTEST_ENCODED:
        return
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        text = _text(raw, encoding)
        if text and (text.isprintable() or "\n" in text):
            yield text


def _text(raw: bytes, encoding: str = "utf-8") -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""
