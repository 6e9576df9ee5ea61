"""The item form as an editor uses it: typing, autosave, rows, the list of what is missing."""

import pytest
from django.urls import reverse

from disclosure import models
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(page, live_server, client):
    client.force_login(factories.user("root", is_superuser=True))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def test_typing_saves_one_draft_and_ticks_off_what_is_there(live_server, client, browser_page):
    column = factories.column(factories.unit(domains=["poverty"]))
    factories.catalogue_item("P8")
    page = signed_in(browser_page, live_server, client)
    page.goto(live_server.url + reverse("wagtailadmin_pages:add_subpage", args=[column.pk]))
    page.get_by_role("link", name="扶贫资金分配").click()
    tally = page.locator("[data-mj-tally]")
    before = tally.inner_text()
    page.fill("#id_title", "2018年扶贫资金分配")
    page.fill("#id_fund_name", "财政专项扶贫资金")
    page.locator("#id_allocation_rows-ADD").click()
    page.fill("#id_allocation_rows-0-recipient_unit", "东山镇")
    page.fill("#id_allocation_rows-0-amount", "1000")
    page.locator("#id_fund_name").blur()
    page.wait_for_function("document.querySelectorAll('[data-mj-checks] .is-ok').length === 2")
    assert tally.inner_text() != before
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("button.action-save").click()
    page.wait_for_load_state()
    item = models.FundDisclosurePage.objects.get()
    assert item.fund_name == "财政专项扶贫资金"
    assert item.allocation_rows.get().table == "allocation"
    assert page.locator("[data-mj-checks] .is-ok").count() == 2
