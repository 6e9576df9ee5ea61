"""Who can be told apart in the public form of a list, what may be done about it, and what was
decided (privacy.md §6). A list in which persons are singled out is not passed without a decision.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from privacy import masks
from privacy.k_groups import MOST_NAMED
from privacy.k_ways import Search, Way
from privacy.policy import Policy
from privacy.quasi import Quasi, kind_of, last_level
from privacy.renditions import WEB, has_list, web_cell
from workflows import wording
from workflows.lists.columns import ListColumn, columns_of, decide_column, lists_of
from workflows.lists.opening import open_list, policy_of
from workflows.lists.remembered import Remembered, decided
from workflows.lists.sheet import Sheet
from workflows.models import ListDecision, UploadedList
from workflows.review.deciding import CannotDecide

LADDERS = frozenset({"age", "hsize", "date", "village", "amount"})
SECOND_BELOW = 3  # a group of one or two: two persons accept such a risk (privacy.md 7.2)
_known = Remembered(8)


@dataclass(frozen=True, slots=True)
class Singled:
    """Rows singled out by these columns, by their numbers in the file; `more` are not named."""

    columns: tuple[str, ...]
    numbers: tuple[int, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.numbers)


@dataclass(frozen=True, slots=True)
class Safety:
    """How the public form of a list stands, and the ways out."""

    columns: tuple[str, ...]
    rows: int
    required: int
    smallest: int
    below: int
    singled: tuple[Singled, ...]
    ways: tuple[Way, ...]
    alone_by_name: int

    @property
    def is_safe(self) -> bool:
        return self.below == 0

    @property
    def too_few(self) -> bool:
        """Fewer rows than a group must have: only totals are safe."""
        return 0 < self.rows < self.required


def quasi_columns(sheet: Sheet, columns: list[ListColumn]) -> list[Quasi]:
    """The public columns that tell something of a person, at the step decided."""
    found = []
    for column in columns:
        kind = kind_of(column.cls or "NONE", column.kind, column.action)
        if not kind:
            continue
        cells = [row[column.index] for row in sheet.rows]
        level = column.level if column.action == "generalise" else 0
        if kind not in LADDERS or column.cls == "DATE_OF_BIRTH":
            if level:
                plain = column.plain()
                cells = [web_cell(plain, cell) for cell in cells]
            level = 0
        found.append(Quasi(column.index, column.name, kind, cells, level))
    return found


def search(sheet: Sheet, columns: list[ListColumn], required: int) -> Search:
    return Search(quasi_columns(sheet, columns), len(sheet.rows), required)


def look(sheet: Sheet, columns: list[ListColumn], policy: Policy) -> Safety:
    """The state of the list by the decisions so far; the last answers are remembered."""
    return _known.get(
        (sheet,), (policy.key, decided(columns)), lambda: _look(sheet, columns, policy)
    )


def _look(sheet: Sheet, columns: list[ListColumn], policy: Policy) -> Safety:
    if not has_list(policy.key, WEB):
        return Safety((), 0, policy.k, 0, 0, (), (), 0)
    one = search(sheet, columns, policy.k)
    smallest, below = one.now
    if not one.groups.columns:
        smallest, below = len(sheet.rows), 0
    singled = one.groups.singled(one.groups.start) if below else []
    return Safety(
        columns=tuple(column.name for column in one.groups.columns),
        rows=len(sheet.rows),
        required=policy.k,
        smallest=smallest,
        below=below,
        singled=tuple(
            Singled(s.columns, tuple(sheet.numbers[n] for n in s.rows[:MOST_NAMED]), len(s.rows))
            for s in singled
        ),
        ways=tuple(one.ways()) if below else (),
        alone_by_name=_alone_by_name(sheet, columns, one),
    )


def _alone_by_name(sheet: Sheet, columns: list[ListColumn], one: Search) -> int:
    """Rows whose masked name makes them unique beside the rest: why lists are withdrawn (§6)."""
    name = next((c for c in columns if c.action == "mask" and c.cls in masks.NAMES), None)
    if name is None:
        return 0
    cells = [masks.mask(name.cls, row[name.index]) for row in sheet.rows]
    known = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}
    both: dict[tuple[int, int], int] = {}
    codes = one.groups.together(one.groups.start).tolist()
    pairs = [(code, known[cell]) for code, cell in zip(codes, cells, strict=True)]
    for pair in pairs:
        both[pair] = both.get(pair, 0) + 1
    return sum(count == 1 for count in both.values())


def decision_of(uploaded: UploadedList) -> ListDecision:
    """What was decided about the list; an unsaved empty one while nothing was."""
    found = ListDecision.objects.filter(vault_id=uploaded.vault_id).first()
    return found or ListDecision(vault_id=uploaded.vault_id, page_id=uploaded.page_id)


def is_settled(safety: Safety, decision: ListDecision) -> bool:
    """Whether nobody is singled out, or it was decided what happens to those who are."""
    if safety.is_safe or decision.merges_small:
        return True
    return decision.accepts_risk and decision.accepted_smallest <= safety.smallest


def accepted_risks(state, page) -> list:
    """Accepted risks that need a second reviewer's word, for `confirming`."""
    from workflows.review.confirming import Kept, digest_of

    found = []
    for table, uploaded in lists_of(page):
        decision = decision_of(uploaded)
        if decision.accepts_risk and decision.accepted_smallest < SECOND_BELOW:
            place = str(uploaded.pk)
            where = f"{table.caption or _('对象名册')} · {_('过小的组')}"
            digest = digest_of(page, "list", place, decision)
            found.append(Kept("list", place, decision.cls, where, decision, digest))
    return found


def apply_way(uploaded: UploadedList, key: str, sheet: Sheet, policy: Policy, by) -> Way:
    """One press: all steps of the proposed way; `CannotDecide` when the list has changed since."""
    columns = columns_of(uploaded)
    found = look(sheet, columns, policy)
    way = next((way for way in found.ways if way.key == key), None)
    if way is None:
        raise CannotDecide(_("名册的决定已经变了，请按现在的建议重选。"))
    for step in way.steps:
        action = "remove" if step.level >= last_level(step.kind) else "generalise"
        decide_column(uploaded, step.index, action, by, level=step.level)
    merge_small(uploaded, by, on=bool(way.merged))
    return way


def merge_small(uploaded: UploadedList, by, *, on: bool = True) -> None:
    """Rows of small groups stand in one line 其他, from now on or no longer."""
    decision = decision_of(uploaded)
    decision.merges_small, decision.accepts_risk, decision.by = on, False, by
    decision.save()


def accept_risk(uploaded: UploadedList, safety: Safety, by, reason: str, basis: str) -> None:
    """Leave small groups as they are: with reason and legal basis, for this state of the list."""
    if not (reason.strip() and basis.strip()):
        raise CannotDecide(_("接受风险要写明理由和法律依据。"))
    for text in (reason, basis):
        kinds = wording.kinds_in(text)
        if kinds:
            raise CannotDecide(wording.refusal(kinds))
    decision = decision_of(uploaded)
    decision.accepts_risk, decision.merges_small = True, False
    decision.accepted_smallest = safety.smallest
    decision.reason, decision.basis = reason.strip()[:200], basis.strip()[:200]
    decision.by = by
    decision.save()


def undo(uploaded: UploadedList) -> None:
    ListDecision.objects.filter(vault_id=uploaded.vault_id).update(
        merges_small=False, accepts_risk=False, reason="", basis=""
    )


def open_reasons(page) -> list[str]:
    """Why the lists of the page keep the review open, as sentences."""
    from workflows.lists import consecutive

    reasons = []
    policy = policy_of(page)
    for table, uploaded in lists_of(page):
        columns = columns_of(uploaded)
        if any(column.is_open for column in columns):
            continue  # said already, and the groups are not known before
        sheet = open_list(uploaded.vault_id, "workflows.k-check")
        safety, decision = look(sheet, columns, policy), decision_of(uploaded)
        name = table.caption or _("对象名册")
        if not is_settled(safety, decision):
            reasons.append(sentence(safety, name))
        if consecutive.is_open(page, table, uploaded, decision):
            reasons.append(
                _("“%(list)s”与上期相比有人被单独显出来，请先看过差别再通过。") % {"list": name}
            )
    return reasons


def sentence(safety: Safety, name: str) -> str:
    return _("“%(list)s”有 %(n)d 行所在的组不足 %(k)d 行，请选一个办法，或写明理由接受风险。") % {
        "list": name,
        "n": safety.below,
        "k": safety.required,
    }


def follow_proposals(page, by) -> None:
    """Decide every open column as proposed and take the proposed way (demo and tests)."""
    from workflows.lists import consecutive

    policy = policy_of(page)
    for table, uploaded in lists_of(page):
        for column in columns_of(uploaded):
            if column.is_open:
                wanted = column.proposed if column.proposed in ACTIONS_KNOWN else "remove"
                decide_column(uploaded, column.index, wanted, by)
        sheet = open_list(uploaded.vault_id, "workflows.k-check")
        safety = look(sheet, columns_of(uploaded), policy)
        if not is_settled(safety, decision_of(uploaded)):
            if safety.ways:
                apply_way(uploaded, safety.ways[0].key, sheet, policy, by)
            else:
                merge_small(uploaded, by)
        if consecutive.is_open(page, table, uploaded, decision_of(uploaded)):
            consecutive.accept(uploaded, by)


ACTIONS_KNOWN = frozenset({"keep", "mask", "remove", "generalise"})
