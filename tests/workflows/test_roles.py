"""Who holds which role: groups of a unit, assignments, no way round for superusers."""

import pytest
from wagtail.models import GroupPagePermission, Workflow

from privacy import vault
from tests import factories
from tests.workflows import people
from workflows import roles, setup
from workflows.models import ReviewerAssignment


def test_setting_up_again_changes_nothing(site):
    def counts():
        return (
            Workflow.objects.count(),
            [task.name for task in Workflow.objects.get(name=setup.WORKFLOW_NAME).tasks],
            GroupPagePermission.objects.count(),
        )

    before = counts()
    setup.install()
    assert counts() == before
    assert before[1] == ["单位审核", "隐私审查", "保密审查和发布"]


def test_no_group_of_ours_may_publish_past_the_workflow(team):
    held = GroupPagePermission.objects.filter(group__unit_role__isnull=False)
    assert set(held.values_list("permission__codename", flat=True)) == {"add_page", "change_page"}
    assert not held.exclude(group__unit_role__role=roles.EDITOR).exists()


def test_a_role_counts_in_its_own_unit_only(team):
    other = factories.unit("jl-other", name="省另一厅")
    assert roles.has_role(team.editor, roles.EDITOR, team.unit)
    assert not roles.has_role(team.editor, roles.EDITOR, other)
    assert not roles.has_role(team.editor, roles.APPROVER, team.unit)


def test_a_reviewer_needs_the_assignment_as_well(team):
    other = factories.unit("jl-other", name="省另一厅")
    assert roles.has_role(team.reviewer, roles.REVIEWER, team.unit)
    assert not roles.has_role(team.reviewer, roles.REVIEWER, other)
    ReviewerAssignment.objects.all().delete()
    assert not roles.has_role(team.reviewer, roles.REVIEWER, team.unit)


def test_only_reviewers_reach_the_vault(team):
    assert vault.may_open(team.reviewer)
    for person in (team.editor, team.approver, team.publisher):
        assert not vault.may_open(person)


@pytest.mark.parametrize("role", roles.LABELS)
def test_a_superuser_holds_no_role(team, role):
    chief = factories.user("chief", is_superuser=True)
    assert not roles.has_role(chief, role, team.unit if role in roles.UNIT_ROLES else None)


def test_an_inactive_account_holds_no_role(team):
    team.editor.is_active = False
    assert not roles.has_role(team.editor, roles.EDITOR, team.unit)
    assert roles.roles_of(team.editor) == set()


def test_roles_of_a_unit_need_the_unit(site):
    with pytest.raises(ValueError, match="unit"):
        setup.assign(factories.user("somebody"), roles.EDITOR)


def test_global_roles(site):
    somebody = factories.user("somebody")
    for role in (roles.OFFICE, roles.AUDITOR, roles.ADMIN):
        setup.assign(somebody, role)
    assert roles.roles_of(somebody) == {roles.OFFICE, roles.AUDITOR, roles.ADMIN}
    assert list(roles.users_with(roles.OFFICE)) == [somebody]


def test_the_people_of_a_step_are_found_by_the_unit(team):
    people.staff("jl-other", name="省另一厅")
    assert list(roles.users_with(roles.APPROVER, team.unit)) == [team.approver]
    assert list(roles.users_with(roles.REVIEWER, team.unit)) == [team.reviewer]
