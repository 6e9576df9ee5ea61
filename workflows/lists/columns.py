"""Columns of an uploaded list and what was decided about each (the unit of failure)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.canonical import ordered
from privacy import renditions
from workflows import wording
from workflows.models import ACTIONS, ColumnDecision, UploadedList
from workflows.review.decidable import Decidable
from workflows.review.deciding import CannotDecide

# The steps of privacy.quasi in words.
STEPS = {
    "date": (gettext_lazy("只到季度"), gettext_lazy("只到年")),
    "age": (gettext_lazy("每十岁一档"),),
    "village": (gettext_lazy("只到村"), gettext_lazy("只到乡镇")),
    "hsize": (gettext_lazy("人数分档"),),
    "amount": (gettext_lazy("金额分档"),),
}


@dataclass(slots=True)
class ListColumn(Decidable):
    """One column; `action` is the decision in force, "" while there is none."""

    index: int
    name: str
    cls: str
    proposed: str
    decision: ColumnDecision | None = None
    kind: str = ""

    @property
    def level(self) -> int:
        """How coarse, where the column is generalised."""
        return self.decision.level if self.decision is not None else 1

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """What may be decided, as (value, label, is chosen); each step of coarsening by itself."""
        steps = STEPS.get("village" if self.cls.startswith("ADDRESS") else self.kind)
        found = []
        for value, label in ACTIONS:
            if value != "generalise" or not steps:
                found.append((value, str(label), self.action == value))
                continue
            for level, words in enumerate(steps, start=1):
                chosen = self.action == value and self.level == level
                found.append((value if level == 1 else f"{value}:{level}", str(words), chosen))
        return found

    def plain(self) -> renditions.ListColumn:
        """The column as the pure modules know it."""
        return renditions.ListColumn(
            self.index, self.name, self.cls, self.kind, self.action, self.level
        )


def lists_of(page) -> list[tuple[object, UploadedList]]:
    """The page's recipient tables whose list lies in the vault, with what is known of it."""
    tables = [table for table in ordered(page.recipient_tables) if table.vault_id]
    known = UploadedList.objects.in_bulk([table.vault_id for table in tables])
    return [(table, known[table.vault_id]) for table in tables if table.vault_id in known]


def columns_of(uploaded: UploadedList) -> list[ListColumn]:
    """All columns in the order of the list, with the decisions taken so far."""
    decisions = {d.column: d for d in ColumnDecision.objects.filter(vault_id=uploaded.vault_id)}
    return [
        ListColumn(n, c["name"], c["cls"], c["action"], decisions.get(n), c.get("kind", ""))
        for n, c in enumerate(uploaded.columns)
    ]


def open_columns(page) -> int:
    """How many columns of the page's lists are undecided."""
    return sum(c.is_open for _table, uploaded in lists_of(page) for c in columns_of(uploaded))


def decide_column(
    uploaded: UploadedList,
    index: int,
    action: str,
    by,
    reason: str = "",
    basis: str = "",
    level: int = 1,
) -> ListColumn:
    """Keep the decision for the whole column; `CannotDecide` when something is missing."""
    column = next((c for c in columns_of(uploaded) if c.index == index), None)
    if column is None or action not in dict(ACTIONS):
        raise CannotDecide(_("请选择保留、隐藏、删除或概括。"))
    if action == "keep" and column.asks_ground and not (reason.strip() and basis.strip()):
        raise CannotDecide(
            _("“%(kind)s”一般不公开。要保留，请写明理由和法律依据。") % {"kind": column.label}
        )
    for text in (reason, basis):
        kinds = wording.kinds_in(text)
        if kinds:
            raise CannotDecide(wording.refusal(kinds))
    column.decision, _made = ColumnDecision.objects.update_or_create(
        vault_id=uploaded.vault_id,
        column=index,
        defaults={
            "page_id": uploaded.page_id,
            "cls": column.cls,
            "action": action,
            "level": level,
            "reason": reason.strip()[:200],
            "basis": basis.strip()[:200],
            "by": by,
        },
    )
    return column


def undo_column(uploaded: UploadedList, index: int) -> None:
    ColumnDecision.objects.filter(vault_id=uploaded.vault_id, column=index).delete()


def follow_proposals(page, by) -> None:
    """Decide every open column and list as proposed (demo and tests)."""
    from workflows.lists import safety

    safety.follow_proposals(page, by)
