"""The shipped synonyms as rows of the site: added, brought up to date, never against staff."""

from django.db import transaction

from search.language import lexicon, synonym_groups
from search.language.synonym_groups import Group
from search.models import KnowledgeState, SynonymGroup
from search.models.knowledge import SYNONYMS

# From this share of common words on, a changed line of the file is the same group as before.
SAME = 0.5


def shipped_groups() -> list[Group]:
    """The groups of the file in its order; words of one sign, which no index holds, left out."""
    found: dict[str, Group] = {}
    for _line, group, _flaws in synonym_groups.read_lines(lexicon.shipped_synonyms()):
        if group is not None:
            words = tuple(word for word in group.words if len(word) > 1)
            cleaned = Group(words, tuple(word for word in group.official if len(word) > 1))
            if words and len(cleaned.all_words) > 1:
                found.setdefault(cleaned.key, cleaned)
    return list(found.values())


@transaction.atomic
def seed_synonyms() -> int:
    """Bring the rows in line with the shipped file; returns how many changed.

    What staff edited or switched off stays as it is. A group that left the file leaves with it,
    one that was extended there is extended, unless staff changed it.
    """
    wanted = {group.line: (place, group) for place, group in enumerate(shipped_groups(), 1)}
    rows = list(SynonymGroup.objects.exclude(shipped_line=""))
    taken = set(SynonymGroup.objects.values_list("key", flat=True))
    known = {row.shipped_line for row in rows}
    old = [row for row in rows if row.shipped_line not in wanted]
    added, changed = [], _keep_order(rows, wanted)
    for line, (place, group) in wanted.items():
        if line in known:
            continue
        row = _same_group(group, old)
        if row is not None:
            old.remove(row)
            _renew(row, place, group, is_free=group.key not in taken)
            changed += 1
        elif group.key not in taken:
            added.append(_row(place, group))
    SynonymGroup.objects.bulk_create(added)
    changed += len(added) + _drop_untouched(old)
    if changed:
        KnowledgeState.advance(SYNONYMS)
    return changed


def _keep_order(rows: list[SynonymGroup], wanted: dict) -> int:
    """Give known groups their place in the file; how many moved."""
    moved = []
    for row in rows:
        place = wanted.get(row.shipped_line, (row.position, None))[0]
        if place != row.position:
            row.position = place
            moved.append(row)
    SynonymGroup.objects.bulk_update(moved, ["position"])
    return len(moved)


def _same_group(group: Group, old: list[SynonymGroup]) -> SynonymGroup | None:
    """The row of an earlier file's line that this line continues."""
    best, found = SAME, None
    for row in old:
        before, _flaws = synonym_groups.read(row.shipped_line)
        share = synonym_groups.likeness(group, before) if before else 0.0
        if share >= best:
            best, found = share, row
    return found


def _renew(row: SynonymGroup, place: int, group: Group, *, is_free: bool) -> None:
    values = {"shipped_line": group.line, "position": place}
    if is_free and not row.is_changed:
        values |= {"key": group.key, **_words(group)}
    SynonymGroup.objects.filter(pk=row.pk).update(**values)


def _row(place: int, group: Group) -> SynonymGroup:
    return SynonymGroup(
        **_words(group),
        key=group.key,
        source=SynonymGroup.Source.SHIPPED,
        shipped_line=group.line,
        position=place,
    )


def _words(group: Group) -> dict[str, str]:
    return {"words": " ".join(group.words), "official": " ".join(group.official)}


def _drop_untouched(old: list[SynonymGroup]) -> int:
    gone = [row.pk for row in old if not row.is_changed]
    SynonymGroup.objects.filter(pk__in=gone).delete()
    return len(gone)
