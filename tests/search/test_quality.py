"""Retrieval quality on judged questions: a floor that a change of the analysis must not fall below,
and a bound on how far the two engines may drift apart.

`data/queries.jsonl` are 60 questions the analysis was made with, `data/judged.jsonl` as many and
more that were written without a look at any result. Both have grades 1-3, over one part of a corpus.
"""

import json
import math
from pathlib import Path

import pytest

from search.corpus import lines, record_of_line
from search.query import SearchQuery
from tests.search.conftest import fresh_engine

DATA = Path(__file__).parent / "data"
# Measured when this was written, on both engines: 0.98 and 0.95.
FLOORS = {"queries": 0.95, "judged": 0.92}
# Of one kind of question: a kind must not be given up for the mean of the others.
LEAST_OF_A_KIND = 0.6
MOST_WITHOUT_RESULT = 0.02
SHARED = 0.95  # questions with an item in the first three of both engines
SETS = sorted(FLOORS)


def filled(engine):
    engine.put(list(enumerate(map(record_of_line, lines(DATA / "corpus.jsonl.gz")), 1)))
    engine.refresh()
    return engine


def questions(name):
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text().splitlines()]


def first_ten(engine, text):
    return [hit.record.number for hit in engine.find(SearchQuery(text)).hits]


@pytest.fixture(scope="module")
def answers(module_engine):
    """{set: [(question, ids of the first ten)]}."""
    engine = filled(module_engine)
    return {
        name: [(row, first_ten(engine, row["query"])) for row in questions(name)] for name in SETS
    }


def ndcg(ids, grades):
    gained = sum((2 ** grades.get(i, 0) - 1) / math.log2(n + 2) for n, i in enumerate(ids))
    best = sorted(grades.values(), reverse=True)[:10]
    return gained / sum((2**g - 1) / math.log2(n + 2) for n, g in enumerate(best))


def scores(answers, name):
    return {row["query"]: ndcg(ids, row["judgments"]) for row, ids in answers[name]}


@pytest.mark.parametrize("name", SETS)
def test_mean_quality_stays_above_the_floor(answers, name):
    found = scores(answers, name)
    worst = sorted(found, key=found.get)[:5]
    assert sum(found.values()) / len(found) >= FLOORS[name], [(q, found[q]) for q in worst]


@pytest.mark.parametrize("name", SETS)
def test_no_kind_of_question_is_given_up(answers, name):
    found, kinds = scores(answers, name), {}
    for row, _ids in answers[name]:
        kinds.setdefault(row["category"], []).append(found[row["query"]])
    means = {kind: sum(values) / len(values) for kind, values in kinds.items()}
    assert {kind: mean for kind, mean in means.items() if mean < LEAST_OF_A_KIND} == {}


def test_nearly_every_question_has_an_answer(answers):
    everything = [pair for name in SETS for pair in answers[name]]
    empty = [row["query"] for row, ids in everything if not ids]
    assert len(empty) <= MOST_WITHOUT_RESULT * len(everything), empty


@pytest.mark.parametrize("name", SETS)
def test_every_document_number_has_its_document_first(answers, name):
    wrong = [
        row["query"]
        for row, ids in answers[name]
        if row["category"] == "docnum" and row["judgments"].get(next(iter(ids), ""), 0) != 3
    ]
    assert wrong == []


def test_our_own_questions_are_many_and_of_every_kind():
    own = questions("judged")
    assert len(own) >= 60
    assert len({row["query"] for row in own}) == len(own)
    assert not {row["query"] for row in own} & {row["query"] for row in questions("queries")}
    kinds = (
        "everyday docnum place-year typo traditional pinyin org units date quote long number law"
    )
    assert set(kinds.split()) <= {row["category"] for row in own}


@pytest.mark.elastic
def test_the_engines_do_not_drift_apart(tmp_path):
    both = []
    for name in ("embedded", "elastic"):
        engine = filled(fresh_engine(name, tmp_path))
        try:
            asked = [row["query"] for kind in SETS for row in questions(kind)]
            both.append({text: set(first_ten(engine, text)[:3]) for text in asked})
        finally:
            engine.drop()
    apart = [text for text in both[0] if not both[0][text] & both[1][text]]
    assert len(apart) <= (1 - SHARED) * len(both[0]), apart
