"""Rebuilt Word documents: the same bytes each time, whole for Word, and nothing planted in them."""

import io
import zipfile

import docx as python_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.files.model import Wanted

from .office_files import (
    LIST,
    NAME,
    NUMBER,
    SHOWN,
    docx,
    p,
    r,
    rebuilt,
    table,
    traces,
)


def test_the_same_input_gives_the_same_bytes_without_author_time_or_thumbnail():
    data = docx(p("标题", '<w:outlineLvl w:val="0"/>') + p(SHOWN) + LIST)
    first, second = rebuilt(data), rebuilt(data)
    assert first.data == second.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        names = archive.namelist()
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(name.startswith(("docProps", "customXml")) for name in names)


def test_word_opens_the_result_with_its_headings_and_merged_cells():
    merged = LIST.replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="1"/></w:tcPr>', 1)
    tall = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("项目")}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("资金")}</w:tc></w:tr>'
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('')}</w:tc><w:tc>{p('省级')}</w:tc><w:tc>{p('县级')}</w:tc></w:tr></w:tbl>"
    )
    result = rebuilt(docx(p("标题", '<w:outlineLvl w:val="0"/>') + merged + tall))
    document = python_docx.Document(io.BytesIO(result.data))
    assert document.paragraphs[0].style.name.lower() == "heading 1"
    grid = document.tables[1]
    assert grid.cell(0, 1).text == grid.cell(0, 2).text == "资金"
    assert grid.cell(1, 0).text == "项目"
    assert 'rowspan="2"' in result.html and 'colspan="2"' in result.html


def test_a_document_of_python_docx_is_read_and_its_template_traces_go():
    document = python_docx.Document()
    document.core_properties.author = NAME
    document.add_heading("公示", level=1)
    document.add_paragraph("发放范围", style="List Bullet")
    document.add_paragraph(SHOWN)
    buffer = io.BytesIO()
    document.save(buffer)
    result = rebuilt(buffer.getvalue())
    assert traces(result, NAME, "python-docx") == []
    assert result.text == f"公示\n• 发放范围\n{SHOWN}"


def test_links_stay_only_when_nothing_can_hide_in_them():
    def link(key):
        return f'<w:p><w:hyperlink r:id="{key}">{r("网页" + key)}</w:hyperlink></w:p>'

    data = docx(
        link("a") + link("b") + link("c") + link("d"),
        related=[
            ("a", "hyperlink", "https://www.example.org/zwgk/2021.html"),
            ("b", "hyperlink", f"https://www.example.org/u?id={NUMBER}"),
            ("c", "hyperlink", f"https://www.example.org/{NUMBER}"),
            ("d", "hyperlink", "javascript:alert(1)"),
        ],
    )
    result = rebuilt(data)
    assert 'href="https://www.example.org/zwgk/2021.html"' in result.html
    assert result.html.count("href=") == 1
    assert traces(result, NUMBER, "javascript") == []


def test_pictures_and_charts_leave_a_visible_note():
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r></w:p>'
    result = rebuilt(docx(p(SHOWN) + picture, {"word/media/a.png": b"x"}))
    assert "［图片未公开］" in result.text


def test_mark_up_in_the_text_stays_text_in_the_twin():
    result = rebuilt(docx(p("&lt;script&gt;alert(1)&lt;/script&gt;") + table(["&lt;b&gt;", "甲"])))
    assert "<script" not in result.html and "&lt;script&gt;" in result.html


SAFE = st.text(alphabet="项目资金公示公开标准发放情况说明，。 0123456789", max_size=12)
IDS = st.builds(
    lambda region, year, month, day, end: f"{region}{year}{month:02d}{day:02d}000{end}",
    st.sampled_from(["220102", "220182", "220422", "110101"]),
    st.integers(1930, 2015), st.integers(1, 12), st.integers(1, 28), st.sampled_from("0123456789X"),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(SAFE, IDS, SAFE, st.sampled_from(["run", "cell", "head", "list"])),
        min_size=1,
        max_size=6,
    ),
    st.randoms(),
)
def test_planted_numbers_never_come_out(pieces, random):
    body, numbers = p(SHOWN), []
    for before, number, after, place in pieces:
        numbers.append(number)
        cut = random.randrange(1, 17)
        before, after = before.rstrip("0123456789 ") + "，身份证", "。" + after
        if place == "run":
            body += f"<w:p>{r(before)}{r(number[:cut])}{r(number[cut:], '<w:b/>')}{r(after)}</w:p>"
        elif place == "cell":
            body += table([before, after], [f"{before} {number}", "乙"])
        elif place == "head":
            body += p(f"{before}：{number}", '<w:outlineLvl w:val="1"/>')
        else:
            body += table(["序号", "身份证号"], ["1", number], ["2", number])
    result = rebuilt(docx(body), wanted=Wanted())
    assert traces(result, *numbers) == []
    assert SHOWN in result.text
