"""Keeping what must not be public takes two reviewers, and both stand in the evidence."""

import pytest
from django.urls import reverse

from disclosure.models import Redaction
from tests import factories
from tests.workflows import people
from tests.workflows.test_review import confirm_all, decide, second_reviewer, spot, waiting
from tests.workflows.test_screens import text_of
from workflows import actions, redaction
from workflows.models import KeepVerdict, Reveal
from workflows.review import confirming
from workflows.review.deciding import CannotDecide

GROUNDS = {"reason": "本人是项目负责人", "basis": "条例第二十条"}


@pytest.fixture
def kept(team):
    """(page, state): the number removed, the name kept by the first reviewer."""
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    decide(state, team, "RECIPIENT_NAME", "keep", **GROUNDS)
    return page, state


def test_until_the_second_person_agrees_the_review_cannot_be_passed(team, kept):
    page, state = kept
    with pytest.raises(redaction.StillOpen) as refused:
        actions.review_and_clear(page, team.reviewer)
    assert "另一位隐私审查人" in refused.value.reasons[0]
    confirm_all(page, state, team)
    actions.review_and_clear(page, team.reviewer)
    told = next(d for d in Redaction.objects.get().decisions if d["action"] == "keep")
    assert told["second"]["name"] == f"second-{team.unit.code}"
    assert told["by"] == team.reviewer.pk


def test_the_first_reviewer_the_editor_and_strangers_cannot_confirm(team, kept):
    page, state = kept
    one = confirming.kept_of(state, page)[0]
    other = people.staff("jl-other", name="省另一厅")
    for person in (team.reviewer, team.editor, team.approver, other.reviewer):
        with pytest.raises(CannotDecide):
            confirming.say(state, page, one, person, "confirmed")
    assert not KeepVerdict.objects.exists()


def test_a_refusal_opens_the_place_again_and_tells_why(team, kept, as_):
    page, state = kept
    confirm_all(page, state, team, "refused", "负责人另有其人")
    assert spot(state, "RECIPIENT_NAME").is_open
    shown = text_of(as_(team.reviewer).get(reverse("workflows:review", args=[page.pk])))
    assert "不同意保留：负责人另有其人" in shown


def test_a_refusal_needs_a_reason_that_names_nobody(team, kept):
    page, state = kept
    one = confirming.kept_of(state, page)[0]
    second = second_reviewer(team)
    for note in ("", f"身份证号{people.ID_NUMBER}"):
        with pytest.raises(CannotDecide):
            confirming.say(state, page, one, second, "refused", note)


def test_whoever_changes_the_grounds_asks_again(team, kept):
    page, state = kept
    confirm_all(page, state, team)
    assert confirming.unconfirmed(state, page) == []
    decide(state, team, "RECIPIENT_NAME", "keep", reason="另一个理由", basis="条例第二十条")
    assert len(confirming.unconfirmed(state, page)) == 1


def test_it_waits_for_the_second_reviewer_and_for_nobody_else(team, kept):
    page, _state = kept
    second = second_reviewer(team)
    assert [one.page.pk for one in confirming.waiting_confirmations(second)] == [page.pk]
    assert confirming.waiting_confirmations(team.reviewer) == []
    assert confirming.waiting_confirmations(team.editor) == []


def test_classes_that_may_stand_need_nobody(team):
    page, _state = waiting(team)
    assert confirming.needs_second(page, "RESIDENT_ID")
    assert confirming.needs_second(page, "RECIPIENT_NAME")
    assert not confirming.needs_second(page, "OFFICE_PHONE")
    assert not confirming.needs_second(page, "OFFICIAL_NAME")


def test_the_second_person_sees_grounds_first_and_the_value_only_on_asking(team, kept, as_):
    page, state = kept
    client = as_(second_reviewer(team))
    assert page.title in text_of(client.get(reverse("workflows:confirmations")))
    address = reverse("workflows:confirm", args=[page.pk])
    before = text_of(client.get(address))
    assert GROUNDS["reason"] in before
    assert GROUNDS["basis"] in before
    assert people.NAME not in before
    digest = confirming.kept_of(state, page)[0].digest
    after = text_of(client.post(address, {"do": "reveal", "kept": digest}))
    assert people.NAME in after
    alone = client.post(address, {"do": "reveal", "kept": digest}, headers={"X-Mj-Fragment": "1"})
    assert alone.json() == {"text": people.NAME}
    assert people.ID_NUMBER not in after
    assert set(Reveal.objects.values_list("cls", flat=True)) == {"RECIPIENT_NAME"}
    client.post(address, {"kept": digest, "verdict": "confirmed"})
    assert KeepVerdict.objects.get().verdict == "confirmed"


def test_a_stranger_does_not_reach_the_screen(team, kept, as_):
    page, _state = kept
    client = as_(factories.user("nobody"))
    assert client.get(reverse("workflows:confirm", args=[page.pk])).status_code in (302, 403)
