"""Groups as a text file (one line each) or CSV, out and in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.safe_exports import FORMULA_STARTS
from search.language.synonym_groups import MOST_GROUPS, Flaw, Group, Pointers, read, split_words
from search.models import KnowledgeState, SynonymGroup
from search.models.knowledge import SYNONYMS
from search.staff.synonym_form import flaws, sentence

COLUMNS = ("words", "official", "active", "note")
YES = frozenset({"1", "true", "yes", "是", "y", "√"})
OFF = "!"  # begins the line of a group that is switched off


@dataclass(frozen=True, slots=True)
class Entry:
    """One group of a file with the line it stands on."""

    line: int
    group: Group
    active: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    told: str


def as_text() -> Iterator[str]:
    """All groups as lines that `read_file` takes back; staff's own first."""
    yield _("# 同义词。一行一组：甲 乙 丙 互相都查；甲 乙 > 丙 查左边时也查右边。! 开头的已停用。")
    for row in SynonymGroup.objects.all():
        remark = f"  # {row.note}" if row.note else ""
        yield f"{'' if row.active else OFF + ' '}{row.line}{remark}"


def as_rows() -> Iterator[list]:
    yield list(COLUMNS)
    for row in SynonymGroup.objects.all():
        note = f"'{row.note}" if row.note.startswith(FORMULA_STARTS) else row.note
        yield [row.words, row.official, int(row.active), note]


def read_file(text: str) -> tuple[list[Entry], list[Problem]]:
    """Groups of a file of either form, and what is wrong with the other lines."""
    entries, problems = [], []
    for line, found, wrong in _csv(text) if _is_csv(text) else _lines(text):
        if found is not None:
            wrong = [*wrong, *(sentence(flaw) for flaw in flaws(found.group))]
        problems += [Problem(line, told) for told in dict.fromkeys(wrong)]
        if found is not None and not wrong:
            entries.append(found)
        if len(entries) + len(problems) > MOST_GROUPS:
            most = _("超过 %(most)d 组，后面的没有读。请分成几个文件。")
            return [], [Problem(line, most % {"most": MOST_GROUPS})]
    return entries, [*problems, *_between(entries)]


def _is_csv(text: str) -> bool:
    return "words" in next(csv.reader(StringIO(text[:200])), [])


def _lines(text: str):
    for line, raw in enumerate(text.splitlines(), 1):
        body, _sign, remark = raw.strip().partition("#")
        active = not body.startswith(OFF)
        group, wrong = read(body.removeprefix(OFF))
        if group is None and not wrong:
            continue
        told = [] if group else [sentence(flaw) for flaw in wrong]
        yield line, Entry(line, group, active, remark.strip()[:100]) if group else None, told


def _csv(text: str):
    rows = csv.DictReader(StringIO(text))
    for row in rows:
        value = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not value["words"] and not value["official"]:
            continue
        group = Group(split_words(value["words"]), split_words(value["official"]))
        active = not value["active"] or value["active"].lower() in YES
        yield rows.line_num, Entry(rows.line_num, group, active, value["note"][:100]), []


def _between(entries: list[Entry]) -> Iterator[Problem]:
    """Groups that stand there twice, and circles of one-way groups."""
    seen: dict[str, int] = {}
    for entry in entries:
        first = seen.setdefault(entry.group.key, entry.line)
        if first != entry.line:
            yield Problem(entry.line, _("与第 %(line)d 行重复。") % {"line": first})
    kept = {row.key for row in SynonymGroup.objects.only("key")}
    one_way = [entry for entry in entries if entry.active and entry.group.official]
    stored = SynonymGroup.objects.filter(active=True).exclude(official="")
    pointers = Pointers(row.group for row in stored if row.key not in seen)
    for entry in one_way:
        # What was accepted before is no new circle; those of the file are named at their last line.
        found = () if entry.group.key in kept else pointers.circle(entry.group)
        if found:
            yield Problem(entry.line, sentence(Flaw("circle", " > ".join(found))))
        pointers.add(entry.group)


@transaction.atomic
def store(entries: list[Entry], by) -> int:
    """Add the groups or bring them up to date; how many changed. In force at once."""
    known = {row.key: row for row in SynonymGroup.objects.all()}
    added, changed = [], []
    for entry in entries:
        row = known.get(entry.group.key)
        if row is None:
            added.append(_row(entry, by))
        elif (row.active, row.note) != (entry.active, entry.note):
            row.active, row.note = entry.active, entry.note
            row.is_changed = True
            changed.append(row)
    SynonymGroup.objects.bulk_create(added)
    SynonymGroup.objects.bulk_update(changed, ["active", "note", "is_changed"], batch_size=500)
    if added or changed:
        KnowledgeState.advance(SYNONYMS)
    return len(added) + len(changed)


def _row(entry: Entry, by) -> SynonymGroup:
    return SynonymGroup(
        words=" ".join(entry.group.words),
        official=" ".join(entry.group.official),
        key=entry.group.key,
        active=entry.active,
        note=entry.note,
        source=SynonymGroup.Source.IMPORTED,
        added_by=by,
    )
