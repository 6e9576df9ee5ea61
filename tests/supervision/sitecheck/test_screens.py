"""Who sees what of the check: the office all, a unit its own, the public the numbers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from supervision.sitecheck import running, trend
from supervision.sitecheck.models import SiteCheckRun, SiteFinding
from tests import factories
from tests.workflows import people
from workflows import roles, setup

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams(db):
    people.install()
    return people.staff("jl-a", name="甲厅"), people.staff("jl-b", name="乙厅")


def run(*findings, **fields):
    now = timezone.now()
    given = {"day": timezone.localdate(), "started_at": now, "touched_at": now, "finished_at": now}
    found = SiteCheckRun.objects.create(**(given | {"is_complete": True} | fields))
    running._store(found, findings, now)
    running._sum_up(found, running.Tally(pages=9, times=[40]))
    found.save()
    return found


def finding(kind, unit=None, where="/units/jl-a/", **detail):
    return running.Finding(kind, where, unit.pk if unit else None, detail=detail)


def office():
    person = factories.user("an-office")
    setup.assign(person, roles.OFFICE)
    return person


def page_of(client, person, query=""):
    client.force_login(person)
    response = client.get(reverse("supervision:site_check") + query)
    return response, response.content.decode()


def test_the_office_sees_everything_with_what_to_do(client, teams):
    ours, theirs = teams
    run(
        finding("column_empty", ours.unit),
        finding("dead_link", theirs.unit, "/i/x/", n=3, status=404, of="/b/"),
        finding("site_code_missing", None, "/"),
    )
    response, text = page_of(client, office())
    assert response.status_code == 200
    assert all(
        word in text for word in ("空白栏目", "第 3 个链接返回 404", "没有网站标识码", "怎么办")
    )
    assert "合格" in text and "<svg" in text


def test_a_unit_sees_its_own_findings_only(client, teams):
    ours, theirs = teams
    run(
        finding("column_empty", ours.unit),
        finding("unit_without_phone", theirs.unit),
        finding("site_code_missing", None, "/"),
    )
    _response, text = page_of(client, ours.editor)
    assert "空白栏目" in text and "没有电话" not in text and "没有网站标识码" not in text
    _response, text = page_of(client, ours.editor, "?unit=jl-b&group=marks")
    assert "没有电话" not in text
    _response, text = page_of(client, ours.editor, "?format=csv&unit=jl-b")
    assert "空白栏目" in text and "没有电话" not in text


def test_a_stranger_and_a_reviewer_do_not_see_the_screen(client, teams):
    address = reverse("supervision:site_check")
    assert client.get(address).status_code == 302
    client.force_login(teams[0].reviewer)
    assert client.get(address).status_code in (302, 403)


def test_filters_that_make_no_sense_narrow_nothing(client, teams):
    run(finding("column_empty", teams[0].unit))
    for query in ("?group=%00", "?unit=" + "x" * 500, "?group=nope&unit=&format=xml"):
        assert page_of(client, office(), query)[0].status_code == 200


def test_without_a_check_the_screen_says_so(client, teams):
    _response, text = page_of(client, office())
    assert "还没有检查过" in text
    assert "还没有检查过" in client.get(reverse("site_check")).content.decode()


def test_the_panel_names_kinds_and_numbers(client, teams):
    ours, theirs = teams
    run(*[finding("dead_link", ours.unit, f"/i/{n}/", n=n, status=404) for n in range(3)])
    client.force_login(ours.editor)
    assert "打不开的链接" in client.get("/admin/").content.decode()
    client.force_login(theirs.editor)
    assert "打不开的链接" not in client.get("/admin/").content.decode()


def test_the_public_page_shows_numbers_and_no_list(client, teams):
    ours, _theirs = teams
    run(
        *[finding("column_empty", ours.unit, f"/units/{n}/") for n in range(5)],
        finding("dead_link", ours.unit, "/i/secret-place/", n=1, status=404),
    )
    text = client.get(reverse("site_check")).content.decode()
    assert "有 1 项指标不合格" in text and "没有空白栏目" in text
    assert "secret-place" not in text and "甲厅" not in text


def test_the_public_page_asks_a_constant_number_of_statements(
    client, teams, django_assert_num_queries
):
    run(finding("column_empty", teams[0].unit))
    client.get(reverse("site_check"))
    with django_assert_num_queries(3):
        client.get(reverse("site_check"))
    for _n in range(20):
        run(*[finding("column_empty", teams[0].unit, f"/{n}/") for n in range(20)])
    with django_assert_num_queries(3):
        client.get(reverse("site_check"))


def test_the_screen_asks_a_constant_number_of_statements(
    client, teams, django_assert_max_num_queries
):
    for _n in range(20):
        run(*[finding("column_empty", teams[n % 2].unit, f"/{n}/") for n in range(60)])
    client.force_login(office())
    client.get(reverse("supervision:site_check"))
    with django_assert_max_num_queries(40):
        client.get(reverse("supervision:site_check"))


def test_the_trend_shows_the_last_nights_oldest_first(teams):
    for n in range(40):
        day = timezone.localdate() - timedelta(days=40 - n)
        run(*[finding("column_empty", None, f"/{k}/") for k in range(n % 3)], day=day)
    shown = trend.trend()
    days = [bar.run.day for bar in shown["bars"]]
    assert len(days) == 30 and days == sorted(days)
    assert all(0 <= bar.height <= trend.HEIGHT for bar in shown["bars"])


def test_a_finding_of_an_older_release_is_still_told(client, teams):
    run(finding("slow_page", None, "/"))
    assert SiteFinding.objects.get().detail == {}
    assert "打开慢" in page_of(client, office())[1]
