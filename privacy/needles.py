"""Finding given personal strings in every spelling that storage gives them (pure).

One value can lie in a database as itself, as JSON escapes (`\\u5f20`, and `\\\\u5f20` where JSON
lies within JSON), as form data (`%E5%BC%A0`), as HTML entities, cut by inline mark-up, or as digits
of another width with blanks between them.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import quote, quote_plus

REMOVED = "***"  # ASCII without a special meaning in JSON, HTML or form data
SHORTEST = 2  # characters; a single one would tear every text apart
UNMISTAKABLE = 6  # characters
MANY_DIGITS = 8

_TAG = re.compile(r"<[^<>]{0,500}>")
_TAGS = f"(?:{_TAG.pattern})*"
_BETWEEN_DIGITS = rf"(?:[\s\-–—_.·\u200b\u200c\u200d\ufeff]|{_TAG.pattern}){{0,4}}"
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_FULL_WIDTH = ord("０") - ord("0")


class Needle:
    """One string to be found; its representation never shows it."""

    def __init__(self, value: str):
        self.value = value
        self.has_many_digits = sum(sign.isdigit() for sign in value) >= MANY_DIGITS
        # Long enough to mean the same person wherever it stands, unlike a short name.
        self.is_unmistakable = self.has_many_digits or len(value) >= UNMISTAKABLE

    def __repr__(self) -> str:
        return "<Needle>"

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Lower-case forms in which storage may hold the value literally."""
        forms = {self.value, *(unicodedata.normalize(form, self.value) for form in ("NFC", "NFD"))}
        for form in list(forms):
            once = json.dumps(form)[1:-1]
            forms |= {once, json.dumps(once)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1]}
            forms |= {html.escape(form), html.escape(form, quote=False)}
        forms |= {encode(form) for form in list(forms) for encode in (quote, quote_plus)}
        return frozenset(form.lower() for form in forms)

    @cached_property
    def folded(self) -> str:
        """The value as `Folded` texts are compared with it."""
        return _alphanumeric(self.value) if self.has_many_digits else _plain(self.value)

    @cached_property
    def tolerant(self) -> re.Pattern[str]:
        """The value cut by mark-up; a number also with separators and in full width."""
        if self.has_many_digits:
            signs = [_either_width(sign) for sign in self.folded]
            return re.compile(_BETWEEN_DIGITS.join(signs), re.IGNORECASE)
        return re.compile(_TAGS.join(re.escape(sign) for sign in self.value), re.IGNORECASE)


class Needles:
    """The strings of one search. Values of a single character are left out."""

    def __init__(self, values: Iterable[str]):
        stripped = {value.strip() for value in values}
        # Longest first: a number must not be cut by a shorter one inside it.
        kept = sorted((v for v in stripped if len(v) >= SHORTEST), key=lambda v: (-len(v), v))
        self.needles = [Needle(value) for value in kept]

    def __bool__(self) -> bool:
        return bool(self.needles)

    def __len__(self) -> int:
        return len(self.needles)

    def unmistakable(self) -> "Needles":
        """Those that may be looked for in texts that are not about the same item."""
        return Needles(needle.value for needle in self.needles if needle.is_unmistakable)

    def found_in(self, text: str) -> set[int]:
        """Positions in `needles` of those that stand in the text in any spelling."""
        literal, tolerant = self._hits(text)
        return {number for number, _ in literal} | set(tolerant)

    def clean(self, text: str) -> str:
        """The text with every spelling replaced by REMOVED; tags inside a match are kept."""
        literal, _ = self._hits(text)
        if literal:
            found = sorted({spelling for _, spelling in literal}, key=len, reverse=True)
            text = re.sub("|".join(map(re.escape, found)), REMOVED, text, flags=re.IGNORECASE)
        _, tolerant = self._hits(text)
        for number in tolerant:
            text = self.needles[number].tolerant.sub(_removed_with_tags, text)
        return text

    def clean_json(self, value: object) -> object:
        """The value with all its strings cleaned, also those that are JSON themselves."""
        if isinstance(value, str):
            return self._clean_text_or_json(value)
        if isinstance(value, list):
            return [self.clean_json(member) for member in value]
        if isinstance(value, dict):
            return {self.clean(key): self.clean_json(member) for key, member in value.items()}
        if isinstance(value, int) and not isinstance(value, bool) and self.found_in(str(value)):
            return None  # a number typed into a numeric field
        return value

    def _clean_text_or_json(self, text: str) -> str:
        if text[:1] in ("[", "{"):
            try:
                inner = json.loads(text)
            except ValueError:
                return self.clean(text)
            cleaned = self.clean_json(inner)
            text = text if cleaned == inner else json.dumps(cleaned)
        return self.clean(text)

    def _hits(self, text: str) -> tuple[list[tuple[int, str]], list[int]]:
        """(number, spelling) found literally, and numbers found only when read tolerantly."""
        lower = text.lower()
        literal = [
            (number, spelling)
            for number, needle in enumerate(self.needles)
            for spelling in needle.spellings
            if spelling in lower
        ]
        known = {number for number, _ in literal}
        plain, alphanumeric = _plain(text), _alphanumeric(text)
        return literal, [
            number
            for number, needle in enumerate(self.needles)
            if number not in known
            and needle.folded
            and needle.folded in (alphanumeric if needle.has_many_digits else plain)
            and needle.tolerant.search(text)
        ]


def _plain(text: str) -> str:
    """Without mark-up, width and case."""
    bare = _TAG.sub("", text) if "<" in text else text
    return bare.lower() if bare.isascii() else unicodedata.normalize("NFKC", bare).lower()


def _alphanumeric(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", _plain(text))


def _either_width(sign: str) -> str:
    if not sign.isascii():
        return re.escape(sign)
    return "[" + "".join({sign, *(chr(ord(s) + _FULL_WIDTH) for s in (sign, sign.upper()))}) + "]"


def _removed_with_tags(match: re.Match[str]) -> str:
    return REMOVED + "".join(_TAG.findall(match.group()))
