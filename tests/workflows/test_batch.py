"""Clearing many at once: only what holds nothing, only after the drawn sample was opened."""

import pytest

from disclosure.models import Clearance
from tests import factories
from tests.workflows import people
from workflows import actions, batches, claims, roles, setup
from workflows.models import Batch
from workflows.standing import NotAllowed, running_state

NEW = "/admin/mingjing/batches/new/"


def waiting(team, **fields):
    page = people.notice(team, **fields)
    draft = page.get_latest_revision_as_object()
    draft.attachment_rows.set([])
    draft.save()
    draft.save_revision(user=team.editor)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page


def state_ids(pages) -> list[int]:
    return [running_state(page).pk for page in pages]


def read_sample(batch, client):
    for item in batch.items.filter(is_sample=True):
        client.get(f"/admin/mingjing/batches/{batch.pk}/{item.pk}/")


@pytest.mark.parametrize(
    ("items", "size"), [(1, 1), (2, 2), (3, 3), (12, 3), (30, 3), (31, 4), (100, 10), (200, 20)]
)
def test_a_tenth_and_at_least_three_are_looked_at(items, size):
    assert batches.sample_size(items) == size


def test_after_the_sample_every_item_gets_a_clearance_of_its_own(team, client):
    pages = [waiting(team) for _n in range(5)]
    client.force_login(team.reviewer)
    answer = client.post(NEW, {"state": state_ids(pages)})
    batch = Batch.objects.get()
    assert answer.url == f"/admin/mingjing/batches/{batch.pk}/"
    assert batch.items.filter(is_sample=True).count() == 3
    read_sample(batch, client)
    client.post(answer.url)
    assert {c.page_id for c in Clearance.objects.filter(rule=batch.rule)} == {p.pk for p in pages}
    assert Clearance.objects.filter(by=team.reviewer, approval__isnull=False).count() == 5
    batch.refresh_from_db()
    assert batch.finished_at
    assert actions.release(pages[0], team.publisher).type == "publish"


def test_nothing_is_cleared_before_every_drawn_item_was_opened(team, client):
    pages = [waiting(team) for _n in range(4)]
    client.force_login(team.reviewer)
    client.post(NEW, {"state": state_ids(pages)})
    batch = Batch.objects.get()
    sample = list(batch.items.filter(is_sample=True))
    for item in sample[:-1]:
        client.get(f"/admin/mingjing/batches/{batch.pk}/{item.pk}/")
    client.post(f"/admin/mingjing/batches/{batch.pk}/")
    assert not Clearance.objects.exists()
    assert (
        "还有 1 件没有打开看过"
        in client.get(f"/admin/mingjing/batches/{batch.pk}/").content.decode()
    )


def test_the_sample_is_drawn_on_the_server_and_differs(team):
    pages = [waiting(team) for _n in range(6)]
    drawn = set()
    for _n in range(12):
        batch = batches.begin(state_ids(pages), by=team.reviewer)
        drawn.add(frozenset(batch.items.filter(is_sample=True).values_list("page_id", flat=True)))
    assert len(drawn) > 1


def test_findings_files_and_own_items_are_never_in_a_batch(team, client):
    plain, found = waiting(team), waiting(team, prose=people.PROSE)
    with_file = people.notice(team)
    actions.submit(with_file, team.editor)
    actions.approve(with_file, team.approver)
    batch = batches.begin(state_ids([plain, found, with_file]), by=team.reviewer)
    assert [item.page_id for item in batch.items.all()] == [plain.pk]
    setup.assign(team.editor, roles.REVIEWER, team.unit)
    with pytest.raises(NotAllowed):
        batches.begin(state_ids([plain]), by=team.editor)


def test_what_another_reviewer_holds_is_left_out(team):
    other = factories.user("reviewer-2")
    setup.assign(other, roles.REVIEWER, team.unit)
    held, free = waiting(team), waiting(team)
    claims.claim(running_state(held), other)
    batch = batches.begin(state_ids([held, free]), by=team.reviewer)
    assert [item.page_id for item in batch.items.all()] == [free.pk]


def test_one_item_that_fails_is_told_and_the_others_pass(team, client):
    pages = [waiting(team) for _n in range(4)]
    client.force_login(team.reviewer)
    client.post(NEW, {"state": state_ids(pages)})
    batch = Batch.objects.get()
    read_sample(batch, client)
    actions.return_(pages[2], team.reviewer, "第二段请改写")
    shown = client.post(f"/admin/mingjing/batches/{batch.pk}/", follow=True).content.decode()
    assert batch.items.filter(cleared_at__isnull=False).count() == 3
    assert batch.items.get(page_id=pages[2].pk).failure == "gone"
    assert "已不在审查这一步" in shown


def test_an_interrupted_batch_goes_on_where_it_stopped(team, client, monkeypatch):
    pages = [waiting(team) for _n in range(4)]
    batch = batches.begin(state_ids(pages), by=team.reviewer)
    batch.items.filter(is_sample=True).update(viewed_at=batch.made_at)
    monkeypatch.setattr(batches, "AT_MOST", -batches.AT_MOST)
    assert batches.go_on(batch, by=team.reviewer) == 3
    assert batches.go_on(batch, by=team.reviewer) == 2
    assert list(batches.unfinished(team.reviewer)) == [batch]
    monkeypatch.undo()
    assert batches.go_on(batch, by=team.reviewer) == 0
    assert not batches.unfinished(team.reviewer).exists()


def test_a_crash_in_one_item_leaves_it_waiting_and_the_rest_cleared(team, monkeypatch):
    pages = [waiting(team) for _n in range(3)]
    batch = batches.begin(state_ids(pages), by=team.reviewer)
    batch.items.update(viewed_at=batch.made_at)
    usual = actions.review_and_clear

    def breaks(page, by, **options):
        if page.pk == pages[1].pk:
            raise RuntimeError
        return usual(page, by, **options)

    monkeypatch.setattr("workflows.batches.actions.review_and_clear", breaks)
    assert batches.go_on(batch, by=team.reviewer) == 0
    assert batch.items.get(page_id=pages[1].pk).failure == "error"
    assert running_state(pages[1]).task.specific_class.__name__ == "PrivacyReviewTask"
    assert Clearance.objects.count() == 2


def test_a_batch_is_open_to_who_began_it_alone(team, client):
    pages = [waiting(team)]
    other = factories.user("reviewer-2")
    setup.assign(other, roles.REVIEWER, team.unit)
    batch = batches.begin(state_ids(pages), by=team.reviewer)
    client.force_login(other)
    assert client.get(f"/admin/mingjing/batches/{batch.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        batches.go_on(batch, by=other)


def test_hostile_choices_are_answered_in_words(team, client):
    client.force_login(team.reviewer)
    answer = client.post(NEW, {"state": ["x", "-1", "99999999", "1; DROP"]}, follow=True)
    assert "没有可以成批放行的内容" in answer.content.decode()
