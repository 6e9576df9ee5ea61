"""Texts written before the detector was asked about them; the half `held` never guided a list.

`python -m tests.privacy.test_unseen` prints the figures of both halves.
"""

import json
from dataclasses import dataclass

import pytest

from tests.privacy.scoring import DATA, Score, add

STRUCTURED = (
    "id_number bank_account phone email wechat qq plate passport id_tail birth_date".split()
)
NAMES = ["name", "name_minor"]
FILES = ("unseen_ordinary", "unseen_names", "unseen_adversarial")


@dataclass(frozen=True)
class Bounds:
    structured: float
    names: float
    leaking: float
    kept: float
    officials: float


# Ordinary notices; names that read like words or are rare; spellings meant to slip through.
BOUNDS = {
    "unseen_ordinary": Bounds(1.0, 0.97, 0.05, 0.03, 0.04),
    "unseen_names": Bounds(1.0, 0.75, 0.40, 0.05, 0.06),
    "unseen_adversarial": Bounds(0.90, 0.75, 0.40, 0.15, 0.15),
}


def entries(name: str, half: str = "") -> list[dict]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if not half or entry["half"] == half]


def scored(name: str, half: str = "") -> Score:
    score = Score()
    for entry in entries(name, half):
        add(score, entry["text"], entry["domain"], entry["spans"])
    return score


def test_there_are_enough_texts_and_half_of_them_are_held_back():
    assert sum(len(entries(name)) for name in FILES[:2]) >= 120
    assert len(entries(FILES[2])) >= 60
    for name in FILES:
        assert abs(len(entries(name, "guide")) - len(entries(name, "held"))) <= 1


@pytest.mark.parametrize("name", FILES)
def test_the_figures_are_reached_on_texts_not_shown(name):
    score, bounds = scored(name), BOUNDS[name]
    present = [cls for cls in STRUCTURED if score.must[cls]]
    assert score.recall(*present) >= bounds.structured
    assert score.recall(*NAMES) >= bounds.names
    assert score.leaking / score.texts <= bounds.leaking
    assert score.over() <= bounds.kept
    assert score.over("official_name") <= bounds.officials


def report() -> list[str]:
    lines = []
    for name in FILES:
        for half in ("guide", "held"):
            score = scored(name, half)
            present = [cls for cls in STRUCTURED if score.must[cls]]
            figures = (
                f"structured {score.recall(*present):.3f}",
                f"names {score.recall(*NAMES):.3f}",
                f"texts with a miss {score.leaking}/{score.texts}",
                f"kept spans hit {score.over():.3f}",
                f"officials hit {score.over('official_name'):.3f}",
            )
            lines.append(f"{name} {half}: " + ", ".join(figures))
    return lines


if __name__ == "__main__":
    import sys

    sys.stdout.write("\n".join(report()) + "\n")
