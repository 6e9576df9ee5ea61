"""Who decides about a list sees until when it will be shown, and how that is counted."""

import pytest
from django.urls import reverse

from disclosure import periods
from tests.workflows import listed, people
from workflows import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    people.install()
    return people.staff()


def text_of(client, name, page) -> str:
    answer = client.get(reverse(f"workflows:{name}", args=[page.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_reviewer_and_publisher_see_the_last_day_and_its_count(team, client):
    page = listed.in_review(listed.with_list(team, listed.households(36), code="W1-3"), team)
    client.force_login(team.reviewer)
    assert "名册公示到" in text_of(client, "review", page)
    listed.decide(page, team)
    actions.review_and_clear(page, team.reviewer, "proposed")
    client.force_login(team.publisher)
    shown = text_of(client, "release", page)
    end = periods.expected_end(type(page).objects.get(pk=page.pk))
    assert "名册公示到" in shown and "次日零点自动撤下名册" in shown
    assert f"{end.last_day.year}年{end.last_day.month}月{end.last_day.day}日" in shown
    assert "起算日" in shown and "第7日" in shown


def test_a_list_that_stays_has_no_last_day(team, client):
    page = listed.in_review(listed.with_list(team, listed.households(36), code="W1-4"), team)
    client.force_login(team.reviewer)
    assert "名册公示到" not in text_of(client, "review", page)


def test_a_list_for_the_board_alone_has_a_period_too(team):
    """No row of it is public; asking for one's own row and the sheet still end."""
    rows = listed.households(36)
    page = listed.in_review(listed.with_list(team, rows, code="W4-3"), team)
    listed.decide(page, team)
    actions.review_and_clear(page, team.reviewer, "proposed")
    item = listed.released(page, team)
    table = item.recipient_tables.get()
    assert table.rows == [] and table.vault_id
    assert periods.running(item.number) is not None
