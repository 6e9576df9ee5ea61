"""What a page adds to a text: numbers, addresses, print times, the title on every sheet (pure).

Nothing is a header for certain: a line that looks like one may be left out when the rest then
stands in the published text, letter for letter. A sentence never looks like one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from search.desk.compare import SENTENCE_MARKS
from search.desk.quotation import norm

LONGEST_HEADER = 60  # normalised characters
LONGEST_RUNNING = 30  # of a line that stands on each page
LONGEST_SUFFIX = 20  # of a site's name behind the title
MOST_PLACES = 2000
_BLANK = r"[ \t\u3000\xa0]"
_PAGE = (
    rf"(?:[-—–─·~]{_BLANK}{{0,3}}[0-9]{{1,4}}{_BLANK}{{0,3}}[-—–─·~]"
    rf"|第{_BLANK}?[0-9]{{1,4}}{_BLANK}?页{_BLANK}?[/,，、]?{_BLANK}?"
    rf"(?:[（(]?共{_BLANK}?[0-9]{{1,4}}{_BLANK}?页[）)]?)?"
    rf"|[0-9]{{1,3}}{_BLANK}?/{_BLANK}?[0-9]{{1,3}}"
    rf"|[Pp]age{_BLANK}?[0-9]{{1,4}}(?:{_BLANK}?of{_BLANK}?[0-9]{{1,4}})?)"
)
_PRINTED = (
    r"(?:(?:打印|下载|导出)(?:时间|日期)\s?[:：]?\s?)?20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
    r"(?:[ ,，]{1,2}(?:[上下]午\s?)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r"|(?:打印|下载|导出)(?:时间|日期)\s?[:：]?\s?20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
)
_MARK = re.compile(f"{_PAGE}|{_PRINTED}")
_BEFORE = re.compile(rf"\s*(?:{_PAGE}|{_PRINTED})(?=\s|$)")
_AFTER = re.compile(rf"(?:^|(?<=\s))(?:{_PAGE}|{_PRINTED})\s*$")
_NUMBER_ALONE = re.compile(r"\s*[0-9]{1,2}\s*")
_ADDRESS = re.compile(r"\s*https?://[!-~]+\s*")
# Page numbers that copying has drawn into a line.
_INSIDE = re.compile(
    rf"第{_BLANK}?[0-9]{{1,4}}{_BLANK}?页{_BLANK}?[/,，、]?{_BLANK}?[（(]?共{_BLANK}?[0-9]{{1,4}}{_BLANK}?页[）)]?"
    rf"|[—–─]{_BLANK}[0-9]{{1,3}}{_BLANK}[—–─]"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line, or a piece of one; `is_header` when it looks like something a page added."""

    text: str
    is_header: bool


def stretches(passage: str, names: Iterable[str] = ()) -> list[Stretch]:
    """The passage cut where a page may have added something.

    `names` are the title, the publishing body and the document number, which headers repeat.
    """
    known = tuple(filter(None, map(norm, names)))
    lines = re.split(r"\r\n|[\r\n\f]", passage)
    looks = [_look(line, known) for line in lines]
    _join_neighbours(lines, looks)
    found: list[Stretch] = []
    for line, look in zip(lines, looks, strict=True):
        if look in (_SURE, _NAME):
            found.append(Stretch(line, is_header=True))
        else:
            found += _cut(line)
    return found


_TEXT, _SURE, _NAME = "text", "sure", "name"


def _look(line: str, known: tuple[str, ...]) -> str:
    """What a line looks like by itself."""
    if not line.strip():
        return _TEXT
    if _NUMBER_ALONE.fullmatch(line):
        return _SURE
    rest, marks = _without_marks(line)
    words = norm(rest)
    if not words:
        return _SURE
    if len(words) > LONGEST_HEADER:
        return _TEXT
    if any(words == name or _is_with_site(words, name) for name in known):
        return _NAME
    return _SURE if marks and _ADDRESS.fullmatch(rest) else _TEXT


def _without_marks(line: str) -> tuple[str, int]:
    """The line without page numbers and print times at its ends, and how many there were."""
    count = 0
    for pattern in (_BEFORE, _AFTER, _BEFORE, _AFTER):
        line, times = pattern.subn("", line, count=1)
        count += times
    return line, count


def _is_with_site(words: str, name: str) -> bool:
    """A title as browsers print it: `title - site`."""
    rest = words.removeprefix(name)
    return rest != words and rest[:1] in tuple("-_|—–") and len(rest) <= LONGEST_SUFFIX


def _join_neighbours(lines: list[str], looks: list[str]) -> None:
    """A short line that stands beside a page number twice or more is what stands on each page."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    beside = {
        at
        for before, at, after in zip([None, *filled], filled, [*filled[1:], None], strict=False)
        if any(n is not None and looks[n] == _SURE for n in (before, after))
    }
    again = Counter(norm(lines[at]) for at in beside)
    for at in beside:
        words = norm(lines[at])
        may_be = 4 <= len(words) <= LONGEST_RUNNING and not re.search("[0-9，。；：/]", words)
        if looks[at] == _TEXT and may_be and again[words] > 1:
            looks[at] = _NAME


def _cut(line: str) -> Iterator[Stretch]:
    at = 0
    for mark in _INSIDE.finditer(line):
        yield Stretch(line[at : mark.start()], is_header=False)
        yield Stretch(mark.group(), is_header=True)
        at = mark.end()
    yield Stretch(line[at:], is_header=False)


def without_headers(passage: str, names: Iterable[str] = ()) -> str:
    """The passage without anything that looks like a header; its first line stays."""
    found = stretches(passage, names)
    kept = [each.text for n, each in enumerate(found) if not each.is_header or _is_first(found, n)]
    return "\n".join(kept)


def _is_first(found: list[Stretch], n: int) -> bool:
    """A title at the very beginning belongs to the text, a page number does not."""
    return not any(each.text.strip() for each in found[:n]) and not _without_marks(found[n].text)[1]


def bare(text: str) -> str:
    """What a comparison sees of a text: norm/v1 without sentence marks."""
    return "".join(char for char in norm(text) if char not in SENTENCE_MARKS)


def added_by_pages(passage: str, names: Iterable[str] = ()) -> set[str]:
    """Whatever looks like a header, each alone and with those beside it, as `bare` gives it."""
    return {bare(run) for run in _header_runs(stretches(passage, names))}


def _header_runs(found: list[Stretch]) -> Iterator[str]:
    for is_header, run in groupby(found, key=lambda each: each.is_header or not each.text.strip()):
        if is_header:
            texts = [each.text for each in run if each.text.strip()]
            yield from texts
            yield "".join(texts)


Dropped = tuple["Dropped", int] | None  # a chain of places, the last first


def kept_within(
    found: list[Stretch], published: str, form: Callable[[str], str]
) -> list[Stretch] | None:
    """The stretches without those headers that must go for the rest to stand in `published`.

    None when it does not stand there. `form` brings a stretch into the form of `published`.
    """
    begun: dict[int, Dropped] = {}  # where the next character must stand -> what was left out
    unbegun: list[Dropped] = [None]
    for place, each in enumerate(found):
        text = form(each.text)
        if not text:
            continue
        following: dict[int, Dropped] = {}
        for at, dropped in begun.items():
            if published.startswith(text, at):
                following.setdefault(at + len(text), dropped)
        if unbegun:
            for at in _places(text, published):
                following.setdefault(at + len(text), unbegun[0])
        if each.is_header:
            for at, dropped in begun.items():
                following.setdefault(at, (dropped, place))
            unbegun = [(unbegun[0], place)] if unbegun else []
        else:
            unbegun = []
        begun = following
        if not begun and not unbegun:
            return None
    if not begun:
        return None
    chain, gone = next(iter(begun.values())), set()
    while chain is not None:
        chain, place = chain
        gone.add(place)
    kept = [each for place, each in enumerate(found) if place not in gone]
    return kept if any(form(each.text) and not each.is_header for each in kept) else None


def _places(text: str, published: str) -> Iterator[int]:
    at = published.find(text)
    for _n in range(MOST_PLACES):
        if at < 0:
            return
        yield at
        at = published.find(text, at + 1)
