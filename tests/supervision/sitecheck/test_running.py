"""The whole check over a real site in the process: what it finds, stops, resumes and forgets."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from disclosure.models import DisclosurePage, PublicVersion, Unit
from home.models import SiteSettings
from privacy.needles import Needles
from privacy.sweep import in_tables
from supervision.sitecheck import facts, places, running
from supervision.sitecheck.models import SiteCheckRun, SiteFinding
from tests import factories
from tests.home.published import published, withdrawn
from tests.workflows import people
from workflows import reports
from workflows.models import ProblemReport

pytestmark = pytest.mark.django_db
CANARY = "jinsiniao-zhantai"


@pytest.fixture
def site(db, settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    people.install()
    return factories.unit("jl-test", phone="0431-80000000", address="长春市示例路1号")


def check(**given):
    return running.check(**({"minutes": 30, "most": 10_000} | given))


def found(run, *kinds):
    return list(run.findings.filter(kind__in=kinds).order_by("pk"))


def test_a_dead_link_in_an_item_is_found_with_its_page_and_no_words_of_it(site):
    page = published(
        body=[
            (
                "prose",
                f'<p>见<a href="/{CANARY}/">这里</a>和<a href="/units/jl-test/">这里</a>。</p>',
            )
        ]
    )
    run = check()
    (dead,) = [row for row in found(run, "dead_link") if row.page_id == page.pk]
    assert (dead.where, dead.unit_id, dead.number) == (page.public_url, site.pk, page.number)
    assert dead.detail["status"] == 404
    assert run.is_complete and run.pages > 5 and run.links > 5


def test_findings_hold_no_words_of_items_or_drafts(site):
    published(
        title="关于金丝雀站台的公告", body=[("prose", f'<p><a href="/x/{CANARY}/">x</a></p>')]
    )
    factories.draft(title="关于金丝雀草稿的公告", due_on=date(2020, 1, 1))
    check()
    wanted = Needles([CANARY, "金丝雀"])
    tables = {hit.place.split(".")[0] for hit in in_tables(wanted)}
    assert not {table for table in tables if table.startswith("supervision")}


def test_a_page_that_links_to_a_removed_item_is_told(site):
    gone = withdrawn("privacy")
    page = published(
        title="关于调整站台的公告", body=[("prose", f'<p><a href="{gone.public_url}">x</a></p>')]
    )
    (dead,) = [row for row in found(check(), "dead_link") if row.page_id == page.pk]
    assert dead.detail["status"] == 410 and dead.detail["of"] == gone.public_url


def test_empty_and_overdue_columns_are_counted_by_unit(site):
    other = factories.unit("jl-b", "乙厅")
    factories.column(other)
    factories.draft(of=other, due_on=timezone.localdate() - timedelta(days=3))
    published()
    run = check()
    empty = found(run, "column_empty")
    assert [row.unit_id for row in empty if row.unit_id] == [other.pk]
    (late,) = found(run, "column_overdue")
    assert late.unit_id == other.pk and late.since == timezone.localdate() - timedelta(days=2)
    assert found(run, "unit_without_phone")[0].unit_id == other.pk


def test_a_time_of_publication_that_is_not_that_of_the_log_is_found(site):
    page = published()
    assert not found(check(), "differs_from_log")
    raw = DisclosurePage.objects.filter(pk=page.pk)
    then = page.first_published_at - timedelta(days=20)
    from disclosure.gate import opened

    with opened(page.pk):
        raw.update(first_published_at=then)
    (row,) = found(check(), "differs_from_log")
    assert row.number == page.number and row.owes == "operator"


def test_dates_of_formation_changed_together_are_found(site):
    for n in range(5):
        for rev, day in ((1, "2026-01-01"), (2, "2026-02-01")):
            PublicVersion.objects.create(
                number=f"jl-test-2026-0000{n}",
                page_id=9000 + n,
                rev=rev,
                type="revise" if rev > 1 else "publish",
                parts=[["title", "x"], ["f/issued_on", day]],
                ledger_index=n,
                check_code="x",
                released_at=timezone.now(),
            )
    assert len(list(facts.changes(timezone.localdate()))) == 5
    assert found(check(), "dates_changed_together")[0].detail["n"] == 5


def test_a_report_that_waits_for_three_months_is_a_veto(site):
    report = reports.take(published(), kind="leak", place="title")
    then = timezone.now() - timedelta(days=100)
    ProblemReport.objects.filter(pk=report.pk).update(received_at=then)
    run = check()
    assert found(run, "unanswered")[0].unit_id == site.pk
    assert dict(map(tuple, run.verdicts))["unanswered"] == 1


def test_what_stood_last_night_is_not_new(site):
    published()
    first = check()
    SiteCheckRun.objects.update(started_at=timezone.now() - timedelta(days=1))
    SiteFinding.objects.update(first_seen_on=date(2026, 1, 2))
    second = check()
    assert second.pk != first.pk
    assert set(second.findings.values_list("first_seen_on", flat=True)) == {date(2026, 1, 2)}


def test_an_interrupted_check_goes_on_where_it_stopped(site, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 1)
    items = [published(title=f"关于第{n}号站台的公告") for n in range(3)]
    looked = []
    real = running.Walk.look

    def look(self, spot):
        if spot.page:
            looked.append(spot.page)
            if len(looked) == 2:
                raise MemoryError
        return real(self, spot)

    monkeypatch.setattr(running.Walk, "look", look)
    with pytest.raises(MemoryError):
        check()
    run = check()
    assert looked == [items[0].pk, items[1].pk, items[1].pk, items[2].pk]
    assert SiteCheckRun.objects.count() == 1 and run.is_complete
    keys = list(run.findings.values_list("key", flat=True))
    assert len(keys) == len(set(keys)), "nothing is told twice"


def test_a_check_that_reaches_its_limit_goes_on_there_next_time_and_keeps_what_it_knew(
    site, monkeypatch
):
    monkeypatch.setattr(running, "AT_ONCE", 1)
    bad = [("prose", '<p><a href="/nowhere/at/all/">x</a></p>')]
    items = [published(title=f"关于第{n}号站台的公告", body=bad) for n in range(3)]
    all_of_them = {page.pk for page in items}

    def dead(run):
        return {row.page_id for row in found(run, "dead_link")} & all_of_them

    first = check(most=2)
    assert not first.is_complete and dead(first) == {items[0].pk, items[1].pk}
    second = check(most=2)
    assert second.starts_after == items[1].pk
    assert dead(second) == all_of_them, "the third is new, the first looked at again"
    kept = second.findings.get(kind="dead_link", page_id=items[1].pk)
    assert kept.seen_on == first.day


def test_time_is_a_limit_too(site, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 1)
    published()
    times = iter(timezone.now() + timedelta(minutes=20 * n) for n in range(100))
    run = check(minutes=1, clock=lambda: next(times))
    assert not run.is_complete and run.finished_at is not None


def test_pages_that_break_are_told_and_the_check_goes_on(site, monkeypatch):
    page = published()
    real = places.fetch

    def fetch(address):
        if address == page.public_url:
            return real("/nowhere/at/all/").__class__(500)
        return real(address)

    monkeypatch.setattr(places, "fetch", fetch)
    run = check()
    assert any(row.where == page.public_url for row in found(run, "server_error"))
    assert run.finished_at is not None


def test_runs_are_kept_a_year(site):
    check()
    SiteCheckRun.objects.update(started_at=timezone.now() - timedelta(days=367))
    check()
    assert SiteCheckRun.objects.count() == 1


def test_the_site_states_what_it_must_when_it_is_filled_in(site):
    run = check()
    lacking = {row.detail["of"] for row in found(run, "foot_missing")}
    assert {"operator", "icp", "police", "code"} <= lacking and "sponsor" not in lacking
    assert found(run, "site_code_missing")
    from wagtail.models import Site

    SiteSettings.objects.create(
        site=Site.objects.get(),
        operator="省信息中心",
        site_code="2200000001",
        icp_record="吉ICP备00000001号",
        police_record="吉公网安备00000000000001号",
    )
    run = check()
    lacking = {row.detail["of"] for row in found(run, "foot_missing")}
    assert not {"operator", "icp", "police", "code"} & lacking
    assert not found(run, "site_code_missing", "site_code_form")


def test_the_command_says_what_it_saw_and_refuses_nonsense(site):
    out = StringIO()
    call_command("check_site", stdout=out)
    assert "个页面" in out.getvalue()
    with pytest.raises(SystemExit):
        call_command("check_site", "--strict", stdout=out)
    with pytest.raises(CommandError):
        call_command("check_site", "--minutes", "0", stdout=out)
    SiteCheckRun.objects.create(
        day=date(2026, 1, 1), started_at=timezone.now(), touched_at=timezone.now()
    )
    with pytest.raises(CommandError):
        call_command("check_site", stdout=out)


def test_facts_are_read_in_few_statements(site, django_assert_max_num_queries):
    for n in range(8):
        published(title=f"关于第{n}号站台的公告")
    Unit.objects.update(is_active=True)
    with django_assert_max_num_queries(16):
        list(running.of_the_tables(timezone.now()))


def test_the_day_of_a_run_is_that_of_beijing(site):
    at = datetime(2026, 3, 1, 17, tzinfo=timezone.get_fixed_timezone(0))
    assert check(clock=lambda: at).day == date(2026, 3, 2)
