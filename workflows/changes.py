"""What a resubmission changed: part by part, and inside a part character by character."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from wagtail.models import TaskState

from disclosure.canonical import Record, public_record

# A date, an amount or a Latin word changes as a whole; Chinese character by character.
TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/-]*|.", re.DOTALL)
LONGEST_COMPARED = 4000  # characters; longer passages are shown whole, before and after


@dataclass(frozen=True, slots=True)
class Change:
    """One changed part; `pieces` are (kind, text) with kind same, del or ins."""

    part: str
    before: str
    after: str

    @property
    def pieces(self) -> list[tuple[str, str]]:
        if not self.before or not self.after:
            whole = [("del", self.before), ("ins", self.after)]
            return [(kind, text) for kind, text in whole if text]
        if max(len(self.before), len(self.after)) > LONGEST_COMPARED:
            return [("del", self.before), ("ins", self.after)]
        return _pieces(self.before, self.after)


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    pieces = []
    before, after = TOKEN.findall(before), TOKEN.findall(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("del", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(("ins", "".join(after[j1:j2])))
    return pieces


def between(old: Record, new: Record) -> list[Change]:
    """Changed parts in the order of the new record; paragraphs and rows are aligned by text."""
    before = [(_group(part), text) for part, text in old]
    after = [(_group(part), text) for part, text in new]
    changes = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            changes += _block(old[i1:i2], new[j1:j2])
    return [change for change in changes if change.before or change.after]


def _group(part: str) -> str:
    """Numbered parts of one kind are alike: an inserted paragraph shifts those below it."""
    head, _slash, tail = part.rpartition("/")
    return head if tail.isdigit() else part


def _block(old: Record, new: Record) -> list[Change]:
    """Pairs of parts of the same group; what finds no partner was taken out or added."""
    rest, changes = list(old), []
    for part, text in new:
        partner = next((o for o in rest if _group(o[0]) == _group(part)), None)
        if partner:
            rest.remove(partner)
        changes.append(Change(part, partner[1] if partner else "", text))
    return changes + [Change(part, text, "") for part, text in rest]


def since_last_time(page, state) -> tuple[str, list[Change]]:
    """(what it is compared with, changes): "first", "submission" or "public".

    Compared with what the public sees when that is newer than the submission before this one.
    """
    from disclosure.models import PublicVersion

    new = public_record(state.revision.as_object())
    current = _first_state_of_submission(state)
    earlier = (
        TaskState.objects.for_instance(page)
        .filter(pk__lt=current.pk)
        .select_related("revision")
        .order_by("-pk")
        .first()
    )
    version = PublicVersion.objects.filter(page_id=page.pk).order_by("-rev").first()
    if version and version.parts and _is_newer(version, earlier):
        return "public", between([tuple(pair) for pair in version.parts], new)
    if earlier is None:
        return "first", []
    return "submission", between(public_record(earlier.revision.as_object()), new)


def _is_newer(version, earlier: TaskState | None) -> bool:
    """Whether the public version came after the submission before this one."""
    if earlier is None:
        return True
    return earlier.finished_at is not None and version.released_at >= earlier.finished_at


def _first_state_of_submission(state) -> TaskState:
    """The department's state with which this submission began."""
    from workflows.models import DepartmentApprovalTask

    department = DepartmentApprovalTask.objects.values("pk")
    return (
        TaskState.objects.filter(
            workflow_state_id=state.workflow_state_id, task_id__in=department, pk__lte=state.pk
        )
        .order_by("-pk")
        .first()
        or state
    )
