"""The reviewer's desk: order of work, what a line says, filters, claims, and its cost."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import models, outbox
from tests import factories
from tests.workflows import people
from workflows import actions, claims, desk, roles, setup, standing
from workflows.models import PrivacyReviewState, QueueSummary, UploadedFile
from workflows.review import pace, queue, summaries
from workflows.standing import objections, running_state

QUEUE = "/admin/mingjing/review/"


def waiting(team, **fields):
    """An item that waits for the privacy review."""
    page = people.notice(team, **fields)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page


def due(page, day):
    models.DisclosurePage.objects.filter(pk=page.pk).update(due_on=day)


def order(team) -> list[int]:
    return [entry.item.page.pk for entry in queue.entries(team.reviewer)]


def test_the_order_of_work_puts_late_before_near_before_todays_notice_before_the_rest(team):
    today = timezone.localdate()
    rest, notice, near, late = (waiting(team) for _n in range(4))
    due(rest, today + timedelta(days=40))
    due(notice, today + timedelta(days=60))
    models.DisclosurePage.objects.filter(pk=notice.pk).update(publicity_from=today)
    due(near, today + timedelta(days=1))
    due(late, today - timedelta(days=9))
    assert order(team) == [late.pk, near.pk, notice.pk, rest.pk]


def test_a_warning_goes_before_everything(team):
    today = timezone.localdate()
    late, warning = waiting(team), waiting(team)
    due(late, today - timedelta(days=9))
    due(warning, today + timedelta(days=40))
    kind = ContentType.objects.get_for_model(models.WarningPage)
    models.DisclosurePage.objects.filter(pk=warning.pk).update(content_type=kind)
    assert [e.rank for e in queue.entries(team.reviewer)] == [queue.URGENT, queue.LATE]


def test_a_line_says_what_was_found_by_class_and_kind_of_content(team):
    waiting(team, prose=people.PROSE)
    entry = queue.entries(team.reviewer)[0]
    assert dict(entry.places_by_content)["prose"] == entry.places
    assert {"RESIDENT_ID", "RECIPIENT_NAME"} <= set(entry.by_class)
    assert not entry.is_empty
    assert not entry.may_go_in_a_batch


def test_a_summary_holds_counts_and_no_value(team):
    waiting(team, prose=people.PROSE)
    outbox.drain()
    row = QueueSummary.objects.values().get()
    assert people.ID_NUMBER not in str(row)
    assert people.NAME not in str(row)


def test_nothing_found_still_asks_for_a_look(team, client):
    waiting(team)
    client.force_login(team.reviewer)
    shown = client.get(QUEUE).content.decode()
    assert "没有发现" in shown
    assert "仍须看一遍" in shown


def test_a_file_that_is_being_read_or_cannot_be_read_is_no_empty_finding(team):
    page = waiting(team)
    summary = summaries.make(running_state(page))
    vault_id = "00000000-0000-4000-8000-000000000001"
    summary.file_ids, summary.files = [vault_id], 1
    summary.save()
    file = UploadedFile.objects.create(vault_id=vault_id, page_id=page.pk)
    entry = queue.entries(team.reviewer)[0]
    assert entry.files_under_way == 1
    assert not entry.is_empty
    file.state, file.counts = UploadedFile.READY, {"RESIDENT_ID": 4}
    file.save()
    entry = queue.entries(team.reviewer)[0]
    assert entry.by_class == {"RESIDENT_ID": 4}
    file.state = UploadedFile.UNREADABLE
    file.save()
    assert queue.entries(team.reviewer)[0].files_failed == 1


def test_the_number_of_statements_does_not_grow_with_the_queue(team, client):
    client.force_login(team.reviewer)

    def statements(count):
        while PrivacyReviewState.objects.count() < count:
            waiting(team)
        for _n in range(2):
            client.get(QUEUE)  # what is made once is made, thirty at a time
        with CaptureQueriesContext(connection) as seen:
            assert client.get(QUEUE).status_code == 200
        return len(seen)

    few = statements(5)
    assert statements(50) == few


def test_a_long_queue_is_shown_page_by_page(team, client, monkeypatch):
    monkeypatch.setattr("workflows.views.queue.PER_PAGE", 2)
    for _n in range(5):
        waiting(team)
    client.force_login(team.reviewer)
    assert client.get(QUEUE).content.decode().count('class="mj-title"') == 2
    last = client.get(QUEUE, {"page": "3"}).content.decode()
    assert last.count('class="mj-title"') == 1
    assert client.get(QUEUE, {"page": "nonsense"}).status_code == 200


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"cls": "RESIDENT_ID"}, 1),
        ({"cls": "none"}, 1),
        ({"cls": "PASSPORT"}, 0),
        ({"unit": "jl-test"}, 2),
        ({"unit": "jl-unknown"}, 2),
        ({"domain": "health"}, 0),
        ({"tables": "on"}, 0),
        ({"files": "on"}, 2),
        ({"changed": "on"}, 0),
        ({"due": "late"}, 2),
        ({"free": "on"}, 2),
        ({"cls": "RESIDENT_ID", "free": "on"}, 1),
    ],
)
def test_filters_narrow_the_queue_and_unknown_wishes_are_left_out(team, client, wish, found):
    waiting(team, prose=people.PROSE)
    waiting(team)
    client.force_login(team.reviewer)
    answer = client.get(QUEUE, wish)
    assert answer.context["found"] == found


def test_claiming_one_line_leads_to_its_review_and_shows_when_it_is_let_go(team, client):
    page = waiting(team)
    state = running_state(page)
    client.force_login(team.reviewer)
    assert client.post(QUEUE, {"state": state.pk}).url == f"{QUEUE}{page.pk}/"
    assert "自动释放" in client.get(QUEUE, {"tab": "mine"}).content.decode()


def test_the_next_one_is_the_most_urgent_that_nobody_holds(team, client):
    today = timezone.localdate()
    other = factories.user("reviewer-2")
    setup.assign(other, roles.REVIEWER, team.unit)
    later, sooner = waiting(team), waiting(team)
    due(later, today + timedelta(days=40))
    due(sooner, today + timedelta(days=20))
    claims.claim(running_state(sooner), other)
    client.force_login(team.reviewer)
    assert client.post(QUEUE).url == f"{QUEUE}{later.pk}/"
    assert client.post(QUEUE).url == QUEUE


def test_what_was_sent_back_is_on_its_tab_until_it_is_submitted_again(team, client):
    page = waiting(team)
    actions.return_(page, team.reviewer, "第二段请改写")
    client.force_login(team.reviewer)
    assert "第二段请改写" in client.get(QUEUE, {"tab": "returned"}).content.decode()
    actions.submit(page, team.editor)
    assert "第二段请改写" not in client.get(QUEUE, {"tab": "returned"}).content.decode()


def test_objections_in_bulk_are_those_of_each_item(team):
    setup.assign(team.editor, roles.REVIEWER, team.unit)
    setup.assign(team.approver, roles.REVIEWER, team.unit)
    pages = [waiting(team), waiting(team, prose=people.PROSE)]
    pairs = [(page, running_state(page)) for page in pages]
    for person in (team.editor, team.approver, team.reviewer):
        bulk = standing.objections_in_bulk(pairs, person)
        single = {s.pk: objections(p, person, s) for p, s in pairs if objections(p, person, s)}
        assert bulk == single


def test_minutes_per_item_are_measured_from_taking_it_up(team):
    page = waiting(team)
    state, now = running_state(page), timezone.now()
    claims.claim(state, team.reviewer, now - timedelta(minutes=25))
    claims.claim(state, team.reviewer, now - timedelta(minutes=5))
    assert pace.median_minutes(team.reviewer) is None
    actions.review_and_clear(page, team.reviewer)
    PrivacyReviewState.objects.filter(pk=state.pk).update(finished_at=now)
    assert pace.median_minutes(team.reviewer) == 25
    assert pace.median_minutes(team.reviewer, now + timedelta(days=8)) is None


def test_tabs_count_what_waits_behind_them(team):
    waiting(team)
    counts = {tab.key: tab.count for tab in desk.tabs(team.reviewer)}
    assert counts == {"waiting": 1, "mine": 0, "returned": 0, "second": 0, "reports": 0} | {
        key: n for key, n in counts.items() if key == "confirm"
    }


def test_a_reviewer_of_another_unit_sees_nothing_of_it(team, client):
    page = waiting(team)
    stranger = people.staff("jl-other").reviewer
    client.force_login(stranger)
    assert page.title not in client.get(QUEUE).content.decode()
    assert client.post(QUEUE, {"state": running_state(page).pk}).url == QUEUE
    assert running_state(page).claimant() is None
