"""Differences between two public versions in the words of the public pages."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, zip_longest

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.canonical import TYPED_RELATIONS
from disclosure.models import DisclosurePage, LinkRow
from disclosure.presentation import elements
from search.desk.changes import ADDED, CHANGED, REMOVED, SAME, Change, Group, Segment
from search.desk.public_versions import ListedVersion

MOST_SHOWN = 200  # changes of one group
SHORT_DIGEST = 16
KINDS: dict[str, tuple[str | Promise, str]] = {
    ADDED: (gettext_lazy("新增"), "plus"),
    REMOVED: (gettext_lazy("删去"), "minus"),
    CHANGED: (gettext_lazy("改动"), "pencil"),
}
GROUPS: dict[str, str | Promise] = {
    "title": gettext_lazy("标题"),
    "fields": gettext_lazy("基本信息和要素"),
    "text": gettext_lazy("正文"),
    "links": gettext_lazy("解读、依据和相关信息"),
    "targets": gettext_lazy("链接地址"),
    "files": gettext_lazy("附件"),
}
LINES = {"head": gettext_lazy("表头"), "sum": gettext_lazy("合计"), "merged": gettext_lazy("合并")}
Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One value before and after, under its name; both empty sides are None."""

    label: str
    older: Segments | None
    newer: Segments | None


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change as the page shows it."""

    label: str
    kind: str
    word: str
    icon: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The changes of one part of the item, `not_shown` more of them left out."""

    label: str
    name: str
    changes: tuple[ShownChange, ...]
    same: int
    not_shown: int


def previous(versions: list[ListedVersion]) -> dict[int, int]:
    """For each version with content the one before it that has content as well."""
    kept = [each.rev for each in versions if each.has_content]
    return dict(pairwise(kept))


def shown(page: DisclosurePage, groups: tuple[Group, ...]) -> list[ShownGroup]:
    """The groups with labels. `page` is the live item as its own type."""
    labels = _Labels(page)
    has_links = any(group.name == "links" for group in groups)
    return [
        ShownGroup(
            labels.of_group(group.name),
            group.name.partition("/")[0],
            tuple(labels.change(group.name, each) for each in group.changes[:MOST_SHOWN]),
            group.same,
            max(0, len(group.changes) - MOST_SHOWN),
        )
        for group in groups
        if not (has_links and group.name == "targets")
    ]


def _row_model(page: DisclosurePage, relation: str):
    return getattr(type(page), relation).rel.related_model


class _Labels:
    """Names of an item's parts, read from its model; of its rows only where a table changed."""

    def __init__(self, page: DisclosurePage):
        self.page = page

    @cached_property
    def elements(self) -> dict[str, str]:
        return {element.name: element.label for element in elements(self.page, with_empty=True)}

    @cached_property
    def relation_of(self) -> dict[str, str]:
        """Under which relation the rows of a table stand that has a name of its own."""
        found = [(row.table, name) for name in TYPED_RELATIONS for row in self._rows(name)]
        return {table: name for table, name in found if table}

    def _rows(self, relation: str):
        return getattr(self.page, relation).all()

    def of_group(self, name: str) -> str:
        if name in GROUPS:
            return str(GROUPS[name])
        key = name.removeprefix("t/")
        if key == "regions":
            return _("行政区域")
        own = self.elements.get(key) or self.elements.get(key.rpartition(".")[0])
        model = None if own else self._model(key)
        return own or (str(model._meta.verbose_name) if model else _("表格"))

    def _model(self, key: str):
        """The rows a table consists of; None for lists of recipients."""
        relation = key if key in TYPED_RELATIONS or "." in key else self.relation_of.get(key, "")
        return None if relation not in TYPED_RELATIONS else _row_model(self.page, relation)

    def change(self, group: str, change: Change) -> ShownChange:
        word, icon = KINDS[change.kind]
        if group == "files":
            return self._file(change)
        label = self._label(group, change.part)
        cells = self._cells(group, change)
        if group.startswith("t/") and not label:
            label = _first_text(change)
        return ShownChange(label, change.kind, str(word), icon, cells)

    def _label(self, group: str, part: str) -> str:
        last = part.rpartition("/")[2]
        if group == "fields":
            return self._field(part.removeprefix("f/"))
        if group == "text":
            return _("第 %(n)s 段") % {"n": last}
        return str(LINES.get(last, ""))

    def _field(self, name: str) -> str:
        try:
            return str(self.page._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return _("其他")

    def _cells(self, group: str, change: Change) -> tuple[ShownCell, ...]:
        names = self._columns(group)
        pairs = list(zip_longest(change.older, change.newer))
        if change.kind == CHANGED and len(change.older) == len(change.newer):
            wanted = [n for n, (old, new) in enumerate(pairs) if old != new]
        else:
            wanted = [n for n, pair in enumerate(pairs) if any(_text(side) for side in pair)]
        found = []
        for n in wanted:
            label = names[n] if n < len(names) and len(pairs) > 1 else ""
            found.append(ShownCell(label, *(self._worded(group, n, side) for side in pairs[n])))
        return tuple(found)

    def _columns(self, group: str) -> list[str]:
        if group == "links":
            return [_("关系"), _("名称"), _("地址")]
        key = group.removeprefix("t/")
        if not group.startswith("t/") or "." in key or key == "regions":
            return []
        model = self._model(key)
        if model is None:
            return []
        return [str(model._meta.get_field(column).verbose_name) for column in model.columns]

    def _worded(self, group: str, place: int, side: Segments | None) -> Segments | None:
        """Codes in words: the relation of a link."""
        if side is None or group != "links" or place != 0:
            return side
        relations = dict(LinkRow.RELATIONS)
        return tuple(Segment(s.kind, str(relations.get(s.text, s.text))) for s in side)

    def _file(self, change: Change) -> ShownChange:
        title = _text((change.newer or change.older)[0])
        number = change.part.removeprefix("a/")
        label = _("附件 %(n)s") % {"n": number} + (f"《{title}》" if title else "")
        word, icon = KINDS[change.kind]
        if change.kind == CHANGED:
            word = _("换成了另一个文件")
        sides = (_digest(change.older), _digest(change.newer))
        return ShownChange(label, change.kind, str(word), icon, (ShownCell("SHA-256", *sides),))


def _digest(cells: tuple[Segments, ...]) -> Segments | None:
    if not cells:
        return None
    return tuple(Segment(s.kind, f"{s.text[:SHORT_DIGEST]}…") for s in cells[1])


def _text(side: Segments | None) -> str:
    return "".join(segment.text for segment in side or ())


def _first_text(change: Change) -> str:
    """What names a table row: its first cell, where it says the same on both sides."""
    cells = change.newer or change.older
    if change.kind == CHANGED and any(segment.kind != SAME for segment in cells[0]):
        return _("第 %(n)s 行") % {"n": change.part.rpartition("/")[2]}
    return _text(cells[0]) or _("第 %(n)s 行") % {"n": change.part.rpartition("/")[2]}
