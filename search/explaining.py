"""Why an item ranks where it does: the parts of its score, in the order of `ranking` (pure).

`explained(...).value` is the score itself; a test proves it for every kind of question.
"""

from dataclasses import dataclass

from search.language.analysis import Asked, Unit
from search.language.notation import cites

from . import ranking
from .ranking import Candidate

# Where a word was found.
TITLE, ABOUT, TEXT, DATE, NOWHERE = "title", "about", "text", "date", "nowhere"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for and what it brought.

    `head` and `text` are shares of the score; `found` are the (place, word) by which it was found,
    the word as asked or one that stands for it; `is_missing` lowers the whole score.
    """

    unit: Unit
    head: float
    text: float
    found: tuple[tuple[str, str], ...]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """`value` = `numbers` + (sum of the parts + `tight`) x `missing` x `norm` x `elsewhere`."""

    value: float
    parts: tuple[Part, ...]
    tight: float
    missing: float
    norm: float
    elsewhere: float
    numbers: float
    own_number: bool
    cited: bool

    @property
    def words(self) -> float:
        """What the words bring before anything lowers it."""
        return sum(part.head + part.text for part in self.parts) + self.tight


def explained(asked: Asked, item: Candidate) -> Explained:
    """The score of an item taken apart."""
    total = sum(unit.weight for unit in asked.units) or 1.0
    parts = tuple(_part(unit, item, total) for unit in asked.units)
    lowered = ranking.MISSING ** sum(part.is_missing for part in parts)
    norm = ranking.OF_NORM if ranking.is_unasked_norm(asked, item.title) else 1.0
    elsewhere = ranking.OF_ELSEWHERE if ranking.is_from_elsewhere(asked, item.title) else 1.0
    is_own = item.document_key in asked.document_keys if item.document_key else False
    return Explained(
        value=ranking.score(asked, item),
        parts=parts,
        tight=ranking.TIGHT * ranking.tightness(asked, item.title) if asked.units else 0.0,
        missing=lowered,
        norm=norm,
        elsewhere=elsewhere,
        numbers=ranking.numbers_value(asked, item, item.text),
        own_number=is_own or (bool(asked.item_number) and asked.item_number == item.id.lower()),
        cited=any(cites(item.text, key) for key in asked.document_keys if key != item.document_key),
    )


def _part(unit: Unit, item: Candidate, total: float) -> Part:
    head, text = ranking.head_worth(unit, item), ranking.text_worth(unit, item.text)
    share = unit.weight / total
    is_missing = ranking.is_missing(unit, head + text)
    return Part(unit, share * head, share * text, tuple(_found(unit, item)), is_missing)


def _found(unit: Unit, item: Candidate) -> list[tuple[str, str]]:
    if unit.kind in ("year", "date"):
        wanted = unit.text[1:] if unit.kind == "date" else unit.text
        is_dated = item.date.replace("-", "").startswith(wanted) or unit.text in item.keys
        places = [(TITLE, unit.text)] if unit.text in item.title else []
        return places or ([(DATE, wanted)] if is_dated or str(item.year) == wanted else [])
    if unit.kind == "sound":
        padded = f" {item.sound} "
        return [(TITLE, word) for word, _w in unit.alternatives if f" {word} " in padded][:1]
    words = [unit.text, *(word for word, _w in (*unit.alternatives, *unit.parts))]
    found = []
    for place, text in ((TITLE, item.title), (ABOUT, item.about), (TEXT, item.text)):
        if word := next((word for word in words if word in text), ""):
            found.append((place, word))
    return found
