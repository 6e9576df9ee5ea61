"""Analysed queries as SQLite full-text expressions (pure)."""

from collections.abc import Iterable

from search.language.analysis import QUOTATION, Asked, Unit
from search.language.notation import phrase_of
from search.segment import terms

TEXT, TITLE = "{title about body}", "{title about}"
# Up to this length all pairs of an unknown run must be there; of longer runs some pieces, spread
# over their length, bring the candidates, and the ranking looks at all.
FULL_RUN = 6
MOST_PIECES = 5


def phrase(words: str) -> str:
    """A quoted phrase of index terms, or '' if the words leave no term that can be found."""
    found = [term for term in terms(words) if len(term) > 1 or term.isascii()]
    return f'"{" ".join(found)}"' if found else ""


def _any(words: list[str]) -> str:
    phrases = list(dict.fromkeys(filter(None, map(phrase, words))))
    return " OR ".join(phrases)


def words_of(unit: Unit, *, strictly: bool) -> list[str]:
    """The words by which a unit is looked up."""
    words = [word for word, _weight in unit.alternatives]
    if unit.kind == "run" and len(unit.text) > FULL_RUN and len(words) > MOST_PIECES:
        last = len(words) - 1
        return [words[at * last // (MOST_PIECES - 1)] for at in range(MOST_PIECES)]
    return words if strictly else [*words, *(part for part, _weight in unit.parts)]


def of_unit(unit: Unit, *, strictly: bool, where: str = TEXT) -> str:
    """Expression of one unit, or '' if it cannot be looked up."""
    words = words_of(unit, strictly=strictly)
    if unit.kind == "sound":
        return "sound : (" + " OR ".join(f'"{word}"' for word in words) + ")"
    if unit.kind == "date":
        return f'keys : "{unit.text}"'
    if unit.kind == "year":
        return f'(title : "{unit.text}" OR keys : "y{unit.text}")'
    if unit.kind == "run" and strictly and len(unit.text) <= FULL_RUN:
        joined = " AND ".join(dict.fromkeys(filter(None, map(phrase, words))))
    else:
        joined = _any(words)
    return f"{where} : ({joined})" if joined else ""


def _all(units: Iterable[Unit], where: str = TEXT) -> str:
    parts = [of_unit(unit, strictly=True, where=where) for unit in dict.fromkeys(units)]
    return " AND ".join(f"({part})" for part in parts if part)


def _either(units: Iterable[Unit], where: str = TEXT, *, strictly: bool = False) -> str:
    parts = [of_unit(unit, strictly=strictly, where=where) for unit in units]
    return " OR ".join(f"({part})" for part in parts if part)


def everything(asked: Asked) -> str:
    """All that is required, anywhere in an item."""
    return _all(asked.required)


def titled(asked: Asked) -> str:
    """A title about a matter asked for: the second way to be a full answer, where there is one."""
    if not has_titles_beside(asked):
        return ""
    return _either(matters_of(asked), TITLE, strictly=True)


def matters_of(asked: Asked) -> list[Unit]:
    return [unit for unit in asked.required if unit.kind == "word"]


def has_titles_beside(asked: Asked) -> bool:
    """Whether more is required than one matter, so that a title about it is a second way in."""
    return len(matters_of(asked)) > 0 and len(asked.required) > 1


def _beside(asked: Asked) -> list[list[Unit]]:
    """What is asked for beside the required units, the most demanding choice first."""
    dates = [unit for unit in asked.units if unit.kind in ("year", "date")]
    light = [unit for unit in asked.units if not unit.is_required and unit not in dates]
    hints = [unit for unit in asked.units if unit.is_required and unit not in asked.required]
    return [[*dates, *light, *hints], dates, light, hints, []]


def _ways(bases: list[str], besides: list[str]) -> list[str]:
    ways = [
        " AND ".join(f"({part})" for part in (base, also) if part)
        for base in bases
        for also in besides
    ]
    return list(dict.fromkeys(filter(None, ways)))


def in_titles(asked: Asked) -> list[str]:
    """Expressions over titles for candidates, the most demanding first: whoever has all in the
    title, and the year and the light words as well, must be looked at however many others there
    are."""
    return _ways([_all(asked.required, TITLE)], [_all(also, TITLE) for also in _beside(asked)])


def in_texts(asked: Asked) -> list[str]:
    """The same over whole items; each costs a walk over all of them, so there are fewer."""
    both, dates, *_others, none = _beside(asked)
    return _ways([everything(asked)], [_all(also) for also in (both, dates, none)])


def about_one(asked: Asked) -> list[str]:
    """The same over titles about one of the matters."""
    return _ways([titled(asked)], [_all(also, TITLE) for also in _beside(asked)])


def is_quotation(asked: Asked) -> bool:
    """Whether words were copied from a text: nothing in them is a known matter."""
    runs = [unit for unit in asked.units if unit.kind == "run"]
    return len(runs) == len(asked.units) and sum(len(unit.text) for unit in runs) >= QUOTATION


def loose(asked: Asked, *, in_title: bool = False) -> str:
    """Any of the matters and hints asked for, in the title or anywhere."""
    return _either(carrying(asked), TITLE if in_title else TEXT)


def carrying(asked: Asked) -> list[Unit]:
    """Units one of which alone makes an item worth showing: a light word or a year does not."""
    return [unit for unit in asked.units if unit.is_required] or list(asked.units)


def citing(asked: Asked) -> str:
    """Texts that name one of the documents asked for."""
    return f"body : ({_any([phrase_of(key) for key in asked.document_keys])})"
