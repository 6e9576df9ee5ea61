"""Where a hit stands: in the text, a row of a table, a page of a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import outbox, public_files
from disclosure.models import AllocationRow, PublicFile, PublicVersion
from privacy.files.model import Rebuilt
from search.highlight import located
from search.indexing import render_surface
from search.lines import of_files, of_parts
from search.places import Layout, Line, Place, joined, parsed
from search.record import record_of
from tests import public_copies
from tests.home.published import published

LINES = [
    Line("", "第一段说明低保的范围。"),
    Line("", "第二段。"),
    Line("t1", "项目\t金额\t说明"),
    Line("t1", "甲村\t1200\t低保", 1),
    Line("t1", "乙村\t1300\t低保", 2),
    Line("t1", "丁村\t1500\t低保", 4),
    Line("f1p1", "附件的第一页\n也有低保"),
    Line("f1p2", "附件的第二页"),
    Line("f2s1", "姓名\t标准", 1),
]


def place_of(words, lines=LINES):
    text, spans = joined(lines)
    return Layout(text, spans).place_at(text.index(words))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("第一段", Place("text")),
        ("第二段", Place("text")),
        ("项目", Place("table", 1)),
        ("甲村", Place("table", 1, row=1)),
        ("1300", Place("table", 1, row=2)),
        ("丁村", Place("table", 1, row=4)),
        ("也有", Place("file", 1, page=1)),
        ("第二页", Place("file", 1, page=2)),
        ("姓名", Place("file", 2, sheet=1, row=1)),
    ],
)
def test_every_line_knows_its_place(words, place):
    assert place_of(words) == place


def test_a_table_of_thousands_is_one_span():
    text, spans = joined(Line("t1", f"第{n}户", n) for n in range(1, 5001))
    assert spans == ((0, "t1:1"),)
    assert Layout(text, spans).place_at(text.index("第4321户")).row == 4321


@given(st.text(max_size=20))
def test_a_code_of_another_version_is_the_text(code):
    assert isinstance(parsed(code), Place)


def test_the_passage_is_the_row_and_names_the_other_places():
    text, spans = joined(LINES)
    found = located(Layout(text, spans), ["1200", "低保"])
    assert found.html == "甲村 · <mark>1200</mark> · <mark>低保</mark>"
    assert found.place == Place("table", 1, row=1)
    assert Place("text") in found.others and Place("file", 1, page=1) in found.others
    assert found.place not in found.others


def test_a_passage_never_runs_from_one_place_into_another():
    text, spans = joined(LINES)
    found = located(Layout(text, spans), ["第二段"])
    assert "项目" not in found.html


def test_without_a_hit_there_is_no_place():
    text, spans = joined(LINES)
    found = located(Layout(text, spans), ["航天"])
    assert found.place is None and found.html.startswith("第一段")


@given(st.lists(st.tuples(st.sampled_from(["", "t1", "f1p2"]), st.text(max_size=9))), st.text())
def test_marking_any_text_changes_nothing_but_marks(lines, word):
    text, spans = joined(Line(part, words) for part, words in lines)
    bare = located(Layout(text, spans), [word] if word else []).html
    assert "<" not in bare.replace("<mark>", "").replace("</mark>", "")


def test_links_are_found_by_their_words_not_by_their_address():
    parts = [("t/links/1", "basis\t办法全文\thttps://example.org/secret")]
    assert [line.text for line in of_parts(parts, {}, {})] == ["办法全文"]


# --- on the site ---------------------------------------------------------------------------
TWIN = (
    "<section><h2>第 1 页</h2><p>目录</p></section><section><h2>第 2 页</h2><p>白桦林</p></section>"
)


@pytest.fixture
def funds(site_search):
    """An item with prose, a table of three rows and an attachment of two pages."""
    file = public_copies.row(
        "分配明细",
        content=b"invented",
        words=[("p1", "目录"), ("p2", "附表列出白桦林管护费")],
        html=TWIN,
        pages=2,
    )
    rows = [
        ("allocation_rows", AllocationRow(recipient_unit=name, amount="1200.00"))
        for name in ("第一林场", "红松林补植项目", "第三林场")
    ]
    item = published(title="补助资金分配结果", rows=[*rows, ("attachment_rows", file)])
    PublicFile.objects.update(suffix=".pdf")  # a real one would have to be built
    outbox.drain()
    return item


def shown(client, words):
    return client.get("/search/", {"q": words}).content.decode()


@pytest.mark.django_db
def test_a_hit_in_a_table_leads_to_its_row(client, funds):
    page = shown(client, "红松林补植")
    assert "表格“分配”第 2 行" in page
    assert f'href="/i/{funds.number}/?t1=r2#t1-row"' in page
    item = client.get(f"/i/{funds.number}/?t1=r2").content.decode()
    assert item.count('id="t1-row"') == 1
    row = item[item.index('id="t1-row"') :]
    assert row.index("红松林补植") < row.index("</tr>")


@pytest.mark.django_db
def test_a_hit_in_a_file_leads_to_its_page(client, funds):
    page = shown(client, "白桦林管护费")
    assert "附件“分配明细”第 2 页" in page
    assert f'href="/i/{funds.number}/files/1/#p2:~:text=' in page
    twin = client.get(f"/i/{funds.number}/files/1/").content.decode()
    assert '<h2 id="p2">第 2 页</h2>' in twin


@pytest.mark.django_db
def test_a_file_without_a_text_page_is_shown_with_its_item(client, site_search):
    file = public_copies.row("名录", words=[("b1", "白桦林管护费")])
    item = published(rows=[("attachment_rows", file)])
    outbox.drain()
    assert f'href="/i/{item.number}/#files"' in shown(client, "白桦林管护费")


@pytest.mark.django_db
def test_cells_of_a_row_of_a_file_are_one_line(site_search):
    kept = public_files.keep(
        Rebuilt(b"cells", ".xlsx", "text/plain", "<table></table>", ""),
        [("b1", "姓名"), ("b2", "标准"), ("b3", "甲"), ("b4", "六百元")],
        {"b1": "表1!A1", "b2": "表1!B1", "b3": "表1!A2", "b4": "表1!B2"},
    )
    lines = list(of_files([("a/1", kept.digest)]))
    assert lines == [Line("f1s1", "姓名\t标准", 1), Line("f1s1", "甲\t六百元", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["r0", "r4", "r99999999", "r-1", "rr", "r١", "r2 ", ""])
def test_a_row_that_is_not_there_shows_the_first_page(client, funds, asked):
    response = client.get(f"/i/{funds.number}/", {"t1": asked})
    assert response.status_code == 200 and 'id="t1-row"' not in response.content.decode()


@pytest.mark.django_db
def test_what_the_page_says_of_places_stands_on_the_checked_surface(funds):
    version = PublicVersion.objects.get(number=funds.number)
    surface = render_surface(funds, version.parts)
    record = record_of(funds, version)
    assert all(name in surface for name in record.names.values())
    assert all(line in surface for line in record.text.split("\n"))
