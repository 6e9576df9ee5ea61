"""Entries as a CSV file, out and in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.db import transaction
from django.utils.translation import gettext as _

from privacy.models import LexiconEntry
from workflows.lexicons.forms import problem

COLUMNS = ("kind", "effect", "word", "removes", "active", "note")
YES = frozenset({"1", "true", "yes", "是", "y", "√"})
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    told: str


def write() -> Iterator[list]:
    yield list(COLUMNS)
    for entry in LexiconEntry.objects.all():
        row = [getattr(entry, name) for name in COLUMNS]
        yield [int(value) if isinstance(value, bool) else value for value in row]


def read(text: str) -> tuple[list[LexiconEntry], list[Problem]]:
    """Entries of the file, unsaved, and what is wrong with the other lines."""
    rows = csv.DictReader(StringIO(text))
    if not rows.fieldnames or not {"kind", "word"} <= set(rows.fieldnames):
        return [], [Problem(1, _("第一行不是表头，至少要有 kind 和 word 两列。"))]
    labels = {str(label): key for key, label in LexiconEntry.Kind.choices}
    effects = {str(label): key for key, label in LexiconEntry.Effect.choices}
    entries, problems = [], []
    for line, row in enumerate(rows, 2):
        if line > MOST_ROWS:
            problems.append(Problem(line, _("超过 5000 行，后面的没有读。")))
            break
        value = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(value.values()):
            continue
        kind = labels.get(value["kind"], value["kind"])
        effect = effects.get(value["effect"], value["effect"])
        removes = value["removes"].lower() in YES
        told = problem(kind, effect, value["word"], removes)
        if told:
            problems.append(Problem(line, str(told)))
            continue
        active = not value["active"] or value["active"].lower() in YES
        entries.append(
            LexiconEntry(
                kind=kind, effect=effect, word=value["word"], removes=removes, active=active
            )
        )
    return entries, problems


@transaction.atomic
def store(entries: list[LexiconEntry], by) -> int:
    """Add or bring up to date; how many rows changed."""
    changed = 0
    for entry in entries:
        key = {"kind": entry.kind, "effect": entry.effect, "word": entry.word}
        values = {"removes": entry.removes, "active": entry.active}
        known = LexiconEntry.objects.filter(**key).first()
        if known is None:
            source = LexiconEntry.Source.IMPORTED
            LexiconEntry(**key, **values, source=source, added_by=by).save()
        elif (known.removes, known.active) != (entry.removes, entry.active):
            known.removes, known.active = entry.removes, entry.active
            known.save()
        else:
            continue
        changed += 1
    return changed
