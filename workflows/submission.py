"""From a draft to the department's desk: what is checked, and that nothing else may start it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from disclosure.canonical import public_record
from workflows import mail, roles, wording
from workflows.files import known
from workflows.standing import NotAllowed, fresh, running_state

# Some 400 pages. The reviewer's queue reads every waiting item: one endless text would stop it.
LONGEST_RECORD = 200_000
LONG_NUMBER = re.compile(r"\d{8}")
_submitting: ContextVar[bool] = ContextVar("submitting", default=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps an item from being submitted, and the field where to mend it."""

    field: str
    message: str
    is_gap: bool = False  # a missing element, which the form itself names


class NotReady(Exception):
    """The draft cannot be submitted yet; nothing of it was lost."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def is_submitting() -> bool:
    """True while `submit` starts a workflow: the only way one may start."""
    return _submitting.get()


@contextmanager
def _started_here() -> Iterator[None]:
    token = _submitting.set(True)
    try:
        yield
    finally:
        _submitting.reset(token)


def submit(page, by) -> WorkflowState:
    """Submit the latest draft to the department's approval.

    Raises `NotAllowed` for who is no editor of the unit or when it is under way already,
    `NotReady` with the fields to mend. Draws the number at the first submission.
    """
    page = fresh(page)
    if not roles.has_role(by, roles.EDITOR, page.unit):
        raise NotAllowed([_("您不是本单位的编辑，不能提交这件信息。")])
    draft = page.get_latest_revision_as_object()
    problems = problems_of(draft)
    if problems:
        raise NotReady(problems)
    if page.live and public_record(draft) == public_record(page):
        raise NotAllowed([_("草稿与现在公开的内容相同，没有要提交的修改。")])
    with transaction.atomic():
        if running_state(page):
            raise NotAllowed([_("这件信息已经提交，正在审核。")])
        from disclosure import publishing

        publishing.draw_number(page)
        draft.number = page.number
        _start_clock(page, draft)
        # A revision of its own: an editor's open window rewrites the one it knows (autosave).
        # By nobody: who submits an import did not write it, and authors are known by their own.
        draft.save_revision(user=None, log_action=False, clean=False)
        known.ensure_read(draft)
        page.refresh_from_db()
        state = _start(page, by)
        mail.tell(page, "submitted", roles.users_with(roles.APPROVER, page.unit), but=by)
    return state


def _start_clock(page, draft) -> None:
    """A submitted item has a last day (I7); without a date of forming its own date counts."""
    from disclosure.forms import due_on

    draft.formed_on = draft.formed_on or draft.issued_on or timezone.localdate()
    draft.due_on = page.due_on or due_on(draft)  # the form counts at every save
    page.formed_on, page.due_on = draft.formed_on, draft.due_on
    page.save(update_fields=["formed_on", "due_on"], clean=False)


def _start(page, by) -> WorkflowState:
    state = page.current_workflow_state
    with _started_here():
        if state is not None:  # returned by the department: the same workflow goes on
            state.resume(user=by)
            return state
        return page.get_workflow().start(page, by)


def problems_of(draft) -> list[Problem]:
    """Everything that keeps this draft from being submitted, by field."""
    from disclosure import completeness

    found = [
        Problem(missing.field, str(missing.message), is_gap=True)
        for missing in completeness.missing(draft)
    ]
    return found + _kept_back(draft) + _endless(draft) + _personal_data_in_names(draft)


def _kept_back(draft) -> list[Problem]:
    """Only what is for everybody goes the way to the public (条例 Art. 13)."""
    from disclosure.attribute import decisions

    return [Problem("publicity", reason) for reason in decisions.refusals(draft, draft)]


def _endless(draft) -> list[Problem]:
    length = sum(len(text) for _part, text in public_record(draft))
    if length <= LONGEST_RECORD:
        return []
    message = _("内容有 %(n)d 字，一条最多 %(most)d 字。请分成几条，或把长表作为附件、名册上传。")
    return [Problem("body", message % {"n": length, "most": LONGEST_RECORD})]


def _personal_data_in_names(draft) -> list[Problem]:
    """Title and slug reach logs, mails and lists: personal data there is not accepted (I3)."""
    found = []
    # A slug made by the machine is random: only a long run of digits can be somebody's number.
    slug = draft.slug if LONG_NUMBER.search(draft.slug) else ""
    for field, label, text in (("title", _("标题"), draft.title), ("slug", _("网址"), slug)):
        kinds = wording.kinds_in(text, draft)
        if kinds:
            message = _("%(field)s里有%(kinds)s，请改写后再提交。") % {
                "field": label,
                "kinds": "、".join(kinds),
            }
            found.append(Problem(field, message))
    return found
