"""The signed export made from the register, and what the public gets to see of it."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import Duty
from ledger.log_files import LogFolder
from ledger.publisher import publish as publish_log
from supervision import recompute
from supervision.coverage import exporting, measure, package, register
from supervision.models import CoverageExport
from tests import factories
from tests.home.published import published
from tests.supervision.coverage import duties
from tests.supervision.coverage.duties import TODAY
from tests.workflows import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db, settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.OUTBOX_INLINE = True
    people.install()
    return factories.unit("jl-test")


@pytest.fixture
def page(site):
    made = published()
    duties.forget(made)
    return made


@pytest.fixture
def exported(site, page):
    duties.some(site, page)
    return exporting.publish(TODAY)[0]


def vkey() -> str:
    return LogFolder().text("vkeys.txt").split("\n")[-2]


def recomputed(tmp_path, made, capsys, *more) -> tuple[int, str]:
    path = tmp_path / "export.zip"
    path.write_bytes(bytes(made.package))
    status = recompute.main([str(path), "--vkey", vkey(), *more])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_an_outsider_computes_what_the_scoreboard_shows(exported, client, tmp_path, capsys):
    status, said = recomputed(tmp_path, exported, capsys)
    text = client.get(reverse("scoreboard")).content.decode()
    assert status == 0
    assert re.search(r"合计 Total +5 +2 +1 +2 +1 ", said)
    for rate in ("60.0%", "40.0%"):
        assert rate in said and rate in text


def test_publications_are_found_in_the_log_that_the_site_publishes(site, page, tmp_path, capsys):
    day = page.first_published_at.astimezone().date()
    duties.duty(site, duties.row("ZZ1"), due=day, fulfilled_on=day, page=page)
    publish_log()
    made, _is_new = exporting.publish(day)
    log = str(LogFolder().base)
    status, said = recomputed(tmp_path, made, capsys, "--log", log)
    assert (status, "1 publications are in the log on the same day" in said) == (0, True)


def test_a_day_has_one_export_that_never_changes(exported, site, page):
    before = bytes(exported.package)
    duties.duty(site, duties.row("ZZ1"), fulfilled_on=date(2026, 9, 1), page=page)
    again, is_new = exporting.publish(TODAY)
    assert not is_new
    assert bytes(CoverageExport.objects.get().package) == before
    assert again.pk == exported.pk


def test_the_same_register_gives_the_same_bytes(exported):
    before = bytes(exported.package)
    exported.delete()
    assert bytes(exporting.publish(TODAY)[0].package) == before


def test_nothing_of_drafts_or_later_days_is_in_an_export(site, page):
    duties.some(site, page)
    duties.duty(site, duties.row("ZZ1"), fulfilled_on=date(2026, 10, 16), page=page)
    made, _is_new = exporting.publish(TODAY)
    files = package.unpacked(bytes(made.package))
    assert b"2026-10-16" not in files["duties.csv"]
    everything = b"".join(files.values()).decode() + str(made.board)
    assert "金丝雀" not in everything
    assert "draft" not in everything


def test_a_duty_that_only_a_draft_tells_of_is_told_when_it_is_overdue_and_not_before(site, page):
    item = duties.row("ZZ1")
    in_time = duties.duty(site, item, due=TODAY, kind="event")
    without_day = duties.duty(site, item, due=None, kind="event")
    ended = duties.duty(site, item, kind="event", lapsed_on=date(2026, 10, 1))
    overdue = duties.duty(site, item, due=date(2026, 10, 14), kind="event")
    told = {fact.duty for fact in register.facts(TODAY)}
    assert not told & {in_time.pk, without_day.pk, ended.pk}
    assert overdue.pk in told


def test_a_publication_without_a_number_is_none(site):
    duties.duty(site, duties.row("ZZ1"), fulfilled_on=date(2026, 9, 1), page=None)
    made, _is_new = exporting.publish(TODAY)
    assert measure.Figures(*made.board["total"]).missing == 1


def test_older_exports_are_thinned_to_the_last_of_each_month(exported):
    days = [date(2026, 7, 30), date(2026, 7, 31), date(2026, 8, 2), date(2026, 10, 1)]
    for day in days:
        CoverageExport.objects.create(as_of=day, package=b"", board={})
    exported.delete()
    exporting.publish(TODAY)
    kept = set(CoverageExport.objects.values_list("as_of", flat=True))
    assert kept == {days[1], days[2], days[3], TODAY}


def test_without_a_key_nothing_is_given_out_and_the_operator_is_told(site, page, settings):
    duties.some(site, page)
    settings.OUTBOX_INLINE = False
    settings.LEDGER_KEY_FILE = "/nowhere/ledger.pem"
    with pytest.raises(CommandError, match="密钥"):
        call_command("publish_coverage", as_of="2026-10-15")
    assert not CoverageExport.objects.exists()


def test_an_empty_register_makes_no_export(site):
    with pytest.raises(exporting.CannotExport, match="plan_duties"):
        exporting.publish(TODAY)


@pytest.mark.parametrize("day", ["heute", "2026-02-30", "2999-01-01"])
def test_days_that_are_none_are_bad_usage(db, day):
    with pytest.raises(CommandError) as refused:
        call_command("publish_coverage", as_of=day)
    assert refused.value.returncode == 2


def test_the_command_says_the_figures(site, page):
    duties.some(site, page)
    out = StringIO()
    call_command("publish_coverage", as_of="2026-10-15", stdout=out)
    call_command("publish_coverage", as_of="2026-10-15", stdout=out)
    assert "应公开 5 项，公开率 60.0%，按期率 40.0%" in out.getvalue()
    assert "没有改动" in out.getvalue()


# --- pages ---------------------------------------------------------------------------------


def test_before_the_first_count_the_scoreboard_says_so(client, db):
    assert "还没有统计过" in client.get(reverse("scoreboard")).content.decode()
    assert "还没有可以下载的数据" in client.get(reverse("coverage_exports")).content.decode()


def test_the_scoreboard_names_what_is_missing_with_its_working_days(exported, client):
    text = client.get(reverse("scoreboard")).content.decode()
    assert "按目录到期应公开 <b>5</b> 项" in text
    # 30 September to 15 October, less the National Day holidays, with two make-up days.
    assert "低保 · 标准ZZ1" in text
    assert "已晚 7 个工作日" in text or "已晚 8 个工作日" in text
    assert "2 项到期没有公开" in text
    assert "金丝雀" not in text


@pytest.mark.parametrize(
    "query", ["?level=moon", "?sort=rate&level=province", "?sort=missing", "?page=99", "?sort=x"]
)
def test_the_scoreboard_takes_any_question(exported, client, query):
    response = client.get(reverse("scoreboard") + query)
    assert response.status_code == 200
    assert "省测试厅" in response.content.decode()


def test_the_scoreboard_asks_as_many_statements_whatever_it_shows(exported, site, page, client):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("scoreboard")).status_code == 200
        return len(captured)

    statements()
    before = statements()
    for number in range(12):
        duties.some(factories.unit(f"jl-{number}", f"省第{number}厅"), page)
    CoverageExport.objects.all().delete()
    exporting.publish(TODAY)
    assert statements() == before <= 6


def test_files_are_given_whole_and_for_ever(exported, client):
    packed = client.get(reverse("coverage_zip", args=["2026-10-15"]))
    assert packed.content == bytes(exported.package)
    assert "immutable" in packed["Cache-Control"]
    for name, raw in package.unpacked(packed.content).items():
        response = client.get(reverse("coverage_file", args=["2026-10-15", name]))
        assert response.content == raw
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "/scoreboard/export/2026-10-14.zip",
        "/scoreboard/export/20261015.zip",
        "/scoreboard/export/x.zip",
        "/scoreboard/export/2026-10-15/secret.csv",
        "/scoreboard/export/2026-10-15/..%2fmanifest.json",
    ],
)
def test_other_addresses_lead_nowhere(exported, client, address):
    assert client.get(address).status_code == 404


def test_the_home_page_shows_our_own_figures_calmly(exported, client):
    text = client.get("/").content.decode()
    assert "40.0% 按期公开" in text
    assert reverse("scoreboard") in text


def test_english_pages_have_no_chinese_sentences_of_ours(exported, client):
    client.get("/lang/en/")
    text = client.get(reverse("scoreboard")).content.decode()
    assert "working days late" in text
    assert "按期" not in text


def test_the_register_is_read_by_one_statement(site, page, django_assert_num_queries):
    duties.some(site, page)
    count = Duty.objects.count()
    with django_assert_num_queries(1):
        assert len(list(register.facts(TODAY))) == count
