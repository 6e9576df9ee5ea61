"""What is not for everybody: its ground, its reason, the gate, and the yearly look again."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from disclosure import publishing
from disclosure.attribute import decisions, rules
from disclosure.attribute.grounds import GROUNDS
from disclosure.models import AttributeDecision
from tests import factories
from tests.disclosure import stories
from tests.disclosure.test_editor import address, posted
from workflows import submission

REASON = "内部讨论记录，公开后影响正常决策"


def test_only_three_kinds_of_ground_are_a_may():
    may = {ground.key for ground in GROUNDS.values() if not ground.is_must}
    assert may == {"internal_affairs", "process", "enforcement_file"}


@pytest.mark.parametrize(
    ("attribute", "ground", "reason", "gaps"),
    [
        ("proactive", "", "", []),
        ("withheld", "process", REASON, []),
        ("withheld", "", REASON, ["ground"]),
        ("on_application", "process", "  短  ", ["reason"]),
        ("on_application", "", "", ["ground", "reason"]),
        ("undecided", "", REASON, []),
        ("undecided", "", "", ["reason"]),
    ],
)
def test_what_is_kept_back_needs_a_ground_and_a_reason(attribute, ground, reason, gaps):
    assert rules.gaps(attribute, ground, reason) == gaps


@pytest.mark.parametrize(
    ("decided", "again"),
    [(date(2026, 3, 1), date(2027, 3, 1)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_a_decision_is_looked_at_again_after_twelve_months(decided, again):
    assert rules.again_on(decided) == again
    assert rules.state_of(again, again) == "soon"
    assert rules.state_of(again, again + timedelta(days=1)) == "late"
    assert rules.state_of(again, again - timedelta(days=31)) == "kept"


def withheld(page=None, step="decided", **fields):
    page = page or stories.draft(publicity="withheld", exemption="process")
    given = {"by": stories.person("approver"), "reason": REASON, "ground": "process"}
    return page, decisions.decide(page, step, **(given | fields))


@pytest.mark.django_db
@pytest.mark.parametrize("attribute", ["withheld", "on_application", "undecided"])
def test_the_funnel_refuses_whatever_is_not_for_everybody(attribute):
    page = stories.draft(publicity=attribute)
    with pytest.raises(publishing.NotCleared, match="公开属性"):
        publishing.commit(stories.cleared(page), by=stories.person("publisher"))
    page.refresh_from_db()
    assert not page.live


@pytest.mark.django_db
def test_a_standing_decision_holds_even_when_the_draft_says_otherwise():
    page, _decision = withheld()
    page = type(page).objects.get(pk=page.pk)
    page.publicity = "proactive"
    page.save()
    page.save_revision(user=stories.person("author"))
    with pytest.raises(publishing.NotCleared, match="已决定不公开"):
        publishing.commit(stories.cleared(page), by=stories.person("publisher"))
    assert any(problem.field == "publicity" for problem in submission.problems_of(page))


@pytest.mark.django_db
def test_opened_again_it_is_a_draft_like_any_other():
    page, _decision = withheld()
    withheld(page, "opened", ground="")
    page = type(page).objects.get(pk=page.pk)
    assert (page.publicity, page.exemption, page.publicity_ground) == ("proactive", None, "")
    assert page.get_latest_revision_as_object().publicity == "proactive"
    page = type(page).objects.get(pk=page.pk)
    publishing.commit(stories.cleared(page), by=stories.person("publisher"))
    assert type(page).objects.get(pk=page.pk).live


@pytest.mark.django_db
def test_decisions_follow_one_another_and_are_all_kept():
    page, first = withheld(today=date(2026, 1, 5))
    assert first.again_on == date(2027, 1, 5)
    _page, second = withheld(page, "kept", today=date(2027, 1, 4))
    assert second.again_on == date(2028, 1, 4)
    assert decisions.standing_of(page.pk) == second
    assert AttributeDecision.objects.filter(page_id=page.pk).count() == 2
    with pytest.raises(decisions.NotDecidable):
        withheld(page, "decided")


@pytest.mark.django_db
def test_a_referred_item_waits_for_the_authority_and_is_then_decided():
    page, referred = withheld(step="referred", ground="", referred_to="保密行政管理部门")
    assert referred.attribute == "undecided" and referred.again_on is None
    with pytest.raises(publishing.NotCleared):
        publishing.commit(stories.cleared(page), by=stories.person("publisher"))
    _page, decided = withheld(page, "decided", ground="state_secret")
    assert decided.attribute == "withheld" and decisions.standing().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("decided", {"ground": ""}),
        ("decided", {"ground": "because"}),
        ("decided", {"reason": "不"}),
        ("referred", {"referred_to": " "}),
        ("kept", {}),
        ("opened", {}),
    ],
)
def test_a_decision_that_lacks_something_is_none(step, fields):
    with pytest.raises(decisions.NotDecidable):
        withheld(step=step, **fields)
    assert not AttributeDecision.objects.exists()


@pytest.mark.django_db
def test_what_is_public_is_not_kept_back_this_way():
    with pytest.raises(decisions.NotDecidable):
        withheld(stories.released())


@pytest.mark.django_db
def test_the_database_keeps_decisions_as_they_were():
    _page, decision = withheld()
    for statement in (
        "UPDATE disclosure_attributedecision SET reason = 'x'",
        "DELETE FROM disclosure_attributedecision",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    decision.refresh_from_db()
    assert decision.reason == REASON


@pytest.mark.django_db
def test_the_tally_counts_by_unit_and_ground_without_titles():
    withheld(ground="process")
    withheld(ground="process")
    withheld(step="referred", ground="", referred_to="保密行政管理部门")
    page, _decision = withheld()
    withheld(page, "opened", ground="")
    unit = page.unit_id
    assert decisions.tally() == {(unit, "process"): 2, (unit, "undecided"): 1}


@pytest.mark.django_db
def test_the_form_asks_for_a_ground_and_a_reason(client):
    client.force_login(factories.user("root", is_superuser=True))
    column = factories.column(factories.unit(domains=["poverty", "welfare"]))
    url = address(column, "P1")
    form = posted(client.get(url), title="关于讨论记录的说明", publicity="withheld")
    response = client.post(url, form)
    assert {"exemption", "publicity_ground"} <= set(response.context["form"].errors)
    form |= {"exemption": "process", "publicity_ground": REASON}
    assert client.post(url, form).status_code == 302


@pytest.mark.django_db
def test_the_form_cannot_undo_a_decision(client):
    client.force_login(factories.user("root", is_superuser=True))
    page = factories.filled(factories.catalogue_item("P1"))
    type(page).objects.filter(pk=page.pk).update(publicity="withheld", exemption="process")
    page, _decision = withheld(type(page).objects.get(pk=page.pk))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = posted(client.get(url), publicity="proactive")
    response = client.post(url, form)
    assert "publicity" in response.context["form"].errors
