"""“本期无应公开内容”: who, when, with what words; public, and kept for good."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from disclosure.duties import states
from disclosure.duties.statements import NotSignable, refusal, revoke, sign
from disclosure.models import Duty, NothingStatement
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)
REASON = "本年度没有收到这项资金，也没有安排使用。"


def a_duty(**fields) -> Duty:
    defaults = {
        "kind": "yearly",
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
        "due_on": date(2026, 12, 31),
    }
    return Duty.objects.create(
        catalogue_item=stories.row(), unit=stories.unit(), **(defaults | fields)
    )


def signed(duty, reason=REASON, today=TODAY, post="approver"):
    return sign(duty, by=stories.person("approver"), post=post, reason=reason, today=today)


def state(duty, today=TODAY) -> str:
    return Duty.objects.with_states(today).get(pk=duty.pk).state


def test_a_statement_settles_the_duty_and_keeps_unit_post_and_day():
    duty = a_duty()
    statement = signed(duty)
    assert state(duty) == states.NOTHING
    assert (statement.unit_name, statement.post) == ("吉林省测试厅", "approver")
    assert statement.signed_on == TODAY


def test_nobody_can_know_in_spring_what_the_year_will_bring():
    duty = a_duty()
    with pytest.raises(NotSignable, match="2026-12-01"):
        signed(duty, today=date(2026, 4, 1))
    about_last_year = a_duty(event_key="x", due_on=date(2027, 1, 31))
    assert refusal(about_last_year, TODAY)
    assert not refusal(about_last_year, date(2027, 1, 1))


@pytest.mark.parametrize("reason", ["", "  无  ", "没有", "无应公开内容"])
def test_a_word_is_no_reason(reason):
    with pytest.raises(NotSignable, match="至少"):
        signed(a_duty(), reason)


@pytest.mark.parametrize(
    "reason",
    [
        "申请人匡玉芝（身份证号220102196607080004）已撤回申请，所以没有。",
        "只有一户，户主电话13900000000，本期没有别的内容。",
    ],
)
def test_a_reason_that_names_a_person_is_refused_and_nothing_is_kept(reason):
    duty = a_duty()
    with pytest.raises(NotSignable, match="个人信息"):
        signed(duty, reason)
    assert not NothingStatement.objects.exists()
    assert state(duty) == states.OPEN


def test_only_approver_and_publisher_sign():
    with pytest.raises(NotSignable, match="审核人或发布人"):
        signed(a_duty(), post="editor")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "event", "event_key": "page:1"}, "已经形成的信息"),
        ({"fulfilled_on": TODAY}, "已经履行"),
        ({"lapsed_on": TODAY}, "已经失效"),
    ],
)
def test_what_is_settled_otherwise_cannot_be_signed_away(fields, words):
    with pytest.raises(NotSignable, match=words):
        signed(a_duty(**fields))


def test_a_draft_in_work_stands_against_it():
    with pytest.raises(NotSignable, match="草稿"):
        signed(a_duty(draft=stories.draft()))


def test_taking_it_back_is_a_further_row_and_the_duty_is_owed_again():
    duty = a_duty()
    first = signed(duty)
    with pytest.raises(NotSignable, match="已经签署过"):
        signed(duty)
    back = revoke(
        duty, by=stories.person("publisher"), post="publisher",
        reason="年底追加了一笔资金，须补充公开。", today=TODAY + timedelta(days=1),
    )  # fmt: skip
    assert (back.kind, back.revokes_id) == ("revoked", first.pk)
    assert state(duty) == states.OPEN
    assert NothingStatement.objects.count() == 2
    with pytest.raises(NotSignable, match="没有有效"):
        revoke(duty, by=stories.person("publisher"), post="publisher", reason=REASON)


def test_what_is_published_after_all_counts_and_the_statement_stays():
    row = stories.row()
    row.deadline_rules = [{"code": "LONG", "kind": "long_term", "first_within_working_days": 20}]
    row.save()
    duty = a_duty(kind="continuous", period_from=None, period_to=None)
    signed(duty)
    item = stories.released(catalogue_item=row)
    duty.refresh_from_db()
    assert (duty.page_id, state(duty)) == (item.pk, states.PUBLISHED)
    assert NothingStatement.objects.filter(duty=duty).exists()


def test_the_database_lets_nobody_change_or_delete_a_statement():
    statement = signed(a_duty())
    for change in (
        lambda: NothingStatement.objects.filter(pk=statement.pk).update(reason="改过的理由"),
        lambda: NothingStatement.objects.filter(pk=statement.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    statement.by.delete()
    statement.refresh_from_db()
    assert statement.by is None and statement.by_name
