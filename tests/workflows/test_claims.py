from datetime import timedelta

from django.utils import timezone

from tests import factories
from tests.workflows import people
from workflows import actions, claims, roles, setup
from workflows.standing import running_state


def test_one_reviewer_at_a_time_until_the_claim_runs_out(team):
    other = factories.user("reviewer-2")
    setup.assign(other, roles.REVIEWER, team.unit)
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    state, now = running_state(page), timezone.now()
    assert claims.claim(state, team.reviewer, now)
    assert not claims.claim(state, other, now + timedelta(minutes=29))
    assert claims.claim(state, other, now + timedelta(minutes=31))


def test_a_claim_put_back_is_free(team):
    other = factories.user("reviewer-2")
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    state = running_state(page)
    claims.claim(state, team.reviewer)
    claims.release_claim(state, other)
    assert not claims.claim(state, other)
    claims.release_claim(state, team.reviewer)
    assert claims.claim(state, other)
