"""The privacy review: nothing undecided goes out, and what goes leaves no copy behind (I3)."""

import pytest
from django.core.exceptions import PermissionDenied

from disclosure.canonical import public_record
from disclosure.models import Redaction
from privacy import sweep, vault
from privacy.needles import Needles
from tests import factories
from tests.workflows import people
from workflows import actions, redaction, roles, setup
from workflows.models import ReviewDecision
from workflows.review import confirming, deciding, marking
from workflows.review.deciding import CannotDecide, Decide
from workflows.review.spots import spots_of
from workflows.standing import running_state

CANARIES = [people.ID_NUMBER, people.NAME]


def waiting(team, prose=people.PROSE, **fields):
    """An item at the reviewer's desk, and its state."""
    page = people.notice(team, prose, **fields)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page, running_state(page)


def spot(state, cls):
    return next(s for s in spots_of(state.revision) if s.cls == cls)


def decide(state, team, cls, action, **more):
    found = spot(state, cls)
    return deciding.decide(state, Decide(*found.key, action, **more), team.reviewer)


def second_reviewer(team):
    """Another reviewer of the unit, who can be the second person."""
    second = factories.user(f"second-{team.unit.code}")
    setup.assign(second, roles.REVIEWER, team.unit)
    return second


def confirm_all(page, state, team, verdict="confirmed", note=""):
    """The second person's word on everything that is kept."""
    second = second_reviewer(team)
    for kept in confirming.kept_of(state, page):
        confirming.say(state, page, kept, second, verdict, note)


def test_the_number_and_the_name_are_found_and_open(team):
    _page, state = waiting(team)
    found = {s.cls: s for s in spots_of(state.revision)}
    assert found["RESIDENT_ID"].is_open
    assert found["RECIPIENT_NAME"].is_open
    assert found["RESIDENT_ID"].part == "b/2"


def test_an_undecided_place_blocks_the_clearance(team):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    with pytest.raises(redaction.StillOpen):
        actions.review_and_clear(page, team.reviewer)
    assert running_state(page).pk == state.pk


def test_decisions_survive_leaving_and_hold_no_value(team):
    _page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    assert spot(state, "RESIDENT_ID").action == "remove"
    row = ReviewDecision.objects.get()
    assert people.ID_NUMBER not in " ".join(map(str, vars(row).values()))


def test_masked_and_removed_values_are_gone_from_what_is_public(team):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    decide(state, team, "RECIPIENT_NAME", "mask")
    clearance = actions.review_and_clear(page, team.reviewer)
    assert clearance.checks.get().passed
    actions.release(page, team.publisher)
    page.refresh_from_db()
    text = dict(public_record(page))["b/2"]
    assert "张*三" in text
    assert people.ID_NUMBER not in text


def test_after_the_review_the_values_stand_in_no_table(team):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    decide(state, team, "RECIPIENT_NAME", "mask")
    actions.review_and_clear(page, team.reviewer)
    assert [str(hit) for hit in sweep.in_tables(Needles(CANARIES))] == []


def test_keeping_what_is_usually_not_public_asks_reason_and_basis(team):
    _page, state = waiting(team)
    with pytest.raises(CannotDecide):
        decide(state, team, "RECIPIENT_NAME", "keep")
    with pytest.raises(CannotDecide):
        decide(state, team, "RECIPIENT_NAME", "keep", reason=f"即{people.ID_NUMBER}", basis="条例")
    decide(state, team, "RECIPIENT_NAME", "keep", reason="本人是项目负责人", basis="条例第二十条")
    assert spot(state, "RECIPIENT_NAME").action == "keep"


def test_a_kept_name_is_released_and_its_reason_recorded(team):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    decide(state, team, "RECIPIENT_NAME", "keep", reason="本人是项目负责人", basis="条例第二十条")
    confirm_all(page, state, team)
    assert actions.review_and_clear(page, team.reviewer).checks.get().passed
    kept = [d for d in Redaction.objects.get().decisions if d["action"] == "keep"]
    assert [(d["cls"], d["reason"]) for d in kept] == [("RECIPIENT_NAME", "本人是项目负责人")]
    assert people.NAME not in str(Redaction.objects.get().decisions)


def test_the_reviewer_becomes_no_author_by_redacting(team):
    page, _state = waiting(team)
    actions.review_and_clear(page, team.reviewer, "proposed")
    assert team.reviewer.pk not in set(page.revisions.values_list("user_id", flat=True))


def test_the_same_value_elsewhere_is_a_place_as_well(team):
    prose = people.PROSE + f"<p>材料请交{people.NAME}，编号{people.ID_NUMBER}。</p>"
    _page, state = waiting(team, prose)
    places = [s.part for s in spots_of(state.revision) if s.value == people.ID_NUMBER]
    assert places == ["b/2", "b/3"]


def test_one_decision_serves_all_alike(team):
    prose = people.PROSE + f"<p>另附身份证号{people.ID_NUMBER}。</p>"
    _page, state = waiting(team, prose)
    assert len(decide(state, team, "RESIDENT_ID", "remove", scope="value")) == 2


def test_undo_opens_the_place_again(team):
    _page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    found = spot(state, "RESIDENT_ID")
    deciding.undo(state, *found.key)
    assert spot(state, "RESIDENT_ID").is_open


def test_the_reviewer_can_mark_what_was_not_found(team):
    page, state = waiting(team, "<p>反映人住老槐树下第三家。</p>")
    part = "b/1"
    assert marking.mark(state, part, "老槐树下第三家", "ADDRESS_DETAIL", "remove", team.reviewer)
    actions.review_and_clear(page, team.reviewer, "proposed")
    actions.release(page, team.publisher)
    page.refresh_from_db()
    assert "老槐树" not in dict(public_record(page))[part]
    assert not list(sweep.in_tables(Needles(["老槐树下第三家"])))


def test_an_item_without_findings_needs_no_redaction(team):
    page, _state = waiting(team, "<p>本通告自发布之日起施行。</p>")
    clearance = actions.review_and_clear(page, team.reviewer)
    assert clearance.redaction is None
    assert clearance.checks.get().passed


def test_the_review_binds_to_the_revision_that_was_shown(team):
    from workflows.standing import NotWaiting

    page, state = waiting(team)
    with pytest.raises(NotWaiting):
        actions.review_and_clear(page, team.reviewer, "proposed", seen=state.revision_id - 1)


def test_a_superuser_cannot_open_the_vault(team):
    chief = factories.user("chief", is_superuser=True)
    sealed = vault.seal(b"1", kind="table", name="x", unit_code="jl-test", by=team.editor)
    with pytest.raises(PermissionDenied):
        vault.open(sealed, by=chief, reason="看一看")
    assert vault.open(sealed, by=team.reviewer, reason="隐私审查") == b"1"


def test_after_a_return_what_was_hidden_stays_decided_and_what_was_kept_is_asked_again(team):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    decide(state, team, "RECIPIENT_NAME", "keep", reason="本人是项目负责人", basis="条例第二十条")
    actions.return_(page, team.reviewer, "第一段请写明施行日期。")
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    state = running_state(page)
    assert spot(state, "RESIDENT_ID").action == "remove"
    assert spot(state, "RECIPIENT_NAME").is_open
