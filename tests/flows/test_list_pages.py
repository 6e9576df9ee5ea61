"""Long lists, ended lists and 查本人 in a real browser: no barrier, nothing lost on a phone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from disclosure import list_ends, periods
from disclosure.models import ListPeriod, RecipientTable
from tests.disclosure.test_periods import periodic_row
from tests.flows.test_public_pages_axe import overflow, violations
from tests.home.published import published
from tests.workflows import listed, people
from workflows import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VISITORS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "narrow": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"},
}
ROWS = [
    [f"张*{'三五花兰'[n % 4]}({n})", f"第{n % 9 + 1}村", str(n % 5 + 1), f"{1200 + n:,}"]
    for n in range(240)
]
TOTALS = [
    {
        "kind": "other",
        "label": "其他 20 户（合并）",
        "count": 20,
        "cells": ["", "", "38", "29,115"],
    },
    {"kind": "total", "label": "合计 260 户", "count": 260, "cells": ["", "", "758", "345,795"]},
]


def keep(page, name: str) -> None:
    """A picture for the eye, where `MINGJING_PICTURES` names a folder."""
    folder = os.environ.get("MINGJING_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def long_list(**fields):
    table = RecipientTable(
        caption="拟确认低保对象名册",
        columns=["姓名", "村（社区）", "保障人数", "月保障金额（元）"],
        rows=ROWS,
        totals=TOTALS,
    )
    return published(
        title="2026年第四季度拟确认最低生活保障对象公示",
        catalogue_item=periodic_row(),
        rows=[("recipient_tables", table)],
        **fields,
    )


def looked_at(browser_context, live_server, address, name) -> list[str]:
    problems = []
    for visitor, options in VISITORS.items():
        page = browser_context(**options).new_page()
        page.goto(live_server.url + address)
        problems += [f"{visitor} {found}" for found in violations(page)]
        problems += [f"{visitor} overflow"] * (overflow(page) > 0)
        keep(page, f"{name}-{visitor}")
    return problems


def test_a_long_list_has_no_barrier_and_fits_a_phone(live_server, browser_context):
    item = long_list()
    assert looked_at(browser_context, live_server, f"/i/{item.number}/?t1=2", "list") == []


def test_an_ended_list_says_so_and_keeps_its_totals(live_server, browser_context):
    item = long_list()
    ListPeriod.objects.update(last_day=periods.today() - timedelta(1), days=1)
    ListPeriod.objects.update(posted_on=periods.today() - timedelta(30))
    list_ends.end_due(item.number)
    assert looked_at(browser_context, live_server, f"/i/{item.number}/", "ended") == []
    page = browser_context().new_page()
    page.goto(f"{live_server.url}/i/{item.number}/")
    text = page.locator("main").inner_text()
    assert "公示期满，名单已按规定撤下" in text and "345,795" in text and "张*" not in text


def test_the_pages_of_a_list_are_turned_without_script_and_by_village(live_server, browser_context):
    item = long_list()
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/i/{item.number}/")
    page.locator(".table-groups summary").click()
    page.locator(".table-groups a", has_text="第5村").click()
    assert "第5村合计" in page.locator("table.data").inner_text()
    assert "#table-1" in page.url
    page.locator("a[rel~=next]").click()
    assert "第6村" in page.locator("table.data caption").inner_text()
    with page.expect_download() as download:
        page.locator(".downloads a", has_text="XLSX").click()
    assert download.value.suggested_filename == f"{item.number}-v1-table-1.xlsx"


def test_a_person_finds_their_own_row(live_server, browser_context):
    people.install()
    team = people.staff()
    rows = listed.households(36)
    page = listed.in_review(listed.with_list(team, rows), team)
    listed.decide(page, team)
    actions.review_and_clear(page, team.reviewer, "proposed")
    item = listed.released(page, team)
    address = f"/i/{item.number}/mine/"
    assert looked_at(browser_context, live_server, address, "mine") == []
    phone = browser_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    form = phone.new_page()
    form.goto(f"{live_server.url}/i/{item.number}/")
    form.locator("a", has_text="查本人").click()
    form.fill("#id_name", rows[0][0])
    form.fill("#id_identity", rows[0][1])
    form.click("main button[type=submit]")
    assert "名册里有您" in form.locator("main").inner_text()
    assert rows[0][1] not in form.content() and rows[0][1] not in form.url
    keep(form, "mine-found")
    form.fill("#id_name", "某某某")
    form.fill("#id_identity", rows[0][1])
    form.click("main button[type=submit]")
    assert "没有查到" in form.locator("main").inner_text()
    keep(form, "mine-nothing")
