"""A small RDF graph with two writers, JSON-LD and Turtle, that say exactly the same (pure).

Nodes are written in the order given, nested where they have no name of their own.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Iri:
    """A full address, or `prefix:name`."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text with a language, or with a type such as `xsd:date`."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """`iri` is empty for a node without a name. `pairs`: (property as `prefix:name`, value)."""

    iri: str
    types: tuple[str, ...]
    pairs: tuple[tuple[str, "Iri | Literal | Node"], ...]


Value = Iri | Literal | Node


def node(iri: str, types: str, *pairs: tuple[str, Value | None]) -> Node:
    """A node; pairs without a value are left out."""
    return Node(iri, tuple(types.split()), tuple((p, v) for p, v in pairs if v is not None))


# -- JSON-LD ------------------------------------------------------------------------------


def json_ld(nodes: Sequence[Node]) -> str:
    graph = [_object(one) for one in nodes]
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1)


def _object(one: Node) -> dict[str, object]:
    found: dict[str, object] = {"@id": one.iri} if one.iri else {}
    if one.types:
        found["@type"] = list(one.types)
    for name, value in one.pairs:
        values = found.setdefault(name, [])
        if isinstance(values, list):
            values.append(_json_value(value))
    return found


def _json_value(value: Value) -> dict[str, object]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    if isinstance(value, Node):
        return _object(value)
    found: dict[str, object] = {"@value": value.text}
    if value.language:
        found["@language"] = value.language
    elif value.type:
        found["@type"] = value.type
    return found


# -- Turtle -------------------------------------------------------------------------------


def turtle(nodes: Sequence[Node]) -> str:
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    for one in nodes:
        lines += ["", f"{_iri(one.iri)} {_inside(one, 1)} ."]
    return "\n".join(lines) + "\n"


def _inside(one: Node, depth: int) -> str:
    indent = "\n" + "  " * depth
    return f" ;{indent}".join(_statements(one, depth))


def _statements(one: Node, depth: int) -> Iterator[str]:
    if one.types:
        yield "a " + ", ".join(_iri(kind) for kind in one.types)
    grouped: dict[str, list[str]] = {}
    for name, value in one.pairs:
        grouped.setdefault(name, []).append(_turtle_value(value, depth))
    for name, values in grouped.items():
        yield f"{_iri(name)} {', '.join(values)}"


def _turtle_value(value: Value, depth: int) -> str:
    if isinstance(value, Iri):
        return _iri(value.value)
    if isinstance(value, Node):
        if value.iri:
            raise ValueError("a named node stands by itself")
        return f"[ {_inside(value, depth + 1)} ]"
    text = json.dumps(value.text, ensure_ascii=False).replace("\x7f", "\\u007F")
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{_iri(value.type)}" if value.type else text


_NOT_IN_IRI = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '<>"{}|^`\\ \n\r\t'})


def _iri(value: str) -> str:
    prefix, colon, name = value.partition(":")
    if colon and prefix in PREFIXES and not name.startswith("//"):
        return value
    return f"<{value.translate(_NOT_IN_IRI)}>"
