"""Sites that do their worst, walked without a server."""

import pytest

from supervision.sitecheck import reading, walking
from supervision.sitecheck.walking import Answer, Spot, Walk

HOST = "127.0.0.1:8000"
HEAD = "".join(f'<meta name="{name}" content="x">' for name in reading.SITE_META)


def page(body="", head=HEAD, **fields):
    return Answer(200, "text/html; charset=utf-8", text=f"{head}{body}", **fields)


def walk_over(site, told=lambda address: address.partition("?")[0]):
    asked = []

    def fetch(address):
        asked.append(address)
        return site.get(address, Answer(404, "text/html"))

    walk = Walk(fetch, HOST, told)
    walk.asked = asked
    return walk


def kinds_of(found):
    return [finding.kind for finding in found]


def test_a_dead_link_is_told_with_its_page_and_its_place():
    walk = walk_over({"/a/": page('<a href="/b/">乙</a><a href="/gone/">丙</a>'), "/b/": page()})
    (found,) = walk.look(Spot("/a/", unit=3, page=7, number="x"))
    assert (found.kind, found.where, found.unit, found.page) == ("dead_link", "/a/", 3, 7)
    assert found.detail == {"n": 2, "status": 404, "of": "/gone/"}


def test_an_address_that_holds_words_of_an_item_is_told_by_its_place_only():
    walk = walk_over({"/a/": page('<a href="/张小三/">x</a>')}, told=lambda address: "")
    (found,) = walk.look(Spot("/a/"))
    assert found.detail["of"] == "n1" and "张" not in repr(found)


def test_a_dead_attachment_is_a_kind_of_its_own():
    walk = walk_over({"/a/": page('<a href="/i/x/files/1/a.pdf">x</a>')})
    assert kinds_of(walk.look(Spot("/a/"))) == ["dead_file"]


def test_an_address_is_asked_once_however_many_pages_lead_there():
    site = {"/a/": page('<a href="/c/">x</a>'), "/b/": page('<a href="/c/#d">x</a>'), "/c/": page()}
    walk = walk_over(site)
    assert [*walk.look(Spot("/a/")), *walk.look(Spot("/b/"))] == []
    assert walk.asked.count("/c/") == 1


@pytest.mark.parametrize(
    "way",
    [
        {"/r/": Answer(302, location="/r/")},
        {"/r/": Answer(301, location="/s/"), "/s/": Answer(301, location="/r/")},
        {f"/r/{'x' * n}": Answer(302, location=f"/r/{'x' * (n + 1)}") for n in range(50)},
    ],
)
def test_redirects_without_end_are_found_and_left(way):
    walk = walk_over({"/a/": page('<a href="/r/">x</a>'), **way})
    assert kinds_of(walk.look(Spot("/a/"))) == ["endless_redirect"]
    assert len(walk.asked) < 10


def test_a_redirect_to_a_page_or_to_another_site_is_well():
    site = {
        "/a/": page('<a href="/r/">x</a><a href="/s/">x</a>'),
        "/r/": Answer(301, location=f"http://{HOST}/b/"),
        "/s/": Answer(302, location="https://example.org/"),
        "/b/": page(),
    }
    assert list(walk_over(site).look(Spot("/a/"))) == []


def test_an_error_of_the_server_is_told_and_the_walk_goes_on():
    walk = walk_over({"/a/": page('<a href="/e/">x</a><a href="/f/">x</a>'), "/e/": Answer(500)})
    assert kinds_of(walk.look(Spot("/a/"))) == ["server_error", "dead_link"]
    assert kinds_of(walk_over({"/": Answer(503)}).look(Spot("/", "home"))) == ["unreachable"]


def test_links_that_lead_elsewhere_or_nowhere_are_not_asked():
    hrefs = (
        "mailto:a@example.org",
        "tel:0431",
        "javascript:void(0)",
        "#top",
        "https://example.org/x",
        "data:text/html,x",
        "/admin/pages/",
        "/mode/large/?next=/",
        "/units/a/export.csv",
        "/data/policy.csv",
        "x" * 5000,
        "",
    )
    walk = walk_over({"/a/": page("".join(f'<a href="{href}">x</a>' for href in hrefs))})
    assert list(walk.look(Spot("/a/"))) == []
    assert walk.asked == ["/a/"] and walk.tally.outside == 1


def test_an_address_that_is_none_is_a_dead_link():
    walk = walk_over({"/a/": page('<a href="http://[::1">x</a>')})
    assert kinds_of(walk.look(Spot("/a/"))) == ["dead_link"]


def test_pages_without_end_are_bounded():
    many = "".join(f'<a href="/b/{n}/">x</a><a href="/s/?page={n}">x</a>' for n in range(5000))
    walk = walk_over({"/a/": page(many, is_cut=True)})
    found = kinds_of(walk.look(Spot("/a/")))
    assert found[0] == "giant_page"
    assert len(walk.asked) <= walking.MOST_LINKS_LOOKED + 1


def test_broken_html_is_read_as_far_as_it_goes():
    found = reading.read(
        '<a href="/b/">乙<footer><a href=/c>丙</a><meta name=x content=y <a href="'
    )
    assert [link.href for link in found.links] == ["/b/", "/c"]


def test_a_slow_page_is_the_median_of_three_tries():
    times = iter([5000, 20, 30])
    walk = Walk(lambda address: page(ms=next(times)), HOST, str)
    assert list(walk.look(Spot("/a/"))) == []
    walk = Walk(lambda address: page(ms=1500), HOST, str)
    (found,) = walk.look(Spot("/a/"))
    assert (found.kind, found.detail["ms"]) == ("slow_page", 1500)


def test_missing_marks_are_told_once_with_the_number_of_pages():
    foot = "<footer>主办单位：某厅 ICP备案号：待核发 网站地图</footer>"
    site = {"/": page(foot), "/a/": page(head="<meta name='SiteName' content=''>")}
    walk = walk_over(site)
    assert [*walk.look(Spot("/", "home")), *walk.look(Spot("/a/"))] == []
    found = {(f.kind, f.detail["of"]): f.detail["n"] for f in walking.marks(walk.tally)}
    assert found["meta_missing", "SiteName"] == 1
    assert ("foot_missing", "icp") in found, "a number that is not there yet is not stated"
    assert ("foot_missing", "sponsor") not in found and ("foot_missing", "map") not in found
