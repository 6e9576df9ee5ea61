"""公开义务 in public: who owes what by when, what was published or signed; no draft is told of."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from disclosure import publishing
from disclosure.duties.items import follow_draft
from disclosure.duties.statements import revoke, sign
from disclosure.models import Duty
from disclosure.periods import today
from tests.disclosure import stories
from tests.home.published import published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REASON = "本期没有收到这项资金，也没有安排使用。"


def owed(**fields) -> Duty:
    defaults = {"kind": "yearly", "period_from": date(today().year, 1, 1), "due_on": today()}
    defaults |= {"period_to": date(today().year, 12, 31)}
    row = fields.pop("row", None) or stories.row()
    return Duty.objects.create(catalogue_item=row, unit=stories.unit(), **(defaults | fields))


def page(client, duty=None, **asked) -> str:
    address = (
        reverse("duty", args=["jl-test", duty.pk])
        if duty
        else reverse("unit_duties", args=["jl-test"])
    )
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_missing_duty_says_who_owes_what_by_when(client):
    duty = owed(due_on=today() - 10 * DAY)
    text = page(client)
    assert "到期未公开" in text and "应由省测试厅在" in text and "个工作日" in text
    assert reverse("duty", args=["jl-test", duty.pk]) in text


def test_a_published_one_leads_to_the_item_and_a_late_one_counts_the_days(client):
    item = published()
    owed(page=item, fulfilled_on=today(), due_on=today() - 20 * DAY, event_key="a")
    text = page(client)
    assert f'href="{item.public_url}"' in text and item.title in text
    assert "晚 1" in text


def test_a_statement_shows_reason_post_and_unit_and_nobodys_name(client):
    person = stories.person("approver")
    person.last_name, person.first_name = "匡", "玉芝"
    person.save()
    duty = owed()
    sign(duty, by=person, post="approver", reason=REASON)
    assert "本期无应公开内容" in page(client)
    text = page(client, duty)
    assert REASON in text and "吉林省测试厅（职责：审核）" in text and "现在有效" in text
    assert "玉芝" not in text and "approver" not in text
    revoke(duty, by=person, post="publisher", reason="年底追加了一笔资金，须补充公开。")
    text = page(client, duty)
    assert REASON in text and "撤回说明" in text and "现在有效" not in text


def test_a_draft_is_never_told_of_before_its_last_day_and_never_by_title(client):
    row = stories.row()
    row.deadline_rules = [{"code": "D20", "kind": "working_days", "days": 20}]
    row.save()
    draft = stories.draft("关于金丝雀台账的公告", due_on=today() + DAY, formed_on=today())
    follow_draft(draft)
    duty = Duty.objects.get()
    assert "没有符合条件的公开义务" in page(client)
    assert client.get(reverse("duty", args=["jl-test", duty.pk])).status_code == 404
    Duty.objects.update(due_on=today() - DAY)
    for text in (page(client), page(client, duty)):
        assert "到期未公开" in text and "金丝雀" not in text and "草稿" not in text


def test_what_was_withdrawn_is_owed_again_and_says_so(client):
    row = stories.row()
    row.deadline_rules = [{"code": "ANN", "kind": "recurring", "every": "year"}]
    row.save()
    duty = owed(due_on=today() - DAY)
    item = published(catalogue_item=row)
    assert item.title in page(client)
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    text = page(client, duty)
    assert "已撤下" in text and item.title not in text


def test_a_clock_of_working_days_explains_itself_day_by_day(client):
    row = stories.row()
    row.deadline_rules = [
        {"code": "LONG", "kind": "long_term", "first_within_working_days": 20, "cn": "20个工作日内"}
    ]
    row.save()
    duty = owed(
        kind="continuous", period_from=None, period_to=None, due_rule="LONG",
        counted_from=date(2026, 9, 28), due_on=date(2026, 10, 30),
    )  # fmt: skip
    text = page(client, duty)
    assert "20个工作日内" in text and "国庆节" in text and "调休班" in text


def test_year_domain_and_state_narrow_the_list_and_nonsense_does_not_break_it(client):
    owed(due_on=today() - 10 * DAY)
    assert "到期未公开" in page(client, state="missing")
    assert "没有符合条件" in page(client, state="published")
    assert "没有符合条件" in page(client, domain="health")
    assert "没有给这个单位排定" in page(client, year=2011)
    for nonsense in ("", "x", "0", "99999", "１２３４", "-1", "2026'"):
        page(client, year=nonsense, state=nonsense, domain=nonsense, page=nonsense)
    assert client.get(reverse("unit_duties", args=["no-such"])).status_code == 404
    assert client.get("/duties/jl%00/").status_code == 404


def test_a_duty_is_found_under_its_own_unit_only(client):
    duty = owed(due_on=today() - DAY)
    stories.unit("jl-b", "乙厅")
    assert client.get(reverse("duty", args=["jl-b", duty.pk])).status_code == 404


def test_lapsed_duties_are_not_shown(client):
    owed(due_on=today() - DAY, lapsed_on=today())
    assert "没有符合条件" in page(client) or "没有给这个单位" in page(client)


def test_all_units_with_what_they_owe_and_an_empty_register_with_ways_on(client):
    assert "还没有排定公开义务" in client.get(reverse("duties")).content.decode()
    owed(due_on=today() - DAY)
    text = client.get(reverse("duties")).content.decode()
    assert "共有 1 项公开义务，其中 1 项到期未公开" in text


def test_the_unit_page_tells_of_duties_and_statements(client):
    address = reverse("unit", args=["jl-test"])
    stories.unit()
    assert "今年的公开义务" not in client.get(address).content.decode()
    duty = owed()
    sign(duty, by=stories.person("approver"), post="approver", reason=REASON)
    text = client.get(address).content.decode()
    assert "1 项签署了“本期无应公开内容”" in text


@pytest.mark.parametrize("name", ["duties", "unit_duties"])
def test_statements_do_not_grow_with_the_rows(client, name, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse(name, args=["jl-test"] if name == "unit_duties" else [])
    item = published()
    owed(event_key="first", page=item, fulfilled_on=today())
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for n in range(30):
        owed(
            event_key=f"n{n}", page=item if n % 2 else None, fulfilled_on=today() if n % 2 else None
        )
    with django_assert_num_queries(len(few)):
        client.get(address)
    assert len(few) <= 16
