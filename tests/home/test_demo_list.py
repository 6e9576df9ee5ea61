"""The demo's list: public and masked, with a period, and to be asked by its people."""

import pytest
from django.urls import reverse

from disclosure import periods
from disclosure.models import DisclosurePage
from home.demo import lists
from home.demo.accounts import ensure_accounts
from workflows.lists import own_rows

pytestmark = pytest.mark.django_db


def test_the_demo_shows_a_list_in_its_period(site_ready, client):
    users = ensure_accounts()
    assert lists.ensure_lists(users, lists.STORIES[:1]) == 1
    assert lists.ensure_lists(users, lists.STORIES[:1]) == 0
    item = DisclosurePage.objects.get(source_id=lists.STORIES[0].source_id)
    page = client.get(f"/i/{item.number}/").content.decode()
    first = lists.households(1)[0]
    assert "公示中" in page and "96" in page
    assert first[0] not in page and first[1] not in page
    assert periods.running(item.number).last_day == item.publicity_to
    clearance_id = item.specific.recipient_tables.get().vault_id
    assert clearance_id is not None
    from disclosure.models import Clearance

    own_rows.build(item.number, {"clearance": Clearance.objects.latest("pk").pk})
    answer = client.post(f"/i/{item.number}/mine/", {"name": first[0], "identity": first[1]})
    assert "名册里有您" in answer.content.decode()


def test_ten_thousand_households_wait_for_the_demo_reviewer(site_ready, client):
    users = ensure_accounts()
    lists.ensure_lists(users, lists.STORIES[1:])
    item = DisclosurePage.objects.get(source_id=lists.STORIES[1].source_id)
    assert not item.live
    client.force_login(users["reviewer"])
    shown = client.get(reverse("workflows:review", args=[item.pk])).content.decode()
    assert "10,000" in shown or "10000" in shown
    first = lists.households(1)[0]
    assert first[0] not in shown and first[1] not in shown
