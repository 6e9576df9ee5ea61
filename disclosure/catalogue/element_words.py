"""公开内容（要素）in words, as typed elements (pure).

A label keeps the type, name and “required” it has in the row, else those that all other rows give
it alike; a new one becomes an optional text until staff say otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from .words import parts, squeezed

Element = dict[str, object]
_BULLET = re.compile(r"^(?:[●•·◆■▪*＊—-]|\d{1,2}[.．、)）]|[（(]\d{1,2}[）)])\s*")


@dataclass(frozen=True, slots=True)
class Typed:
    """`elements` in the order of the text; `new` are labels that no row had before."""

    elements: tuple[Element, ...]
    new: tuple[str, ...]


def labels(text: str, known: Iterable[str] = ()) -> list[str]:
    """The labels in a cell. A comma inside a known label (“办理地点、时间”) divides nothing."""
    names = {squeezed(label): label for label in known}
    hard = [_BULLET.sub("", one).strip("。． ") for one in parts(text, "；;\n")]
    found: list[str] = []
    for piece in hard:
        if not piece:
            continue
        soft = parts(piece, "、，,")
        if squeezed(piece) in names or len(soft) < 2:
            found.append(names.get(squeezed(piece), piece))
        elif len(hard) == 1 or any(squeezed(one) in names for one in soft):
            found += _joined(piece, soft, names)
        else:
            found.append(piece)  # a list by ；whose entry has a comma of its own
    return list(dict.fromkeys(found))


def _joined(piece: str, soft: Sequence[str], names: dict[str, str]) -> list[str]:
    """Neighbours that make a known label together are one; the longest such run wins."""
    comma = next(sign for sign in piece if sign in "、，,")
    found, place = [], 0
    while place < len(soft):
        for end in range(len(soft), place, -1):
            run = comma.join(soft[place:end])
            if squeezed(run) in names or end == place + 1:
                found.append(names.get(squeezed(run), run))
                place = end
                break
    return found


def typed(text: str, own: Sequence[Element], others: dict[str, Element]) -> Typed:
    """Elements of a cell. `own`: those of the row until now; `others`: `by_label` of all rows."""
    mine = {squeezed(str(element["label"])): element for element in own}
    known = [str(element["label"]) for element in own]
    known += [str(element["label"]) for element in others.values()]
    found: list[Element] = []
    new: list[str] = []
    names: set[object] = set()
    for label in labels(text, dict.fromkeys(known)):
        key = squeezed(label)
        element = mine.get(key)
        if element is None and key in others and others[key]["name"] not in names:
            element = {**others[key], "required": False}
        if element is None or element["name"] in names:
            element = fresh(label)
            new.append(label)
        names.add(element["name"])
        found.append(element)
    return Typed(tuple(found), tuple(new))


def fresh(label: str) -> Element:
    """An element nobody has described yet; the same label always gets the same name."""
    mark = sha256(squeezed(label).encode()).hexdigest()[:8]
    return {"name": f"x_{mark}", "label": label, "type": "text", "required": False}


def by_label(rows: Iterable[Sequence[Element]]) -> dict[str, Element]:
    """Labels that mean one thing wherever they occur."""
    found: dict[str, Element] = {}
    doubtful: set[str] = set()
    for elements in rows:
        for element in elements:
            key = squeezed(str(element["label"]))
            known = found.setdefault(key, element)
            if (known["name"], known["type"]) != (element["name"], element["type"]):
                doubtful.add(key)
    return {key: element for key, element in found.items() if key not in doubtful}
