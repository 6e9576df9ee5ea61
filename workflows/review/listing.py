"""The list of findings on the left of the review screen: columns, places of the text, files.

One entry is one thing to decide. Entries hold no value: they are written into the page's source.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.reason_words import in_words
from workflows import parts
from workflows.lists.panes import ListPane
from workflows.models import ACTIONS, KeepVerdict
from workflows.review import replacing
from workflows.review.confirming import Kept
from workflows.review.spots import Spot

COLUMNS, TEXT, FILES = "columns", "text", "files"
GROUPS = {
    COLUMNS: gettext_lazy("表格列"),
    TEXT: gettext_lazy("正文"),
    FILES: gettext_lazy("附件"),
}


@dataclass(slots=True)
class Entry:
    """`ref` names the place in forms and addresses; `anchor` is where it stands on the right."""

    group: str
    ref: str
    label: str
    place: str
    proposed: str
    action: str = ""
    reason: str = ""
    anchor: str = ""
    asks_ground: bool = False
    has_decision: bool = False
    grounds: tuple[str, str] = ("", "")
    replacement: str = ""
    has_coarser: bool = False
    kept: Kept | None = None
    refusal: KeepVerdict | None = None
    is_changed: bool = False
    has_panel: bool = True
    number: int = 0
    key: str = ""  # 1–9 on the keyboard, for columns
    url: str = ""  # of the screen on which it is decided, where that is another one

    @property
    def is_open(self) -> bool:
        return not self.action

    @property
    def waits(self) -> bool:
        """A keep that the second person has not confirmed: decided, but in the way of passing."""
        return self.kept is not None and not self.kept.is_confirmed

    @property
    def state(self) -> str:
        """待决定, or what was decided, in one word."""
        if self.is_open:
            return _("待决定")
        if self.waits:
            return _("保留，等第二人确认") if not self.kept.is_refused else _("第二人不同意")
        return str(dict(ACTIONS).get(self.action, self.action))

    @property
    def hint(self) -> str:
        """Proposal and cause in one line, told after the state."""
        if self.is_open and self.proposed in dict(ACTIONS):
            return _("建议%(action)s") % {"action": dict(ACTIONS)[self.proposed]}
        return ""

    def name(self, total: int) -> str:
        """The option as a screen reader says it: 第4项，共12项，表1，村组列，待决定，建议……"""
        head = _("第%(n)d项，共%(total)d项") % {"n": self.number, "total": total}
        told = [head, self.place, self.label, self.state, self.hint]
        return _("，").join(part for part in told if part)


Source = Callable[..., list[Entry]]  # (item, state, page, user)
_sources: list[Source] = []


def register(source: Source) -> None:
    """Have findings of another kind (files) listed, counted and asked for before passing."""
    _sources.append(source)


def entries_of(item, state, page, user, spots, panes, kept, refusals, changed) -> list[Entry]:
    """All entries in the order of the screen, numbered."""
    by_place = {(one.kind, one.place): one for one in kept}
    entries = [_of_column(pane, n, c, by_place, refusals) for n, pane, c in _columns(panes)]
    entries += [_of_spot(page, spot, by_place, refusals, changed) for spot in spots]
    entries += [entry for source in _sources for entry in source(item, state, page, user)]
    for number, entry in enumerate(entries, start=1):
        entry.number = number
        entry.key = str(number) if entry.group == COLUMNS and number <= 9 else ""
    return entries


def _columns(panes: list[ListPane]):
    return [(n, pane, c) for n, pane in enumerate(panes, start=1) for c in pane.columns]


def _of_column(pane: ListPane, n: int, column, by_place, refusals) -> Entry:
    decision = column.decision
    place = f"{pane.uploaded.pk}:{column.index}"
    return Entry(
        COLUMNS,
        f"column:{place}",
        _("%(name)s列") % {"name": column.name},
        _("表%(n)d") % {"n": n},
        column.proposed,
        column.action,
        column.label,
        f"col-{pane.uploaded.pk}-{column.index}",
        column.asks_ground,
        decision is not None,
        (decision.reason, decision.basis) if decision else ("", ""),
        kept=by_place.get(("column", place)),
        refusal=refusals.get(("column", place)) if column.is_open else None,
    )


def _of_spot(page, spot: Spot, by_place, refusals, changed) -> Entry:
    decision = spot.decision
    return Entry(
        TEXT,
        f"spot:{spot.ref}",
        spot.label,
        parts.label(page, spot.part),
        spot.proposed,
        spot.action,
        in_words(spot.reason),
        f"at-{spot.ref}",
        spot.asks_ground,
        decision is not None,
        (decision.reason, decision.basis) if decision else ("", ""),
        decision.replacement if decision else "",
        bool(replacing.proposed_generalisation(spot)),
        by_place.get(("spot", spot.ref)),
        refusals.get(("spot", spot.ref)) if spot.is_open else None,
        spot.part in changed,
    )


def grouped(entries: list[Entry]) -> list[tuple[str, str, list[Entry]]]:
    """(key, name, entries) of the groups that have any."""
    found = []
    for key, name in GROUPS.items():
        members = [entry for entry in entries if entry.group == key]
        if members:
            found.append((key, str(name), members))
    return found


def open_count(entries: list[Entry]) -> int:
    """How many entries stand in the way of passing."""
    return sum(entry.is_open or entry.waits for entry in entries)


def open_elsewhere(item, state, page, user) -> int:
    """Open entries of the registered sources, for the check at passing."""
    return open_count([entry for source in _sources for entry in source(item, state, page, user)])
