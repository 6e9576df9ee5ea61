"""Duties in a real browser: no barrier and no sideways scrolling, in public and in the admin."""

from datetime import date, timedelta

import pytest

from disclosure.duties.statements import sign
from disclosure.models import Duty
from disclosure.periods import today
from tests import factories
from tests.flows.test_public_pages_axe import COOKIES, VISITORS, overflow, violations
from tests.home.published import published
from tests.workflows import people
from workflows import roles, setup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def team():
    people.install()
    return people.staff("jl-test", name="省测试厅")


def _duty(unit, row, key, kind="continuous", **fields) -> Duty:
    return Duty.objects.create(unit=unit, catalogue_item=row, kind=kind, event_key=key, **fields)


@pytest.fixture
def duties(team):
    """One of each state that is shown differently."""
    row = factories.catalogue_item("P15")
    row.deadline_rules = [{"code": "LONG", "kind": "long_term", "first_within_working_days": 20}]
    row.save()
    late = today() - timedelta(days=30)
    clock = {"due_rule": "LONG", "counted_from": late - timedelta(days=28)}
    year = {"kind": "yearly", "period_from": date(late.year, 1, 1), "period_to": late}
    made = [
        _duty(team.unit, row, "a", due_on=late, **clock),
        _duty(team.unit, row, "b", due_on=late, fulfilled_on=today(), page=published()),
        _duty(team.unit, row, "c", due_on=today() + timedelta(days=90), is_provisional=True),
        _duty(team.unit, row, "d", due_on=late, **year),
    ]
    sign(made[3], by=team.approver, post="approver", reason="本期没有收到这项资金，没有安排使用。")
    return made


def addresses(duties) -> list[str]:
    return ["/duties/", "/duties/jl-test/", *(f"/duties/jl-test/{one.pk}/" for one in duties)]


def test_no_public_page_of_duties_has_a_barrier(live_server, browser_context, duties):
    problems = []
    for visitor, options in VISITORS.items():
        page = browser_context(**options).new_page()
        for address in addresses(duties):
            page.goto(live_server.url + address)
            if options.get("java_script_enabled", True):
                problems += [f"{visitor} {address} {found}" for found in violations(page)]
                problems += [f"{visitor} {address} overflow"] * (overflow(page) > 0)
            else:
                assert page.locator("h1").count() == 1, address
    assert problems == []


@pytest.mark.parametrize("cookie", COOKIES.values(), ids=COOKIES.keys())
def test_large_type_and_the_narrowest_screen_fit(live_server, browser_context, duties, cookie):
    visitor = browser_context(viewport={"width": 320, "height": 700})
    visitor.add_cookies([{"name": "mode", "value": cookie, "url": live_server.url}])
    page, problems = visitor.new_page(), []
    for address in addresses(duties):
        page.goto(live_server.url + address)
        problems += [f"{address} {found}" for found in violations(page)]
        problems += [f"{address} overflow {overflow(page)}"] * (overflow(page) > 0)
    assert problems == []


def test_an_approver_signs_by_keyboard_on_a_phone(
    live_server, browser_context, client, duties, team
):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    visitor = browser_context(**PHONE)
    client.force_login(team.approver)
    cookie = client.cookies["sessionid"].value
    visitor.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page, problems = visitor.new_page(), []
    for address in ("", f"{duties[0].pk}/"):
        page.goto(f"{live_server.url}/admin/mingjing/duties/{address}")
        problems += [f"{address} {found}" for found in violations(page)]
        problems += [f"{address} overflow"] * (overflow(page) > 0)
    assert problems == []
    page.locator("#id_reason").focus()
    page.keyboard.type("本期没有收到这项资金，也没有安排使用。")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("现在有效").wait_for()
