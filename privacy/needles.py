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

import ahocorasick

from .decodings import readings

REMOVED = "***"  # ASCII without a special meaning in JSON, HTML or form data
SHORTEST = 2  # characters; a single one would tear every text apart
UNMISTAKABLE = 6  # characters
MANY_DIGITS = 8  # of a number that means the same person in any table
NUMBER_DIGITS = 6  # from these on blanks and dashes between the signs do not hide a value

_TAG = re.compile(r"<[^<>]{0,500}>")
_TAGS = f"(?:{_TAG.pattern})*"
_BETWEEN_DIGITS = rf"(?:[\s\-–—_.·•\u200b-\u200f\u2060\ufeff]|{_TAG.pattern})*"
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
# Signs of an encoding that an outer one wrote in its own way.
_BACKSLASH, _PERCENT, _HASH = r"(?:\\|%5c)", "(?:%(?:25)?)", "(?:#|%23)"
_AMPERSAND, _SEMICOLON = r"(?:&(?:amp;)?|%26|\\+u0026)", "(?:;|%3b)"
_BACKSLASHED = "\"'/"
_FULL_WIDTH = ord("０") - ord("0")


class Needle:
    """One string to be found; its representation never shows it."""

    def __init__(self, value: str):
        self.value = value
        digits = sum(sign.isdigit() for sign in value)
        self.is_number = digits >= NUMBER_DIGITS
        self.has_many_digits = digits >= MANY_DIGITS
        # Long enough to mean the same person wherever it stands, unlike a short name.
        self.is_unmistakable = self.has_many_digits or len(value) >= UNMISTAKABLE

    def __repr__(self) -> str:
        return "<Needle>"

    @cached_property
    def forms(self) -> frozenset[str]:
        """The value in the compositions of Unicode."""
        normal = (unicodedata.normalize(form, self.value) for form in ("NFC", "NFD"))
        return frozenset({self.value, *normal})

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Lower-case forms in which a database column may hold the value literally."""
        forms = set(self.forms)
        for form in self.forms:
            once = json.dumps(form)[1:-1]
            forms |= {once, json.dumps(once)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1]}
            forms |= {html.escape(form), html.escape(form, quote=False)}
        forms |= {encode(form) for form in list(forms) for encode in (quote, quote_plus)}
        return frozenset(form.lower() for form in forms)

    @cached_property
    def folded(self) -> str:
        """The value as `Folded` texts are compared with it."""
        return _alphanumeric(self.value) if self.is_number else _plain(self.value)

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """The value sign by sign in any encoding, cut by mark-up; a number also with separators
        and in full width."""
        forms = [self.folded] if self.is_number else sorted(self.forms, key=len, reverse=True)
        between = _BETWEEN_DIGITS if self.is_number else _TAGS
        written = (
            between.join(_any_writing(sign, self.is_number) for sign in form) for form in forms
        )
        return re.compile("|".join(written), re.IGNORECASE)


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
        """Positions in `needles` of those that stand in the text in any spelling or encoding."""
        if not self.needles:
            return set()
        found: set[int] = set()
        for reading in readings(text):
            found |= self._standing_in(reading)
        return found

    def _standing_in(self, text: str) -> set[int]:
        plain = _plain(text)
        found = self._literal.found_in(text.lower()) | self._folded.found_in(plain)
        if self._numbers:
            # Digits that only meet because of what was left out between them are no number.
            near = self._numbers.found_in(_NOT_ALPHANUMERIC.sub("", plain)) - found
            found |= {number for number in near if self.needles[number].anywhere.search(text)}
        return found

    @cached_property
    def _literal(self) -> "Automaton":
        return Automaton(
            (form.lower(), number)
            for number, needle in enumerate(self.needles)
            for form in needle.forms
        )

    @cached_property
    def _folded(self) -> "Automaton":
        short = (pair for pair in enumerate(self.needles) if not pair[1].is_number)
        return Automaton((needle.folded, number) for number, needle in short)

    @cached_property
    def _numbers(self) -> "Automaton":
        long = (pair for pair in enumerate(self.needles) if pair[1].is_number)
        return Automaton((needle.folded, number) for number, needle in long)

    def clean(self, text: str) -> str:
        """The text with the needles replaced by REMOVED; tags inside a match are kept."""
        found = self.found_in(text)
        if not found:
            return text
        for number in sorted(found):
            text = self.needles[number].anywhere.sub(_removed_with_tags, text)
        # Packed in a way that no pattern takes out: the whole of it goes.
        return REMOVED if self.found_in(text) else text

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


class Automaton:
    """Many words looked for in one pass over a text (Aho-Corasick)."""

    def __init__(self, words: Iterable[tuple[str, int]]):
        numbers: dict[str, set[int]] = {}
        for word, number in words:
            if word:
                numbers.setdefault(word, set()).add(number)
        self._tree = ahocorasick.Automaton()
        for word, found in numbers.items():
            self._tree.add_word(word, found)
        if numbers:
            self._tree.make_automaton()

    def __bool__(self) -> bool:
        return len(self._tree) > 0

    def found_in(self, text: str) -> set[int]:
        if not self:
            return set()
        found: set[int] = set()
        for _end, numbers in self._tree.iter(text):
            found |= numbers
        return found


def _plain(text: str) -> str:
    """Without mark-up, width and case."""
    bare = _TAG.sub("", text) if "<" in text else text
    return bare.lower() if bare.isascii() else unicodedata.normalize("NFKC", bare).lower()


def _alphanumeric(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", _plain(text))


def _any_writing(sign: str, of_number: bool) -> str:
    widths = {sign}
    if of_number and sign.isascii():
        widths |= {chr(ord(s) + _FULL_WIDTH) for s in (sign, sign.upper())}
    return "(?:" + "|".join(sorted({w for s in widths for w in _writings(s)})) + ")"


def _writings(sign: str) -> set[str]:
    """Patterns of one sign: itself, escaped for JSON, HTML, a URL or a mail."""
    value = ord(sign)
    halves = sign.encode("utf-16-be")
    units = [halves[place : place + 2].hex() for place in range(0, len(halves), 2)]
    found = {
        rf"{_BACKSLASH}*{re.escape(sign)}" if sign in _BACKSLASHED else re.escape(sign),
        "".join(rf"(?:{_BACKSLASH}+|{_PERCENT})u{unit}" for unit in units),
        rf"{_AMPERSAND}{_HASH}(?:x0*{value:x}|0*{value}){_SEMICOLON}",
        re.escape(html.escape(sign)),
    }
    for raw in (sign.encode("utf-8", "ignore"), sign.encode("gb18030", "ignore")):
        leads = (_PERCENT, "=", rf"{_BACKSLASH}+x")
        found |= {"".join(_byte(lead, byte) for byte in raw) for lead in leads}
    return {pattern for pattern in found if pattern} | ({r"\+"} if sign == " " else set())


def _byte(lead: str, byte: int) -> str:
    """One byte after its lead; a digit may stand as it is."""
    written = f"{lead}{byte:02x}"
    return f"(?:{written}|{chr(byte)})" if 0x30 <= byte <= 0x39 else written


def _removed_with_tags(match: re.Match[str]) -> str:
    return REMOVED + "".join(_TAG.findall(match.group()))
