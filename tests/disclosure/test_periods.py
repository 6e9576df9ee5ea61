"""Lists of persons end with their period: counted, taken down everywhere, refused by date alone."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure import list_ends, outbox, periods, publishing
from disclosure.canonical import public_record
from disclosure.list_norms import Norm, end_of_list, norms_for
from disclosure.models import (
    CalendarOverride,
    DisclosurePage,
    ListPeriod,
    Outbox,
    PublicVersion,
    RecipientTable,
)
from disclosure.workcalendar import WorkCalendar
from ledger.models import LedgerEntry
from search.models import SearchDocument
from tests import factories
from tests.disclosure import stories
from tests.home.published import published

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKING = {"kind": "publicity_period", "days": 7, "day_type": "working", "basis": "目录"}
CALENDAR = {"kind": "publicity_period", "days": 7, "day_type": "calendar", "basis": "办法"}
ROWS = [["张*三", "东山村", "1200"], ["李*花", "西河村", "1300"]]
# 2026-10-12 is a Monday; 7 working days after it end on Wednesday, the 21st.
POSTED, LAST_DAY = date(2026, 10, 12), date(2026, 10, 21)


@pytest.fixture
def clock(monkeypatch):
    """`clock(day, hour, minute)` sets the time of China; it ticks, as clearances need it."""

    def set_to(day: date, hour: int = 9, minute: int = 0):
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
        ticks = itertools.count()
        monkeypatch.setattr(
            timezone, "now", lambda: moment + timedelta(microseconds=next(ticks) * 1000)
        )

    return set_to


def periodic_row(*rules):
    row = stories.row("X22", "NoticePage")
    row.privacy_policy, row.deadline_rules = "RECIP_WELFARE", list(rules or [WORKING])
    row.save()
    return row


def listed(rows=None, **fields):
    table = RecipientTable(
        caption="拟确认对象",
        columns=["姓名", "村", "金额（元）"],
        rows=ROWS if rows is None else rows,
        totals=[{"kind": "total", "label": "合计", "count": 2, "cells": ["", "", "2500"]}],
    )
    row = fields.pop("catalogue_item", None) or periodic_row()
    return published(catalogue_item=row, rows=[("recipient_tables", table)], **fields)


def anywhere(client, item, words="张*三") -> list[str]:
    """Public addresses at which the words can be read."""
    addresses = [
        f"/i/{item.number}/",
        f"/api/v1/items/{item.number}/",
        f"/i/{item.number}/table-1.csv",
        f"/i/{item.number}/table-1.xlsx",
        f"/ledger/parts.json?item={item.number}",
        f"/search/?q={item.number}",
        "/search/?q=东山村",
    ]
    return [
        address
        for address in addresses
        for answer in [client.get(address)]
        if words in body_of(answer)
    ]


def body_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_where_norms_differ_the_longer_one_binds():
    norms = norms_for([CALENDAR, WORKING], "RECIP_WELFARE")
    end = end_of_list(norms, POSTED, WorkCalendar([]))
    assert (end.last_day, end.norm.day_type) == (LAST_DAY, "working")


def test_a_period_without_a_number_of_days_takes_the_products_own():
    rule = {"kind": "publicity_period", "days": None, "product_default_days": 7}
    assert norms_for([rule], "RECIP_WELFARE") == [Norm(7, "calendar", "")]


def test_lists_that_stay_while_help_lasts_have_no_period():
    assert norms_for([{"kind": "long_term"}], "RECIP_WELFARE") == []


def test_a_policy_gives_a_period_where_the_row_names_none():
    assert norms_for([], "RECIP_DISASTER")[0].days == 90


def test_a_later_day_that_the_item_states_counts_unless_it_is_a_slip():
    norm, later, slip = Norm(7, "working", ""), LAST_DAY + timedelta(5), date(2062, 10, 21)
    assert end_of_list([norm], POSTED, WorkCalendar([]), later).last_day == later
    assert end_of_list([norm], POSTED, WorkCalendar([]), slip).last_day == LAST_DAY
    assert end_of_list([norm], POSTED, WorkCalendar([]), POSTED).last_day == LAST_DAY


@pytest.mark.django_db
def test_a_period_begins_with_the_release_and_its_end_is_owed_at_midnight_in_china(clock):
    clock(POSTED)
    item = listed()
    period = ListPeriod.objects.get(number=item.number)
    assert (period.posted_on, period.last_day, period.row_count) == (POSTED, LAST_DAY, 2)
    owed = Outbox.objects.get(kind="end_period")
    assert owed.due_at.astimezone(SHANGHAI) == datetime(2026, 10, 22, tzinfo=SHANGHAI)
    assert not outbox.pending().filter(kind="end_period").exists()  # not owed before its day


@pytest.mark.django_db
def test_an_item_without_a_list_has_no_period():
    published(catalogue_item=periodic_row())
    assert not ListPeriod.objects.exists()


@pytest.mark.django_db
def test_the_list_is_shown_on_its_last_day_and_not_a_minute_longer(clock, client):
    clock(POSTED)
    item = listed()
    outbox.drain()
    clock(LAST_DAY, 23, 59)
    page = client.get(f"/i/{item.number}/").content.decode()
    assert "张*三" in page and "公示中" in page
    clock(LAST_DAY + timedelta(1), 0, 0)
    # No worker ran: the date alone keeps it from being shown.
    assert anywhere(client, item) == []
    page = client.get(f"/i/{item.number}/").content.decode()
    assert "公示期满" in page and "2500" in page
    assert client.get(f"/i/{item.number}/table-1.csv").status_code == 410


@pytest.mark.django_db
def test_the_end_takes_the_list_out_of_every_copy(clock, client):
    clock(POSTED)
    item = listed()
    outbox.drain()
    clock(LAST_DAY + timedelta(1), 0, 1)
    outbox.drain()
    outbox.drain()  # what the end itself owes
    assert anywhere(client, item) == []
    page = DisclosurePage.objects.get(pk=item.pk).specific
    assert page.live and page.recipient_tables.get().rows == []
    assert all("张" not in str(v.parts) for v in PublicVersion.objects.filter(number=item.number))
    assert all("张*三" not in str(r.content) for r in page.revisions.all())
    assert "张*三" not in str(SearchDocument.objects.get(number=item.number).payload)
    period = ListPeriod.objects.get(number=item.number)
    assert period.removed_at and list_ends.left_of(period) == []
    last = LedgerEntry.objects.filter(item=item.number).order_by("-rev").first()
    assert (last.type, last.event.reason) == ("redact", "expired")


@pytest.mark.django_db
def test_what_remains_was_cleared_together_with_the_list(clock):
    clock(POSTED)
    item = listed()
    before = public_record(item)
    clock(LAST_DAY + timedelta(1))
    list_ends.end_due(item.number)
    after = public_record(DisclosurePage.objects.get(pk=item.pk).specific)
    assert after == periods.reduced(before)
    assert ("t/recipients.1/total", "合计\t\t\t2500") in after


@pytest.mark.django_db
def test_a_removal_that_would_leave_something_else_is_refused(clock, monkeypatch):
    clock(POSTED)
    item = listed()
    clock(LAST_DAY + timedelta(1))
    monkeypatch.setattr(publishing, "rewrite", lambda page, changes: None)
    with pytest.raises(publishing.NotCleared):
        list_ends.end_due(item.number)
    assert ListPeriod.objects.get(number=item.number).removed_at is None


@pytest.mark.django_db
def test_the_end_by_expiry_touches_nothing_but_lists(clock):
    item = listed()
    with pytest.raises(publishing.NotCleared):
        publishing.redact(item, {"title": [(0, 2, "")]}, reason="expired", by=None)


@pytest.mark.django_db
def test_a_worker_that_was_dead_for_days_is_caught_up_by_the_command(clock, client):
    clock(POSTED)
    first, second = listed(), listed(title="另一件")
    clock(LAST_DAY + timedelta(9))
    with pytest.raises(SystemExit) as ended:
        call_command("end_periods")
    assert ended.value.code == 0
    assert not periods.overdue().exists() and not periods.unconfirmed().exists()
    assert anywhere(client, first) == anywhere(client, second) == []


@pytest.mark.django_db
def test_one_item_that_fails_does_not_keep_the_others_up(clock, monkeypatch, capsys):
    clock(POSTED)
    bad, good = listed(), listed(title="另一件")
    clock(LAST_DAY + timedelta(1))
    usual = publishing.redact

    def failing(page, *args, **kwargs):
        if page.pk == bad.pk:
            raise RuntimeError
        return usual(page, *args, **kwargs)

    monkeypatch.setattr(publishing, "redact", failing)
    with pytest.raises(SystemExit) as ended:
        call_command("end_periods")
    assert ended.value.code == 1
    assert list(periods.overdue().values_list("number", flat=True)) == [bad.number]
    assert bad.number in capsys.readouterr().err and good.number


@pytest.mark.django_db
def test_a_copy_that_stays_is_looked_at_again_until_it_is_gone(clock, monkeypatch, capsys):
    clock(POSTED)
    item = listed()
    clock(LAST_DAY + timedelta(1))
    is_gone = {"now": False}
    monkeypatch.setitem(list_ends._copies, "elsewhere", lambda number: is_gone["now"])
    with pytest.raises(SystemExit) as ended:
        call_command("end_periods")
    assert ended.value.code == 1
    assert "elsewhere" in capsys.readouterr().err
    period = ListPeriod.objects.get(number=item.number)
    assert list_ends.left_of(period) == ["elsewhere"]
    assert Outbox.objects.get(kind="confirm_end").attempts == 1
    is_gone["now"] = True
    clock(LAST_DAY + timedelta(2))
    outbox.drain()
    period.refresh_from_db()
    assert list_ends.left_of(period) == []


@pytest.mark.django_db
def test_a_changed_list_begins_anew_and_an_unchanged_one_goes_on(clock):
    clock(POSTED)
    item = listed()
    clock(POSTED + timedelta(2))
    release_again(stories.revised(item, keywords="供暖"))
    assert ListPeriod.objects.get(number=item.number).last_day == LAST_DAY
    draft = DisclosurePage.objects.get(pk=item.pk).get_latest_revision_as_object()
    tables = list(draft.recipient_tables.all())
    tables[0].rows = [*ROWS, ["王*五", "东山村", "900"]]
    draft.recipient_tables.set(tables)
    draft.save_revision(user=stories.person("author"))
    release_again(draft)
    running = periods.running(item.number)
    assert running.posted_on == POSTED + timedelta(2)
    assert running.row_count == 3
    assert ListPeriod.objects.filter(number=item.number).count() == 2


@pytest.mark.django_db
def test_the_record_after_the_end_tells_days_rows_and_restart_and_no_name(clock, client):
    clock(POSTED)
    item = listed()
    changed = POSTED + timedelta(2)
    clock(changed)
    draft = DisclosurePage.objects.get(pk=item.pk).get_latest_revision_as_object()
    tables = list(draft.recipient_tables.all())
    tables[0].rows = [*ROWS, ["金*雀", "东山村", "900"]]
    draft.recipient_tables.set(tables)
    draft.save_revision(user=stories.person("author"))
    release_again(draft)
    outbox.drain()
    running = client.get(f"/api/v1/items/{item.number}/").json()
    assert running["list_ended"] is None
    until = periods.running(item.number).last_day
    clock(until + timedelta(1))
    outbox.drain()
    outbox.drain()
    ended = client.get(f"/api/v1/items/{item.number}/").json()["list_ended"]
    assert ended.pop("removed_at")
    assert ended == {
        "since": changed.isoformat(),
        "until": until.isoformat(),
        "days": 7,
        "day_type": "working",
        "basis": "目录",
        "row_count": 3,
        "restarted_on": changed.isoformat(),
    }
    page = client.get(f"/i/{item.number}/").content.decode()
    for words in ("共 3 行", "7 个工作日，从公示次日起算", "2026年10月14日起重新公示"):
        assert words in page
    for name in ("张*三", "李*花", "金*雀"):
        assert anywhere(client, item, name) == []


@pytest.mark.django_db
def test_a_list_that_ended_without_a_change_tells_of_no_restart(clock, client):
    clock(POSTED)
    item = listed()
    clock(LAST_DAY + timedelta(1))
    outbox.drain()
    state = periods.state_of(item.number)
    assert state.is_over and state.restarted_on is None
    page = client.get(f"/i/{item.number}/").content.decode()
    assert "公示期满" in page and "起重新公示" not in page


def release_again(page):
    page = DisclosurePage.objects.get(pk=page.pk).specific
    publishing.commit(stories.cleared(page), by=stories.person("publisher"), reason="update")


@pytest.mark.django_db
def test_a_later_correction_does_not_bring_the_list_back(clock, client):
    clock(POSTED)
    item = listed()
    stories.revised(item, keywords="旧稿")  # a draft from before the end
    clock(LAST_DAY + timedelta(1))
    list_ends.end_due(item.number)
    clock(LAST_DAY + timedelta(2))
    release_again(stories.revised(DisclosurePage.objects.get(pk=item.pk).specific, keywords="供暖"))
    outbox.drain()
    assert anywhere(client, item) == []
    assert periods.running(item.number) is None
    assert "公示期满" in client.get(f"/i/{item.number}/").content.decode()


@pytest.mark.django_db
def test_a_calendar_that_moves_moves_the_end(clock, client, django_capture_on_commit_callbacks):
    clock(POSTED)
    item = listed()
    with django_capture_on_commit_callbacks(execute=True):
        CalendarOverride.objects.create(
            date=date(2026, 10, 20), is_working_day=False, holiday="停电", source_document="通知"
        )
    assert periods.running(item.number).last_day == LAST_DAY + timedelta(1)
    clock(LAST_DAY + timedelta(1), 0, 5)
    outbox.drain()  # the row for the old end finds that it is too early
    assert "张*三" in client.get(f"/i/{item.number}/").content.decode()
    clock(LAST_DAY + timedelta(2), 0, 5)
    outbox.drain()
    assert anywhere(client, item) == []


@pytest.mark.django_db
def test_a_withdrawn_items_list_ends_too(clock):
    clock(POSTED)
    item = listed()
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    clock(LAST_DAY + timedelta(1))
    assert list_ends.end_due(item.number)
    assert all("张" not in str(v.parts) for v in PublicVersion.objects.filter(number=item.number))
    page = DisclosurePage.objects.get(pk=item.pk).specific
    assert page.recipient_tables.get().rows == []


@pytest.mark.django_db
def test_a_list_from_before_there_were_periods_is_counted_from_its_release(clock, client):
    clock(POSTED)
    item = listed()
    ListPeriod.objects.all().delete()
    clock(LAST_DAY + timedelta(1))
    assert "张*三" not in client.get(f"/i/{item.number}/").content.decode()
    assert list_ends.adopt() == 1
    assert periods.running(item.number).last_day == LAST_DAY


@pytest.mark.django_db
def test_a_running_list_is_in_no_sitemap_and_not_to_be_indexed(clock, client):
    clock(POSTED)
    item, other = listed(), published(title="别的")
    assert '<meta name="robots" content="noindex">' in body_of(client.get(f"/i/{item.number}/"))
    sitemap = body_of(client.get("/sitemap.xml"))
    assert item.number not in sitemap and other.number in sitemap
    told = client.get(f"/api/v1/items/{item.number}/").content.decode()
    assert "张*三" not in told and "2500" in told
    assert factories.home()
