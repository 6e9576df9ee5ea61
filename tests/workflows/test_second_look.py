"""A drawn share is looked at again by somebody else; what was missed is counted, and how surely."""

import pytest

from disclosure.models import Clearance
from tests import factories
from tests.workflows import people
from workflows import actions, miss_rates, roles, second_looks, setup, wilson
from workflows.models import SecondLook
from workflows.standing import NotAllowed

LIST = "/admin/mingjing/second-look/"


@pytest.fixture
def drawn(team, settings):
    """A released item that the lot drew, and its clearance."""
    settings.SECOND_LOOK_SHARE = 1
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)
    return Clearance.objects.get(page_id=page.pk)


@pytest.fixture
def second(team):
    person = factories.user("reviewer-2")
    setup.assign(person, roles.REVIEWER, team.unit)
    return person


def test_the_drawn_item_waits_for_another_reviewer_and_not_for_who_cleared_it(team, drawn, second):
    assert [c for c, _page in second_looks.waiting(second)] == [drawn]
    assert second_looks.waiting(team.reviewer) == []


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_neither_author_nor_approver_looks_again(team, drawn, role):
    person = getattr(team, role)
    setup.assign(person, roles.REVIEWER, team.unit)
    assert second_looks.waiting(person) == []
    with pytest.raises(NotAllowed):
        second_looks.record(drawn, by=person, outcome="right")


def test_a_reviewer_of_another_unit_gets_none(drawn):
    assert second_looks.waiting(people.staff("jl-other").reviewer) == []


def test_no_share_draws_nothing(settings):
    settings.SECOND_LOOK_SHARE = 0
    assert not any(second_looks.is_drawn() for _n in range(200))


def test_an_item_is_looked_at_once(drawn, second, client):
    client.force_login(second)
    assert drawn.number in client.get(LIST).content.decode()
    client.post(f"{LIST}{drawn.pk}/", {"outcome": "right"})
    assert drawn.number not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{drawn.pk}/").status_code == 302
    assert SecondLook.objects.get().source == "review"


def test_something_missed_leads_to_the_takedown_with_its_kinds(drawn, second, client):
    client.force_login(second)
    answer = client.post(
        f"{LIST}{drawn.pk}/", {"outcome": "missed", "classes": ["PERSONAL_PHONE"], "rule": "number"}
    )
    assert answer.url.startswith(f"/admin/mingjing/take-down/{drawn.page_id}/?")
    assert 'value="PERSONAL_PHONE"' in client.get(answer.url).content.decode()
    look = SecondLook.objects.get()
    assert (look.outcome, look.classes, look.rule) == ("missed", ["PERSONAL_PHONE"], "number")


def test_a_miss_without_kind_or_rule_is_asked_for(drawn, second, client):
    client.force_login(second)
    answer = client.post(f"{LIST}{drawn.pk}/", {"outcome": "missed"})
    assert "请选择本应由哪条规则发现" in answer.content.decode()
    assert not SecondLook.objects.exists()


def look(n, source="review", outcome="right", classes=(), rule=""):
    return SecondLook(
        clearance_id=n, page_id=n, number=f"n-{n}", source=source, outcome=outcome,
        classes=list(classes), rule=rule, by_name="x",
    )  # fmt: skip


def test_the_miss_rate_is_measured_per_source_class_and_rule(db):
    SecondLook.objects.bulk_create(
        [look(n) for n in range(38)]
        + [look(n, outcome="missed", classes=["RESIDENT_ID"], rule="number") for n in (38, 39)]
        + [look(n, source="batch") for n in range(40, 50)]
        + [look(50, source="import", outcome="over", classes=["LANDLINE"])]
    )
    found = {(rate.group, rate.key): rate for rate in miss_rates.rates()}
    assert (found["source", "review"].missed, found["source", "review"].looked) == (2, 40)
    assert found["source", "batch"].share == 0
    assert found["source", "batch"].high == pytest.approx(0.2775, abs=1e-3)
    assert (found["class", "RESIDENT_ID"].missed, found["class", "RESIDENT_ID"].looked) == (2, 51)
    assert found["rule", "number"].missed == 2
    assert found["source", "import"].over == 1


def test_the_interval_is_wilsons():
    low, high = wilson.interval(5, 100)
    assert (round(low, 4), round(high, 4)) == (0.0215, 0.1118)
    assert wilson.interval(0, 0) == (0.0, 1.0)
    assert wilson.interval(0, 20)[0] == 0.0
    assert wilson.interval(20, 20)[1] == 1.0
    with pytest.raises(ValueError, match="hits"):
        wilson.interval(3, 2)


def test_the_report_shows_chart_table_and_csv(team, client):
    SecondLook.objects.bulk_create([look(n) for n in range(9)] + [look(9, outcome="missed")])
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    client.force_login(office)
    shown = client.get("/admin/mingjing/miss-rates/").content.decode()
    assert 'role="img"' in shown
    assert "复审 10 件，漏 1 件，漏检率 10.0%" in shown
    rows = client.get("/admin/mingjing/miss-rates/?format=csv").content.decode("utf-8-sig")
    assert "all,all,全部,10,1,0.1000," in rows
    client.force_login(team.editor)
    assert client.get("/admin/mingjing/miss-rates/").status_code == 404


def test_an_empty_report_says_that_nothing_was_measured(team, client):
    client.force_login(team.reviewer)
    assert "量不出来" in client.get("/admin/mingjing/miss-rates/").content.decode()
