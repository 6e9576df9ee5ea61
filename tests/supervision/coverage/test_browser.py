"""Scoreboard and matrix in a real browser: no barrier, no sideways scrolling, arrow keys."""

import pytest
from django.conf import settings as django_settings

from supervision.coverage import exporting
from tests import factories
from tests.flows.test_public_pages_axe import overflow, violations
from tests.home.published import published
from tests.supervision.coverage import duties
from tests.workflows import people
from workflows import roles, setup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MATRIX = "/admin/mingjing/supervision/coverage/?period=all"
VISITORS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "tablet": {"viewport": {"width": 820, "height": 1100}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "small": {"viewport": {"width": 320, "height": 700}},
    "dark": {"viewport": {"width": 1024, "height": 800}, "color_scheme": "dark"},
}


@pytest.fixture
def office(transactional_db, settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.OUTBOX_INLINE = True
    people.install()
    page = published()
    duties.forget(page)
    long_name = "省安全生产委员会办公室各成员单位联合值班室（含派出机构、直属事业单位）"
    for number, name in enumerate(("省测试厅", long_name, "省丙厅")):
        unit = factories.unit(f"jl-{number}", name)
        duties.some(unit, page)
        duties.duty(unit, duties.row("ZZ2", "education", "service"))
    exporting.publish(duties.TODAY)
    person = factories.user("some-office")
    setup.assign(person, roles.OFFICE)
    return person


def opened(browser_context, live_server, client, person, **options):
    client.force_login(person)
    context = browser_context(**options)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return context.new_page()


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_public_pages_have_no_barrier(office, live_server, browser_context, visitor):
    page = browser_context(**VISITORS[visitor]).new_page()
    for address in ("/scoreboard/", "/scoreboard/export/"):
        page.goto(live_server.url + address)
        if page.locator("details").count():
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        assert violations(page) == [], address
        assert overflow(page) <= 0, address


@pytest.mark.parametrize("visitor", ["desktop", "phone", "dark"])
def test_the_matrix_has_no_barrier(office, live_server, browser_context, client, visitor):
    page = opened(browser_context, live_server, client, office, **VISITORS[visitor])
    for address in (MATRIX, "/admin/mingjing/supervision/coverage/jl-0/welfare/result/"):
        page.goto(live_server.url + address)
        assert violations(page) == [], address


def test_arrow_keys_move_from_cell_to_cell(office, live_server, browser_context, client):
    page = opened(browser_context, live_server, client, office, **VISITORS["desktop"])
    page.goto(live_server.url + MATRIX)
    page.locator(".mj-cov tbody a").first.focus()

    def here():
        return page.evaluate("document.activeElement.getAttribute('href')")

    seen = [here()]
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(here())
    assert [address.split("/coverage/")[1].split("/?")[0] for address in seen] == [
        "jl-0/welfare/result",
        "jl-0/education/service",
        "jl-1/education/service",
        "jl-1/welfare/result",
        "jl-0/welfare/result",
    ]
