"""Analysed queries as SQLite full-text expressions (pure)."""

from search.analysis import Asked, Unit
from search.notation import phrase_of
from search.segment import terms

TEXT = "{title about body}"
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


def of_unit(unit: Unit, *, strictly: bool) -> str:
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
    return f"{TEXT} : ({joined})" if joined else ""


def strict(asked: Asked, *, also: tuple[Unit, ...] = ()) -> str:
    """Every required unit, and the units of `also`; '' if nothing can be looked up."""
    wanted = dict.fromkeys([*asked.required, *also])
    parts = [of_unit(unit, strictly=True) for unit in wanted]
    return " AND ".join(f"({part})" for part in parts if part)


def preferences(asked: Asked) -> list[str]:
    """Strict expressions, the most demanding first: whoever has the year and the light words, too,
    must be among the candidates however many there are."""
    dates = tuple(unit for unit in asked.units if unit.kind in ("year", "date"))
    light = tuple(unit for unit in asked.units if not unit.is_required and unit not in dates)
    return list(
        dict.fromkeys(strict(asked, also=also) for also in ((*dates, *light), dates, light, ()))
    )


def loose(asked: Asked) -> str:
    """Any unit at all."""
    parts = [of_unit(unit, strictly=False) for unit in asked.units]
    return " OR ".join(f"({part})" for part in parts if part)


def citing(asked: Asked) -> str:
    """Texts that name one of the documents asked for."""
    return f"body : ({_any([phrase_of(key) for key in asked.document_keys])})"
