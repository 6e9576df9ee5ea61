"""What changed from one public version to another, part by part (pure).

Every character counts here: a copy may be folded, a version may not. Paragraphs and table rows are
aligned by what they say, not by their numbers, so that one inserted line is one change.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

Part = tuple[str, str]
SAME, GONE, NEW = "same", "gone", "new"
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# Figures with their signs and units stay whole; so do words of other scripts.
_TOKEN = re.compile(
    r"(?:(?<![0-9A-Za-z])[+\-−±])?[0-9]+(?:[.,:/\-][0-9]+)*[%‰℃]?|[A-Za-z]+|\s+|.", re.DOTALL
)
_NUMBERED = re.compile(r"^(?P<key>.+)/(?P<row>[0-9]+)$")
# Two paragraphs less alike than this are one gone and one new, not one changed.
_ALIKE = 0.4
# Equal runs this short between two changes are read as part of them.
_SHORTEST_SAME = 2
_LONG_TABLE = 1000  # rows
_LARGEST = 4_000_000  # token pairs; beyond, a paragraph is shown as replaced


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text; `kind` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part that is not the same: `older` and `newer` are its cells, each in segments.

    A paragraph has one cell. `kind` is added, removed or changed; `part` names the newer one, or
    the older one where it was removed.
    """

    part: str
    kind: str
    older: tuple[tuple[Segment, ...], ...] = ()
    newer: tuple[tuple[Segment, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """All changes of one kind of part: `title`, `fields`, `text`, `links`, `files` or `t/<table>`.

    `same` counts the parts of the group that did not change.
    """

    name: str
    changes: tuple[Change, ...]
    same: int = 0


def changes(older: Iterable[Part], newer: Iterable[Part]) -> list[Group]:
    """The groups that have a change, in reading order."""
    before, after = _grouped(older), _grouped(newer)
    names = [*after, *[name for name in before if name not in after]]
    names.sort(key=_rank)
    groups = [_group(name, before.get(name, []), after.get(name, [])) for name in names]
    return [group for group in groups if group.changes]


def as_json(groups: Iterable[Group]) -> list[dict[str, str | None]]:
    """One row per changed part: its id, the kind of change, the text before and after."""
    return [
        {
            "part": change.part,
            "kind": change.kind,
            "older": plain(change.older),
            "newer": plain(change.newer),
        }
        for group in groups
        for change in group.changes
    ]


def plain(cells: Iterable[Iterable[Segment]]) -> str | None:
    """Cells as the record has them, joined by TAB; None for none."""
    texts = ["".join(segment.text for segment in cell) for cell in cells]
    return "\t".join(texts) if texts else None


# -- parts into groups ----------------------------------------------------------------------
def _grouped(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part, text in parts:
        found.setdefault(_name_of(part), []).append((part, text))
    return found


def _name_of(part: str) -> str:
    kind, _slash, rest = part.partition("/")
    if kind == "t":
        key = rest.rpartition("/")[0]
        return {"links": "links", "files": "files"}.get(key, f"t/{key}")
    # `links` repeats the targets of the prose and of the rows of links.
    named = {"title": "title", "f": "fields", "b": "text", "a": "files", "links": "targets"}
    return named[kind]


def _rank(name: str) -> int:
    order = ("title", "fields", "text", "t/", "links", "targets", "files")
    return next(n for n, start in enumerate(order) if name.startswith(start))


def _group(name: str, before: list[Part], after: list[Part]) -> Group:
    if name == "files":
        return _files(before, after)
    if name in ("text", "links") or name.startswith("t/"):
        found = _aligned(before, after)
    else:
        found = _by_name(before, after)
    standing = {*after} & {*before} if name in ("title", "fields", "targets") else None
    same = len(standing) if standing is not None else _same_texts(before, after)
    return Group(name, tuple(found), same)


def _same_texts(before: list[Part], after: list[Part]) -> int:
    return sum(block.size for block in _matcher(before, after).get_matching_blocks())


def _matcher(before: list[Part], after: list[Part]) -> SequenceMatcher[str]:
    """Of texts; in long tables rows that come again and again are no landmarks."""
    texts = [text for _part, text in before], [text for _part, text in after]
    return SequenceMatcher(None, *texts, autojunk=len(after) > _LONG_TABLE)


def _by_name(before: list[Part], after: list[Part]) -> list[Change]:
    old, new = dict(before), dict(after)
    found = [_change(part, old.get(part), new.get(part)) for part in {**new, **old}]
    return [change for change in found if change is not None]


def _aligned(before: list[Part], after: list[Part]) -> list[Change]:
    """Changes of parts that stand in an order, whatever their numbers."""
    found: list[Change] = []
    codes = _matcher(before, after).get_opcodes()
    for _tag, i1, i2, j1, j2 in (op for op in codes if op[0] != "equal"):
        for old, new in _paired(before[i1:i2], after[j1:j2]):
            part = new[0] if new else old[0] if old else ""
            change = _change(part, old[1] if old else None, new[1] if new else None)
            found += [change] if change else []
    return found


def _paired(old: list[Part], new: list[Part]) -> Iterable[tuple[Part | None, Part | None]]:
    """Neighbouring parts side by side where they resemble each other."""
    if len(old) * len(new) > 400:
        yield from zip_longest(old, new)
        return
    rest = list(new)
    for part in old:
        likeness = [(_likeness(part[1], other[1]), -at) for at, other in enumerate(rest)]
        best, at = max(likeness, default=(0.0, 0))
        if best < _ALIKE:
            yield part, None
            continue
        yield from ((None, other) for other in rest[:-at])
        yield part, rest[-at]
        rest = rest[-at + 1 :]
    yield from ((None, other) for other in rest)


def _likeness(old: str, new: str) -> float:
    if _row(old) and len(old.split("\t")) == len(new.split("\t")):
        cells = list(zip(old.split("\t"), new.split("\t"), strict=True))
        return sum(a == b for a, b in cells) / len(cells)
    matcher = SequenceMatcher(None, old[:2000], new[:2000], autojunk=False)
    return 0.0 if matcher.quick_ratio() < _ALIKE else matcher.ratio()


def _row(text: str) -> bool:
    return "\t" in text


def _change(part: str, old: str | None, new: str | None) -> Change | None:
    if old == new:
        return None
    if old is None:
        return Change(part, ADDED, newer=_whole(NEW, new or ""))
    if new is None:
        return Change(part, REMOVED, older=_whole(GONE, old))
    ours, theirs = old.split("\t"), new.split("\t")
    if len(ours) != len(theirs):
        return Change(part, CHANGED, _whole(GONE, old), _whole(NEW, new))
    cells = [compared(a, b) for a, b in zip(ours, theirs, strict=True)]
    return Change(part, CHANGED, tuple(old for old, _ in cells), tuple(new for _, new in cells))


def _whole(kind: str, text: str) -> tuple[tuple[Segment, ...], ...]:
    return tuple((Segment(kind, cell),) for cell in text.split("\t"))


# -- inside a part --------------------------------------------------------------------------
def compared(old: str, new: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Both texts in segments: what stands in both, what is gone, what is new."""
    if old == new:
        same = (Segment(SAME, old),) if old else ()
        return same, same
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) * len(b) > _LARGEST:
        return (Segment(GONE, old),), (Segment(NEW, new),)
    left: list[Segment] = []
    right: list[Segment] = []
    for tag, i1, i2, j1, j2 in _joined(a, b):
        if tag == "equal":
            left.append(Segment(SAME, "".join(a[i1:i2])))
            right.append(Segment(SAME, "".join(b[j1:j2])))
            continue
        left += [Segment(GONE, "".join(a[i1:i2]))] if i2 > i1 else []
        right += [Segment(NEW, "".join(b[j1:j2]))] if j2 > j1 else []
    return tuple(left), tuple(right)


def _joined(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Changed and equal runs; a chance match between two longer changes belongs to them."""
    found: list[tuple[str, int, int, int, int]] = []
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for n, (tag, i1, i2, j1, j2) in enumerate(codes):
        is_inside = 0 < n < len(codes) - 1
        if tag == "equal" and is_inside and i2 - i1 < _SHORTEST_SAME and _is_word(a[i1]):
            tag = "replace"
        if found and found[-1][0] != "equal" and tag != "equal":
            _tag, k1, _k2, m1, _m2 = found.pop()
            found.append(("replace", k1, i2, m1, j2))
        else:
            found.append((tag, i1, i2, j1, j2))
    return found


def _is_word(token: str) -> bool:
    return "\u4e00" <= token[0] <= "\u9fff"


# -- files ----------------------------------------------------------------------------------
def _files(before: list[Part], after: list[Part]) -> Group:
    """Files by their digests; of another file under the same number it is said: replaced."""
    old, new = _digests(before), _digests(after)
    names = {**_titles(before), **_titles(after)}
    gone = {part: digest for part, digest in old.items() if digest not in new.values()}
    come = {part: digest for part, digest in new.items() if digest not in old.values()}
    found = []
    for part in dict.fromkeys([*come, *gone]):
        kind = CHANGED if part in gone and part in come else ADDED if part in come else REMOVED
        title = names.get(part.removeprefix("a/"), "")
        found.append(
            Change(
                part,
                kind,
                _file(GONE, title, gone.get(part)),
                _file(NEW, title, come.get(part)),
            )
        )
    return Group("files", tuple(found), len(set(old.values()) & set(new.values())))


def _digests(parts: list[Part]) -> dict[str, str]:
    return {part: text for part, text in parts if part.startswith("a/")}


def _titles(parts: list[Part]) -> dict[str, str]:
    found = ((_NUMBERED.match(part), text) for part, text in parts if part.startswith("t/files/"))
    return {match["row"]: text for match, text in found if match}


def _file(kind: str, title: str, digest: str | None) -> tuple[tuple[Segment, ...], ...]:
    return ((Segment(SAME, title),), (Segment(kind, digest),)) if digest else ()
