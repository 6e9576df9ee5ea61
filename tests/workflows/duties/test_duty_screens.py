"""我的公开事项: each unit sees its own, begins drafts from them, and signs where there is nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from disclosure.duties.hooks import BEGUN
from disclosure.models import Duty, DutyAssignment, NothingStatement
from disclosure.periods import today
from tests import factories
from tests.workflows import people
from workflows import roles, setup

pytestmark = pytest.mark.django_db
REASON = "本期没有收到这项资金，也没有安排使用。"


@pytest.fixture
def team(db):
    people.install()
    return people.staff("jl-a", name="甲厅")


def owed(unit, code="P15", **fields) -> Duty:
    defaults = {"kind": "continuous", "due_on": today() - timedelta(days=9)}
    row = factories.catalogue_item(code)
    return Duty.objects.create(catalogue_item=row, unit=unit, **(defaults | fields))


def text(client, user, name="duties:mine", *args, **asked) -> str:
    client.force_login(user)
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_each_unit_sees_its_own_duties_with_a_way_on(client, team):
    duty = owed(team.unit)
    other = owed(people.staff("jl-b", name="乙厅").unit)
    shown = text(client, team.editor)
    assert "到期未公开" in shown and reverse("duties:begin", args=[duty.pk]) in shown
    assert reverse("duties:duty", args=[other.pk]) not in shown
    assert client.get(reverse("duties:duty", args=[other.pk])).status_code == 404


def test_reviewers_and_strangers_do_not_find_the_screen(client, team):
    client.force_login(team.reviewer)
    assert client.get(reverse("duties:mine")).status_code == 404


def test_the_office_sees_all_units_and_no_draft_by_title(client, team):
    draft = people.notice(team, title="关于金丝雀台账的公告")
    owed(team.unit, draft=draft)
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    shown = text(client, office)
    assert "甲厅" in shown and "草稿在办" in shown and "金丝雀" not in shown
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) not in shown


def test_filters_narrow_the_list_and_nonsense_does_not_break_it(client, team):
    owed(team.unit)
    assert "没有符合条件" in text(client, team.editor, state="published")
    assert "到期未公开" in text(client, team.editor, state="missing", domain="poverty")
    for nonsense in ("x", "'", "0", "\x00"):
        text(client, team.editor, state=nonsense, unit=nonsense, domain=nonsense, page=nonsense)


def test_begin_leads_to_the_form_of_the_row_and_the_draft_keeps_the_duty(client, team):
    duty = owed(team.unit, "P1")
    client.force_login(team.editor)
    answer = client.post(reverse("duties:begin", args=[duty.pk]))
    column = team.unit.column
    assert answer.status_code == 302
    assert answer.url.endswith(f"/policydocumentpage/{column.pk}/?catalogue=P1")
    assert client.get(answer.url).status_code == 200
    assert client.session[BEGUN] == {f"{duty.catalogue_item_id}:{team.unit.pk}": duty.pk}


def test_the_first_draft_after_it_takes_the_duty_and_only_that_one(rf, team):
    from disclosure.duties.hooks import belong_to_duty, remember

    duty = owed(team.unit, "P1")
    request = rf.get("/")
    request.session = {}
    remember(request, duty)
    first, second = people.notice(team), people.notice(team)
    belong_to_duty(request, first)
    belong_to_duty(request, second)
    duty.refresh_from_db()
    assert duty.draft_id == first.pk


def test_only_the_units_own_editor_begins(client, team):
    duty = owed(team.unit)
    client.force_login(team.approver)
    assert client.post(reverse("duties:begin", args=[duty.pk])).url == reverse(
        "duties:duty", args=[duty.pk]
    )
    client.force_login(people.staff("jl-b", name="乙厅").editor)
    assert client.post(reverse("duties:begin", args=[duty.pk])).status_code == 404


def test_an_approver_signs_and_the_public_reads_it(client, team):
    duty = owed(team.unit)
    address = reverse("duties:duty", args=[duty.pk])
    assert "签署并公开" in text(client, team.approver, "duties:duty", duty.pk)
    assert client.post(address, {"reason": REASON, "is_certain": "on"}).status_code == 302
    statement = NothingStatement.objects.get()
    assert (statement.post, statement.reason) == ("approver", REASON)
    public = client.get(reverse("duty", args=["jl-a", duty.pk])).content.decode()
    assert REASON in public and team.approver.username not in public
    back = {"do": "revoke", "reason": "年底追加了一笔资金，须补充公开。", "is_certain": "on"}
    client.force_login(team.publisher)
    client.post(address, back)
    duty.refresh_from_db()
    assert duty.statement_id is None and NothingStatement.objects.count() == 2


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"reason": "", "is_certain": "on"}, "请写明理由"),
        ({"reason": "没有", "is_certain": "on"}, "理由太短"),
        ({"reason": REASON}, "先核对台账"),
        (
            {"reason": f"{people.NAME}（身份证号{people.ID_NUMBER}）已死亡。", "is_certain": "on"},
            "这里写到了",
        ),
    ],
)
def test_what_cannot_be_signed_is_told_and_what_was_typed_stays(client, team, posted, told):
    duty = owed(team.unit)
    client.force_login(team.approver)
    shown = client.post(reverse("duties:duty", args=[duty.pk]), posted).content.decode()
    assert told in shown and posted["reason"] in shown
    assert not NothingStatement.objects.exists()


def test_an_editor_cannot_sign(client, team):
    duty = owed(team.unit)
    client.force_login(team.editor)
    client.post(reverse("duties:duty", args=[duty.pk]), {"reason": REASON, "is_certain": "on"})
    assert not NothingStatement.objects.exists()


def test_planning_shows_what_stands_in_the_way_and_plans(client, team):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    row = factories.catalogue_item("W14")
    bad = DutyAssignment.objects.create(
        catalogue_item=row, unit=team.unit, since=today(), until=date(2020, 1, 1)
    )
    assert "承担止早于承担起" in text(client, office, "duties:planning")
    client.post(reverse("duties:planning"))
    assert not Duty.objects.exists()
    bad.until = None
    bad.save()
    told = client.post(reverse("duties:planning"), follow=True).content.decode()
    assert "已排定：新增" in told and Duty.objects.exists()
    client.force_login(team.editor)
    assert client.get(reverse("duties:planning")).status_code == 404


def test_the_office_keeps_assignments_and_contradictions_are_told(client, team):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    client.force_login(office)
    row = factories.catalogue_item("W14")
    address = reverse("duty_assignments:add")
    posted = {"catalogue_item": row.pk, "role": "lead", "rule": "", "since": "", "until": ""}
    assert "写明单位层级" in client.post(address, posted).content.decode()
    wrong = posted | {"unit": team.unit.pk, "since": "2026-05-01", "until": "2026-01-01"}
    assert "承担止早于承担起" in client.post(address, wrong).content.decode()
    assert (
        "时限规则是：ANN"
        in client.post(address, posted | {"unit": team.unit.pk, "rule": "QTR"}).content.decode()
    )
    assert (
        client.post(address, posted | {"unit": team.unit.pk, "level": "county"}).status_code == 302
    )
    assert DutyAssignment.objects.get().level == ""
    again = client.post(address, posted | {"unit": team.unit.pk}).content.decode()
    assert "已有同样的分工" in again


def test_an_event_is_named_by_a_public_item(client, team):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    client.force_login(office)
    posted = {"number": "jl-a-2026-00099", "region": team.unit.region_id, "began": "2026-01-02"}
    shown = client.post(reverse("duty_incidents:add"), posted).content.decode()
    assert "没有这个索引号的公开信息" in shown


def test_statements_do_not_grow_with_the_duties(client, team, django_assert_max_num_queries):
    for n in range(30):
        owed(team.unit, event_key=f"n{n}")
    client.force_login(team.editor)
    client.get(reverse("duties:mine"))
    with django_assert_max_num_queries(40):
        client.get(reverse("duties:mine"))
