"""“本期无应公开内容”: signed with a reason, public, and kept for good.

A statement settles a duty until it is taken back by a further row, or until something is published
after all; both stay on record. Nobody is named in public but the post of who signed.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.deadlines import ONE_DAY
from disclosure.models import Duty, NothingStatement
from disclosure.models.contacts import allowed_of
from disclosure.periods import today as day_in_china
from privacy.detect import is_personal

SHORTEST_REASON = 10  # signs; a word like “无” is no reason
BEFORE_THE_END = timedelta(days=30)  # [product] earlier, nobody can know what the period brings
POSTS = {"approver": gettext_lazy("审核"), "publisher": gettext_lazy("发布")}


class NotSignable(ValueError):
    """The statement cannot stand like this; the text says why and what to do."""


def first_day(duty: Duty) -> date | None:
    """From when it can be known that there was nothing; None: at any time."""
    if duty.period_to is None:
        return None
    if duty.due_on is not None and duty.due_on > duty.period_to:
        return duty.period_to + ONE_DAY
    begun = duty.period_from or duty.period_to
    return max(begun, (duty.due_on or duty.period_to) - BEFORE_THE_END)


def refusal(duty: Duty, today: date) -> str:
    """Why nothing can be signed for this duty now; empty when it can."""
    if duty.kind == Duty.Kind.EVENT:
        return _(
            "这项义务是一件已经形成的信息，不能签署“无应公开内容”。请公开它，或按公开属性办理。"
        )
    if duty.fulfilled_on is not None:
        return _("这项义务已经履行。")
    if duty.lapsed_on is not None:
        return _("这项义务已经失效，不用签署。")
    if duty.statement_id is not None:
        return _("已经签署过“本期无应公开内容”。")
    if duty.draft_id is not None:
        return _("这项义务有草稿在办。请先公开或删除草稿。")
    begins = first_day(duty)
    if begins is not None and today < begins:
        return _("本期还没有结束，%(day)s起可以签署。") % {"day": begins.isoformat()}
    return ""


@transaction.atomic
def sign(duty: Duty, *, by, post: str, reason: str, today: date | None = None) -> NothingStatement:
    """Sign. The caller has looked that the account holds `post` for the unit of the duty.

    NotSignable when the duty does not allow it, or the reason is too short or names a person.
    """
    today = today or day_in_china()
    duty = _locked(duty)
    if told := refusal(duty, today):
        raise NotSignable(told)
    made = _write(duty, by, post, _clean(reason, duty), today)
    duty.statement = made
    duty.save(update_fields=["statement"])
    return made


@transaction.atomic
def revoke(
    duty: Duty, *, by, post: str, reason: str, today: date | None = None
) -> NothingStatement:
    """Take the standing statement back: the duty is owed again, and both rows stay public."""
    duty = _locked(duty)
    if duty.statement_id is None:
        raise NotSignable(_("现在没有有效的“本期无应公开内容”。"))
    words = _clean(reason, duty)
    made = _write(
        duty, by, post, words, today or day_in_china(), kind="revoked", revokes=duty.statement
    )
    duty.statement = None
    duty.save(update_fields=["statement"])
    return made


def _locked(duty: Duty) -> Duty:
    found = Duty.objects.select_for_update(of=("self",))
    return found.select_related("unit", "catalogue_item").get(pk=duty.pk)


def _clean(reason: str, duty: Duty) -> str:
    text = " ".join(reason.split())
    if len(text) < SHORTEST_REASON:
        raise NotSignable(
            _("理由对社会公开，请写明本期为什么没有，至少 %(n)d 个字。") % {"n": SHORTEST_REASON}
        )
    # A statement is public: the detector decides as for the items of the row (I3, I6).
    if is_personal(text, domain=duty.catalogue_item.domain, allow=allowed_of(duty.unit)):
        raise NotSignable(_("理由里写到了个人信息。理由对社会公开，请去掉姓名、号码和住址。"))
    return text


def _write(duty: Duty, by, post: str, reason: str, today: date, **fields) -> NothingStatement:
    if post not in POSTS:
        raise NotSignable(_("由本单位的审核人或发布人签署。"))
    return NothingStatement.objects.create(
        duty=duty,
        unit_name=duty.unit.official_name,
        post=post,
        reason=reason,
        signed_on=today,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        **fields,
    )
