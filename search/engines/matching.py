"""Analysed queries as SQLite full-text expressions (pure)."""

from search.analysis import Asked, Unit
from search.notation import phrase_of
from search.segment import terms

TEXT = "{title about body}"
# Up to this length all pairs of an unknown run must be there; longer runs are found in part.
FULL_RUN = 6


def phrase(words: str) -> str:
    """A quoted phrase of index terms, or '' if the words leave no term that can be found."""
    found = [term for term in terms(words) if len(term) > 1 or term.isascii()]
    return f'"{" ".join(found)}"' if found else ""


def _any(words: list[str]) -> str:
    phrases = list(dict.fromkeys(filter(None, map(phrase, words))))
    return " OR ".join(phrases)


def of_unit(unit: Unit, *, strictly: bool) -> str:
    """Expression of one unit, or '' if it cannot be looked up."""
    words = [word for word, _weight in unit.alternatives]
    if unit.kind == "sound":
        return "sound : (" + " OR ".join(f'"{word}"' for word in words) + ")"
    if unit.kind == "date":
        return f'keys : "{unit.text}"'
    if unit.kind == "year":
        return f'(title : "{unit.text}" OR keys : "y{unit.text}")'
    if unit.kind == "run" and strictly and len(unit.text) <= FULL_RUN:
        joined = " AND ".join(dict.fromkeys(filter(None, map(phrase, words))))
    else:
        joined = _any(words if strictly else [*words, *(part for part, _w in unit.parts)])
    return f"{TEXT} : ({joined})" if joined else ""


def strict(asked: Asked, *, with_dates: bool = False) -> str:
    """Every required unit, and with `with_dates` every date and year as well; '' if nothing."""
    wanted = [*asked.required]
    if with_dates:
        wanted += [u for u in asked.units if u.kind in ("year", "date") and u not in wanted]
    parts = [of_unit(unit, strictly=True) for unit in wanted]
    return " AND ".join(f"({part})" for part in parts if part)


def loose(asked: Asked) -> str:
    """Any unit at all."""
    parts = [of_unit(unit, strictly=False) for unit in asked.units]
    return " OR ".join(f"({part})" for part in parts if part)


def citing(asked: Asked) -> str:
    """Texts that name one of the documents asked for."""
    return f"body : ({_any([phrase_of(key) for key in asked.document_keys])})"
