"""Counts what a set of findings would hide of texts whose spans are known."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from privacy.detect import detect

DATA = Path(__file__).parent / "data"
MARK = re.compile(r"\{\{(.*?)\}\}|\[\[(.*?)\]\]", re.DOTALL)


@dataclass
class Score:
    must: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    keep: Counter = field(default_factory=Counter)
    hit: Counter = field(default_factory=Counter)
    texts: int = 0
    leaking: int = 0

    def recall(self, *classes: str) -> float:
        total = sum(self.must[cls] for cls in classes or self.must)
        lost = sum(self.missed[cls] for cls in classes or self.must)
        return 1 - lost / total

    def over(self, *classes: str) -> float:
        total = sum(self.keep[cls] for cls in classes or self.keep)
        return sum(self.hit[cls] for cls in classes or self.keep) / total


def add(score: Score, text: str, domain: str, spans: list[dict]) -> None:
    """A must-span counts only when hidden whole; a keep-span is hit by one character."""
    hidden = {
        place
        for one in detect(text, domain=domain)
        if one.action != "keep"
        for place in range(one.start, one.end)
    }
    score.texts += 1
    leak = False
    for span in spans:
        places, cls = range(span["start"], span["end"]), span["class"]
        if span["must"] == "keep":
            score.keep[cls] += 1
            score.hit[cls] += any(place in hidden for place in places)
            continue
        lost = any(place not in hidden for place in places if text[place].strip(" \n\u200b\u3000-"))
        score.must[cls] += 1
        score.missed[cls] += lost
        leak |= lost
    score.leaking += leak


def known_texts() -> list[dict]:
    lines = (DATA / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def marked_texts(name: str):
    """(domain, text, spans) of a file with {{hide}} and [[keep]] marks."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        domain, _, raw = line.partition("|")
        for escape, sign in (("\\n", "\n"), ("\\t", "\t"), ("\\u200b", "\u200b")):
            raw = raw.replace(escape, sign)
        yield domain, *unmarked(raw)


def unmarked(raw: str) -> tuple[str, list[dict]]:
    text, spans, position = "", [], 0
    for mark in MARK.finditer(raw):
        text += raw[position : mark.start()]
        value, must = mark.group(1) or mark.group(2), mark.group(1) is not None
        end = len(text) + len(value)
        must_word = "mask" if must else "keep"
        spans.append({"start": len(text), "end": end, "class": "any", "must": must_word})
        text, position = text + value, mark.end()
    return text + raw[position:], spans
