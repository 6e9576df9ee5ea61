"""A citizen's words to what both engines look for (pure; `occurs` is the only question asked back).

The query is cut into units by the lexicon. A unit is found when one of its alternatives is found;
what the lexicon does not know stays a run of characters, found by its pairs.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from search.language.folding import normalised
from search.language.lexicon import Lexicon, in_force
from search.language.notation import spot
from search.language.pronunciation import spellings, syllables
from search.segment import HAN_RUN, pieces, terms

LONGEST_QUERY = 160
MOST_UNITS = 14
LONGEST_REPAIR = 6
# Two characters sound like many words: they are repaired in short queries only.
SHORT_QUERY = 8
PLACE, BODY, LIGHT, YEAR = 0.6, 0.7, 0.45, 0.45
# Names of public bodies: worth less than the matter, and another body may answer as well.
_BODY = re.compile("(?:局|厅|委|办|委员会|办公室|政府|部门|联合会|残联|总会|慈善会|红会|办公厅)$")
SHORT_RUN, LONG_RUN = 6, 4
_QUOTED = re.compile('(?:^|(?<= ))(?:"([^"]{2,})"|“([^”]{2,})”|「([^」]{2,})」)(?= |$)')
# From this length on, words without a question in them are taken for a quotation.
QUOTATION = 18


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for. `kind`: word | place | body | run | latin | sound | year | date.

    `alternatives` are full answers, `parts` half ones: words inside a longer word.
    """

    kind: str
    text: str
    alternatives: tuple[tuple[str, float], ...]
    weight: float = 1.0
    is_required: bool = True
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def is_hint(self) -> bool:
        return self.kind == "body" or (self.kind == "run" and len(self.text) < LONG_RUN)


@dataclass(frozen=True, slots=True)
class Asked:
    """An analysed query. `spelled_out` and `repaired` are told to the citizen."""

    text: str
    units: tuple[Unit, ...] = ()
    document_keys: tuple[str, ...] = ()
    item_number: str = ""
    spelled_out: tuple[tuple[str, str], ...] = ()
    repaired: tuple[tuple[str, str], ...] = ()

    @property
    def required(self) -> tuple[Unit, ...]:
        firm = tuple(unit for unit in self.units if unit.is_required)
        if any(unit.kind == "word" for unit in firm):
            # Beside a known matter an unknown short word or a public body is only a hint.
            firm = tuple(unit for unit in firm if not unit.is_hint)
        said = tuple(unit for unit in self.units if unit.kind not in ("year", "date"))
        return firm or said or self.units

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.document_keys or self.item_number)


def _word_unit(word: str, lexicon: Lexicon, literal: bool = False) -> Unit:
    is_light = word in lexicon.light
    is_place, is_body = word in lexicon.places, bool(_BODY.search(word))
    found = [(word, 1.0)] if literal else lexicon.alternatives(word)
    return Unit(
        kind="place" if is_place else "body" if is_body else "word",
        text=word,
        alternatives=tuple(found),
        weight=LIGHT if is_light else PLACE if is_place else BODY if is_body else 1.0,
        is_required=not is_light,
        parts=() if literal or is_place else tuple(lexicon.parts(word)),
    )


def _run_unit(run: str, *, is_copied: bool = False) -> Unit:
    short = [run] if is_copied else terms(run)
    parts = short if len(run) <= SHORT_RUN else pieces(run)
    # A long quotation is one wish; a stray pair of characters is less than a known word.
    weight = min(0.3 + 0.12 * len(run), 2.0)
    return Unit("run", run, tuple((part, 1.0) for part in dict.fromkeys(parts)), weight)


def _latin_unit(word: str, lexicon: Lexicon, occurs: Callable[[str], bool]) -> Unit:
    if word.isascii() and word.isalpha() and len(word) >= 4 and not occurs(word):
        known = lexicon.spelled(word)
        if known:
            return _word_unit(known, lexicon)
        ways = spellings(word)
        if ways:
            sounds = tuple((" ".join(way), 1.0) for way in ways if len(way) > 1)
            if sounds:
                return Unit("sound", word, sounds)
    return Unit("latin", word, ((word, 1.0),))


def _repair(text: str, lexicon: Lexicon, occurs: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Windows that stand in no title but sound like a known word, with that word."""
    found: list[tuple[str, str]] = []
    taken = [False] * len(text)
    known = _known_spans(text, lexicon)
    shortest = 2 if len(text) <= SHORT_QUERY else 3
    for size in range(min(LONGEST_REPAIR, len(text)), shortest - 1, -1):
        for at in range(len(text) - size + 1):
            window = text[at : at + size]
            inside_known = any(start <= at and at + size <= end for start, end in known)
            if inside_known or any(taken[at : at + size]) or not HAN_RUN.fullmatch(window):
                continue
            meant = lexicon.sounding_like(window)
            if (
                meant
                and not _shares_known(at, at + size, known, text, meant)
                and not occurs(window)
            ):
                found.append((window, meant))
                taken[at : at + size] = [True] * size
    return found


def _known_spans(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    spans, at = [], 0
    while at < len(text):
        word = lexicon.longest_at(text, at)
        if len(word) > 1:
            spans.append((at, at + len(word)))
        at += max(len(word), 1)
    return spans


def _shares_known(
    start: int, end: int, known: list[tuple[int, int]], text: str, meant: str
) -> bool:
    """Whether a window would cut a known word in two, or change characters of one."""
    for left, right in known:
        if left < end and start < right:
            if left < start or end < right:
                return True
            if text[left:right] != meant[left - start : right - start]:
                return True
    return False


def _cut(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """(kind, text) pieces of a normalised text: `word`, `run` or `latin`; question words gone."""
    found: list[tuple[str, str]] = []
    run_start: int | None = None
    at = 0

    def close(end: int) -> None:
        nonlocal run_start
        if run_start is not None:
            found.append(("run", text[run_start:end]))
            run_start = None

    while at < len(text):
        word = lexicon.longest_at(text, at)
        if word:
            close(at)
            if word not in lexicon.dropped or word in lexicon.wider or word in lexicon.equals:
                found.append(("word", word))
            at += len(word)
        elif HAN_RUN.match(text[at]):
            run_start = at if run_start is None else run_start
            at += 1
        else:
            close(at)
            at = _take_latin(text, at, found)
    close(len(text))
    return found


def _take_latin(text: str, at: int, found: list[tuple[str, str]]) -> int:
    match = re.compile(r"[0-9a-z\u00c0-\u024f\u0370-\u1fff]+(?:\.[0-9]+)*").match(text, at)
    if match is None:
        return at + 1
    found.append(("latin", match.group()))
    return match.end()


def _is_quotation(text: str, lexicon: Lexicon) -> bool:
    if sum(map(len, HAN_RUN.findall(text))) < QUOTATION:
        return False
    found, at = set(), 0
    while at < len(text):
        word = lexicon.longest_at(text, at)
        found.add(word)
        at += max(len(word), 1)
    return not found & lexicon.asking


def _quotation_units(text: str) -> list[Unit]:
    runs = [run for run in HAN_RUN.findall(text) if len(run) > 1]
    return [_run_unit(run, is_copied=True) for run in dict.fromkeys(runs)][:MOST_UNITS]


def _units(rest: str, lexicon: Lexicon, occurs: Callable[[str], bool], literal: bool) -> list[Unit]:
    units: dict[str, Unit] = {}
    cut = _cut(rest, lexicon)
    several = len(cut) > 1
    for kind, text in cut:
        if kind == "run" and len(text) == 1 and several:
            continue  # a lone character is in no index term
        if kind == "word":
            unit = _word_unit(text, lexicon, literal=literal)
        elif kind == "run":
            unit = _run_unit(text)
        else:
            unit = _latin_unit(text, lexicon, occurs)
        units.setdefault(unit.text, unit)
    if not units:
        bare = "".join(HAN_RUN.findall(rest))
        units = {bare: _run_unit(bare)} if bare else {}
    return list(units.values())[:MOST_UNITS]


def phrases_in(text: str) -> tuple[list[str], str]:
    """What stands between quotation marks, set apart by blanks, and the rest: to be found word for
    word. Marks inside a sentence are part of it, as in titles."""
    found = [next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(text)]
    return list(dict.fromkeys(found)), " ".join(_QUOTED.sub(" ", text).split())


def analyse(
    query: str,
    *,
    occurs: Callable[[str], bool] = lambda _words: False,
    lexicon: Lexicon | None = None,
    literal: bool = False,
) -> Asked:
    """Analyse a query. `occurs(words)`: does any title hold exactly these folded characters.

    `literal` keeps to the words as typed (只查…): no synonyms, no repair. Without `lexicon` the
    one in force is used.
    """
    lexicon = lexicon or in_force()
    text = normalised(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]
    spotted = spot(text)
    phrases, rest = phrases_in(spotted.rest)
    is_quotation = _is_quotation(rest, lexicon)
    repaired = [] if literal or is_quotation else _repair(rest, lexicon, occurs)
    for typed, meant in repaired:
        rest = rest.replace(typed, meant)
    units = _quotation_units(rest) if is_quotation else _units(rest, lexicon, occurs, literal)
    units += [Unit("word", phrase, ((phrase, 1.0),)) for phrase in phrases if terms(phrase)]
    units += [Unit("date", key, ((key, 1.0),), YEAR, False) for key in spotted.date_keys]
    units += [Unit("year", str(y), ((str(y), 1.0),), YEAR, False) for y in spotted.years]
    return Asked(
        text=text,
        units=tuple(units),
        document_keys=spotted.document_keys,
        item_number=spotted.item_number,
        spelled_out=tuple(
            (unit.text, unit.alternatives[1][0])
            for unit in units
            if unit.kind == "word" and unit.is_required and len(unit.alternatives) > 1
        ),
        repaired=tuple(repaired),
    )


def sound_terms(title: str) -> str:
    """What the sound field of an index holds for a title."""
    return " ".join(syllables(title))
