"""Undo and redo without limit; one act is one step, whatever number of places it met."""

import pytest

from tests.workflows import people
from tests.workflows.test_review import spot, waiting
from workflows.models import DecisionStep, ReviewDecision
from workflows.review import deciding, marking, steps
from workflows.review.deciding import CannotDecide, Decide
from workflows.review.spots import spots_of

TWICE = people.PROSE + f"<p>另附身份证号{people.ID_NUMBER}。</p>"


def act(state, team, cls, action, **more):
    with steps.keeping(state, state.revision.as_object(), team.reviewer, "decide"):
        deciding.decide(state, Decide(*spot(state, cls).key, action, **more), team.reviewer)


def undo(state):
    return steps.undo(state, state.revision.as_object())


def redo(state):
    return steps.redo(state, state.revision.as_object())


def actions_of(state):
    return [s.action for s in spots_of(state.revision)]


def test_one_decision_for_all_alike_is_one_step(team):
    _page, state = waiting(team, TWICE)
    act(state, team, "RESIDENT_ID", "remove", scope="value")
    assert len(undo(state).changes) == 2
    assert set(actions_of(state)) == {""}


def test_every_step_is_taken_back_in_turn_and_taken_again(team):
    _page, state = waiting(team)
    act(state, team, "RESIDENT_ID", "remove")
    act(state, team, "RECIPIENT_NAME", "mask")
    act(state, team, "RECIPIENT_NAME", "remove")
    assert [undo(state) and actions_of(state) for _n in range(3)] == [
        ["mask", "remove"],
        ["", "remove"],
        ["", ""],
    ]
    assert undo(state) is None
    assert [redo(state) and actions_of(state) for _n in range(3)] == [
        ["", "remove"],
        ["mask", "remove"],
        ["remove", "remove"],
    ]
    assert redo(state) is None


def test_a_new_decision_ends_what_could_be_redone(team):
    _page, state = waiting(team)
    act(state, team, "RESIDENT_ID", "remove")
    undo(state)
    act(state, team, "RESIDENT_ID", "mask")
    assert redo(state) is None
    assert "mask" in actions_of(state)


def test_grounds_come_back_with_a_redone_keep(team):
    _page, state = waiting(team)
    grounds = {"reason": "本人是项目负责人", "basis": "条例第二十条"}
    act(state, team, "RECIPIENT_NAME", "keep", **grounds)
    undo(state)
    redo(state)
    row = ReviewDecision.objects.get(action="keep")
    assert (row.reason, row.basis, row.by) == (*grounds.values(), team.reviewer)


def test_a_mark_is_undone_as_well(team):
    _page, state = waiting(team, "<p>反映人住老槐树下第三家。</p>")
    page = state.revision.as_object()
    with steps.keeping(state, page, team.reviewer, "mark"):
        marking.mark(state, "b/1", "老槐树下第三家", "ADDRESS_DETAIL", "remove", team.reviewer)
    undo(state)
    assert not ReviewDecision.objects.exists()


def test_the_log_holds_no_value_and_nothing_of_a_refused_act(team):
    _page, state = waiting(team)
    act(state, team, "RESIDENT_ID", "remove")
    with pytest.raises(CannotDecide):
        act(state, team, "RECIPIENT_NAME", "keep")
    step = DecisionStep.objects.get()
    assert people.ID_NUMBER not in str(step.changes)
    assert people.NAME not in str(step.changes)
