"""The public record as a person reads it: passages with names, in groups."""

from dataclasses import dataclass, field

from disclosure.canonical import Record, public_record
from disclosure.models import LinkRow
from disclosure.vocabulary import AUDIENCES, DOMAINS, STAGES
from workflows import parts

_RELATIONS = dict(LinkRow.RELATIONS)
_CODES = {"f/domain": dict(DOMAINS), "f/stage": dict(STAGES), "f/audience": dict(AUDIENCES)}


@dataclass(slots=True)
class Passage:
    """One part: `kind` is title, field, prose, row or other."""

    part: str
    label: str
    text: str
    kind: str
    cells: list[str] = field(default_factory=list)


def passages_of(page, record: Record | None = None) -> list[Passage]:
    """All parts with their names; digests of files are left out."""
    record = public_record(page) if record is None else record
    return [
        _passage(page, part, text)
        for part, text in record
        if text and not part.startswith("a/") and part != "links"
    ]


def _passage(page, part: str, text: str) -> Passage:
    shown = in_words(part, text)
    cells = shown.split("\t") if part.startswith("t/") else []
    return Passage(part, parts.label(page, part), shown, kind_of(part), cells)


def in_words(part: str, text: str) -> str:
    """A code of a closed vocabulary as its word; other text as it is."""
    if part.startswith("t/links/"):
        relation, _tab, rest = text.partition("\t")
        return f"{_RELATIONS.get(relation, relation)}\t{rest}"
    return str(_CODES[part].get(text, text)) if part in _CODES else text


def kind_of(part: str) -> str:
    if part == "title":
        return "title"
    return {"f": "field", "b": "prose", "t": "row"}.get(part.partition("/")[0], "other")
