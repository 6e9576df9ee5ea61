"""Questions as they may be counted: whatever could be somebody's is replaced by its kind.

What cannot be cleaned for certain is not returned at all. Words that the search knows (official
terms and their synonyms) are nobody's name.
"""

import re

from privacy.detect import detect
from privacy.findings import Finding
from privacy.lexicon_words import is_like_a_name
from privacy.masks import NAMES
from search.language import lexicon
from search.language.folding import normalised
from search.language.notation import spot
from search.segment import HAN_RUN

LONGEST = 40
# From so many digits in a row on it is a number of something that somebody has.
_NUMBER = re.compile(r"\d(?:[\d \-.()]{2,}\d){1,}")
_DIGITS = 5
_HOTLINES = frozenset({"12345", "12315", "12317", "12333", "12348", "12369", "12388"})
_LETTERS = re.compile("[a-z\u00c0-\u024f]+")
_ADDRESSED = re.compile(r"\S*@\S*|(?:https?:|www\.)\S*")
NUMBER, NAME, LETTERS, ADDRESS, OTHER = "[号码]", "[姓名]", "[字母]", "[地址]", "[个人信息]"
_MARKS = {"ADDRESS": ADDRESS, "ID": NUMBER, "PHONE": NUMBER, "ACCOUNT": NUMBER, "PLATE": NUMBER}
_MARK = re.compile(r"\[(?:号码|姓名|字母|地址|个人信息)\]")


def scrubbed(query: str) -> str:
    """The question without anything personal, "" when its words are better not taken down.

    Not taken down are numbers of documents and items, quotations (over 40 signs), and whatever is
    still suspicious after the cleaning.
    """
    text = normalised(query)
    spotted = spot(text)
    if not text or len(text) > LONGEST or spotted.document_keys or spotted.item_number:
        return ""
    text = _ADDRESSED.sub(OTHER, text)
    text = _without_findings(text)
    text = _NUMBER.sub(_number, text)
    text = _LETTERS.sub(_letters, text)
    text = HAN_RUN.sub(_run, text)
    text = _squeezed(text)
    return text if HAN_RUN.search(_MARK.sub("", text)) and is_clean(text) else ""


def _without_findings(text: str) -> str:
    for finding in sorted(_findings(text), key=lambda one: -one.start):
        text = text[: finding.start] + _mark_of(finding.cls) + text[finding.end :]
    return text


def _findings(text: str) -> list[Finding]:
    """What the detector finds, names inside words that the search knows left out."""
    known = _known_spans(text)
    return [
        one
        for one in detect(text)
        if not (
            one.cls in NAMES and any(start <= one.start and one.end <= end for start, end in known)
        )
    ]


def _known_spans(text: str) -> list[tuple[int, int]]:
    words, spans, at = lexicon.in_force(), [], 0
    while at < len(text):
        word = words.longest_at(text, at)
        if len(word) > 1:
            spans.append((at, at + len(word)))
        at += max(len(word), 1)
    return spans


def _mark_of(cls: str) -> str:
    if cls in NAMES:
        return NAME
    return next((mark for part, mark in _MARKS.items() if part in cls), OTHER)


def _number(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    return match.group() if len(digits) < _DIGITS or digits in _HOTLINES else NUMBER


def _letters(match: re.Match[str]) -> str:
    """Latin words may be a name in pinyin: only what sounds like a known word stays, as that."""
    words, word = lexicon.in_force(), match.group()
    if words.longest_at(match.string, match.start()):
        return word
    meant = words.spelled(word)
    return meant if HAN_RUN.fullmatch(meant) else LETTERS


def _run(match: re.Match[str]) -> str:
    """A run of characters that no rule found but that reads like a full name."""
    run, out, at = match.group(), [], 0
    for start, end in [*_known_spans(run), (len(run), len(run))]:
        rest = run[at:start]
        out += [NAME if is_like_a_name(rest) else rest, run[start:end]]
        at = end
    return "".join(out)


def _squeezed(text: str) -> str:
    return " ".join(re.sub(r"[^\w\[\].+\- ]", " ", text).split())


def is_clean(text: str) -> bool:
    """Whether nothing in an already cleaned question is suspicious by the lists of today."""
    bare = _MARK.sub(" ", text)
    return not _findings(bare) and all(
        len(digits) < _DIGITS or digits in _HOTLINES for digits in re.findall(r"\d+", bare)
    )
