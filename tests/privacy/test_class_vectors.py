"""Every class of privacy.yaml: what is found, what is left alone, the edges, what is masked already."""

import json
import re

import pytest

from privacy.detect import detect
from privacy.headers import header_class
from privacy.policy import class_keys
from tests.privacy.scoring import DATA

VECTORS = json.loads((DATA / "class_vectors.json").read_text(encoding="utf-8"))
MARK = re.compile(r"⟦(.*?)⟧", re.DOTALL)


def cases(kind: str):
    for vector in VECTORS:
        for case in vector[kind]:
            yield pytest.param(vector, case, id=f"{vector['cls']}: {case}")


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    plain, places, position = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[position : mark.start()]
        places.append((len(plain), len(plain) + len(mark[1])))
        plain, position = plain + mark[1], mark.end()
    return plain + text[position:], places


def hidden(text: str, vector: dict, cls: str = "") -> list[str]:
    """Values of the class that are proposed to go, or, of a public class, that were recognised."""
    found = detect(text, domain=vector["domain"])
    return [
        text[one.start : one.end]
        for one in found
        if one.cls == (cls or vector["cls"]) and (vector.get("kept") or one.action != "keep")
    ]


def test_every_class_of_the_rules_has_vectors():
    assert {vector["cls"] for vector in VECTORS} == class_keys()
    assert len(VECTORS) == 41


@pytest.mark.parametrize(("vector", "text"), cases("positive"))
def test_a_value_of_the_class_is_found_where_it_stands(vector, text):
    plain, places = marked(text)
    found = detect(plain, domain=vector["domain"])
    for start, end in places:
        over = [one for one in found if one.start <= start and end <= one.end]
        assert over, f"not found: {plain[start:end]}"
        assert vector["cls"] in {one.cls for one in over}
        if "kept" not in vector:
            assert all(one.action != "keep" for one in over)
        elif vector["kept"]:
            assert all(one.action == "keep" for one in over)


@pytest.mark.parametrize(("vector", "text"), cases("negative"))
def test_what_only_looks_like_it_is_left_alone(vector, text):
    assert hidden(text, vector) == []


@pytest.mark.parametrize(("vector", "text"), cases("masked"))
def test_what_is_masked_already_is_left_alone(vector, text):
    assert hidden(text, vector) == []


@pytest.mark.parametrize(("vector", "case"), cases("boundary"))
def test_the_edges_of_the_form(vector, case):
    text, expected, *cls = case
    assert bool(hidden(text, vector, *cls)) is expected


@pytest.mark.parametrize(
    ("header", "cls"),
    [
        pytest.param(header, vector["cls"], id=header)
        for vector in VECTORS
        for header in vector.get("columns", ())
    ],
)
def test_classes_that_no_text_shows_are_known_by_their_column(header, cls):
    assert header_class(header) == cls
