"""Each list holds an item once: draft, under way, returned, to do."""

from tests.workflows import people
from workflows import actions, worklist
from workflows.standing import running_state


def titles(items):
    return [item.title for item in items]


def lists_of(team):
    return {
        "drafts": len(worklist.drafts(team.editor)),
        "returned": len(worklist.returned(team.editor)),
        "approver": len(worklist.to_do(team.approver)),
        "reviewer": len(worklist.to_do(team.reviewer)),
        "publisher": len(worklist.to_do(team.publisher)),
    }


def only(name):
    names = ("drafts", "returned", "approver", "reviewer", "publisher")
    return {other: int(other == name) for other in names}


def test_an_item_stands_in_one_list_at_each_step(team):
    page = people.notice(team)
    assert lists_of(team) == only("drafts")
    actions.submit(page, team.editor)
    assert lists_of(team) == only("approver")
    actions.return_(page, team.approver, "请补充依据。")
    assert lists_of(team) == only("returned")
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    assert lists_of(team) == only("reviewer")
    actions.review_and_clear(page, team.reviewer, "proposed")
    assert lists_of(team) == only("publisher")
    actions.release(page, team.publisher)
    assert lists_of(team) == only("")


def test_what_the_author_took_back_is_a_draft_again(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    running_state(page).workflow_state.cancel(user=team.editor)
    assert lists_of(team) == only("drafts")


def test_the_most_urgent_stands_first(team):
    from datetime import date

    for day in (20, 5, 12):
        page = people.notice(team, title=f"关于第{day}号工作的公告", due_on=date(2026, 3, day))
        actions.submit(page, team.editor)
    assert titles(worklist.to_do(team.approver)) == [
        "关于第5号工作的公告",
        "关于第12号工作的公告",
        "关于第20号工作的公告",
    ]


def test_what_one_wrote_oneself_is_not_offered(team):
    from workflows import roles, setup

    setup.assign(team.editor, roles.APPROVER, team.unit)
    actions.submit(people.notice(team), team.editor)
    assert worklist.to_do(team.editor) == []
