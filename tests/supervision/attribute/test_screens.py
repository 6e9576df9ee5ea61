"""不公开事项: who sees and decides, and that the office and the public see no titles."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.attribute import decisions
from disclosure.models import AttributeDecision
from supervision.attribute import withheld
from tests import factories
from tests.workflows import people
from workflows import roles, setup

pytestmark = pytest.mark.django_db
TITLE = "关于金丝雀讨论记录的说明"
REASON = "内部讨论记录，公开后影响正常决策"
GIVEN = {"step": "decided", "ground": "process", "reason": REASON}


@pytest.fixture
def team(db):
    people.install()
    return people.staff("jl-a", name="甲厅")


def kept_back(team, **fields):
    given = {"publicity": "withheld", "exemption": "process", "publicity_ground": REASON}
    return people.notice(team, title=TITLE, **(given | fields))


def office():
    person = factories.user("an-office")
    setup.assign(person, roles.OFFICE)
    return person


def listed(client, person):
    client.force_login(person)
    return client.get(reverse("supervision:withheld")).content.decode()


def decided(team, page, days=0, **fields):
    today = timezone.localdate() - timedelta(days=days)
    given = {"by": team.approver, "reason": REASON, "ground": "process", "today": today}
    return decisions.decide(page, "decided", **(given | fields))


def test_an_approver_decides_and_the_decision_is_kept(client, team):
    page = kept_back(team)
    client.force_login(team.approver)
    address = reverse("supervision:withheld_item", args=[page.pk])
    assert TITLE in client.get(address).content.decode()
    assert client.post(address, GIVEN).status_code == 302
    decision = AttributeDecision.objects.get()
    assert (decision.page_id, decision.ground, decision.by) == (page.pk, "process", team.approver)
    again = {"step": "opened", "reason": "讨论已经结束，可以公开了"}
    assert client.post(address, again).status_code == 302
    assert type(page).objects.get(pk=page.pk).publicity == "proactive"
    assert client.get(address).status_code == 404, "it is a draft like any other now"


@pytest.mark.parametrize(
    "changes",
    [
        {"ground": ""},
        {"ground": "nonsense"},
        {"reason": ""},
        {"reason": "短"},
        {"reason": f"涉及{people.NAME}，身份证号{people.ID_NUMBER}"},
        {"step": "kept"},
        {"step": "referred", "ground": "", "referred_to": ""},
        {"step": "\x00"},
    ],
)
def test_a_decision_without_what_it_needs_is_refused_in_words(client, team, changes):
    page = kept_back(team)
    client.force_login(team.approver)
    response = client.post(reverse("supervision:withheld_item", args=[page.pk]), GIVEN | changes)
    assert response.status_code == 200 and "error" in response.content.decode()
    assert people.ID_NUMBER not in str(AttributeDecision.objects.values())
    assert not AttributeDecision.objects.exists()


def test_who_wrote_it_does_not_decide(client, team):
    page = kept_back(team)
    setup.assign(team.editor, roles.APPROVER, team.unit)
    address = reverse("supervision:withheld_item", args=[page.pk])
    for person in (team.editor, people.staff("jl-b", name="乙厅").approver, team.reviewer):
        client.force_login(person)
        client.post(address, GIVEN)
    assert not AttributeDecision.objects.exists()


def test_a_stranger_sees_neither_the_list_nor_the_item(client, team):
    page = kept_back(team)
    other = people.staff("jl-b", name="乙厅")
    assert TITLE not in listed(client, other.editor)
    assert client.get(reverse("supervision:withheld_item", args=[page.pk])).status_code == 404
    assert TITLE in listed(client, team.editor)


def test_the_office_sees_what_is_overdue_without_titles(client, team):
    page = kept_back(team)
    decided(team, page, days=400)
    text = listed(client, office())
    assert "重新评估已过期" in text and "甲厅" in text and TITLE not in text
    assert client.get(reverse("supervision:withheld_item", args=[page.pk])).status_code == 404
    assert "1 件重新评估已过期" in client.get("/admin/").content.decode()


def test_the_order_is_that_of_urgency(team):
    waiting, late, fresh = (kept_back(team) for _n in range(3))
    decided(team, late, days=400)
    decided(team, fresh)
    found = withheld.lines(team.approver)
    assert [line.state for line in found] == ["late", "waiting", "kept"]
    assert found[1].page_id == waiting.pk


def test_the_public_sees_numbers_by_unit_and_ground_and_nothing_else(
    client, team, django_assert_num_queries
):
    assert "没有决定不公开" in client.get(reverse("withheld")).content.decode()
    decided(team, kept_back(team))
    text = client.get(reverse("withheld")).content.decode()
    assert "过程性信息" in text and "甲厅" in text
    assert TITLE not in text and REASON not in text
    with django_assert_num_queries(4):
        client.get(reverse("withheld"))
    for _n in range(5):
        decided(team, kept_back(team))
    with django_assert_num_queries(4):
        assert "6" in client.get(reverse("withheld")).content.decode()
