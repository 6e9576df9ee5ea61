"""Workbooks and plain tables: hidden things stay behind, shown values are decided and kept."""

import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from privacy.files import documents
from privacy.files.model import FileDecision, Wanted

from .office_files import cell, proposed, read, rebuilt, traces, xlsx

NAME, NUMBER, PHONE = "钱桂兰", "220102195503120008", "13900000417"
SECRET = NAME + NUMBER
HEAD = f'<row r="1">{cell("A1", "村")}{cell("B1", "金额")}</row>'
ROW = f'<row r="2">{cell("A2", "永胜村")}<c r="B2"><v>3000</v></c></row>'
STYLES = (
    "<styleSheet SPACE><numFmts><numFmt numFmtId=\"200\" formatCode=\";;;\"/><numFmt numFmtId=\"201\" formatCode=\"yyyy&quot;年&quot;\"/>"
    '<numFmt numFmtId="202" formatCode="000000"/><numFmt numFmtId="203" formatCode="0.00&quot;元&quot;"/></numFmts>'
    '<fonts><font><sz val="11"/></font><font><color rgb="FFFFFFFF"/></font><font><sz val="1"/></font><font><color theme="0"/></font><font><color rgb="FF000000"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills>'
    '<cellXfs><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="0"/><xf numFmtId="200" fontId="0" fillId="0"/>'
    '<xf numFmtId="0" fontId="2" fillId="0"/><xf numFmtId="0" fontId="3" fillId="0"/><xf numFmtId="0" fontId="4" fillId="1"/>'
    '<xf numFmtId="201" fontId="0" fillId="0"/><xf numFmtId="202" fontId="0" fillId="0"/><xf numFmtId="203" fontId="0" fillId="0"/>'
    '<xf numFmtId="4" fontId="0" fillId="0"/><xf numFmtId="14" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="1"/></cellXfs></styleSheet>'
)  # fmt: skip
STYLED = {"xl/styles.xml": STYLES}
STYLE_REL = ("st", "styles", "styles.xml")


def sheet(rows: str, before: str = "", after: str = "", parts=None, related=(), **options) -> bytes:
    content = f"{before}<sheetData>{rows}</sheetData>{after}"
    return xlsx(content, {**STYLED, **(parts or {})}, [STYLE_REL, *related], **options)


def line(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


SECOND = (
    '<worksheet SPACE><sheetData><row r="1">'
    + cell("A1", SECRET)
    + "</row></sheetData></worksheet>"
)
TWO = '<sheet name="公示" sheetId="1" r:id="rId1"/><sheet name="原始" sheetId="2" state="{state}" r:id="rId2"/>'


def second(state: str) -> bytes:
    return sheet(
        HEAD + ROW,
        parts={"xl/worksheets/sheet2.xml": SECOND},
        related=[("rId2", "worksheet", "worksheets/sheet2.xml")],
        sheets=TWO.format(state=state),
    )


def strings(*entries: str) -> dict:
    listed = "".join(f"<si>{one}</si>" for one in entries)
    return {
        "parts": {"xl/sharedStrings.xml": f"<sst SPACE>{listed}</sst>"},
        "related": [("sh", "sharedStrings", "sharedStrings.xml")],
    }


HIDDEN = {
    "hidden sheet": second("hidden"),
    "very hidden sheet": second("veryHidden"),
    "hidden row": sheet(HEAD + ROW + line(3, cell("A3", SECRET), attributes=' hidden="1"')),
    "filtered row": sheet(HEAD + ROW + line(3, cell("A3", SECRET), attributes=' hidden="true"'), after='<autoFilter ref="A1:B3"/>'),
    "flat row": sheet(HEAD + ROW + line(3, cell("A3", SECRET), attributes=' ht="0" customHeight="1"')),
    "rows hidden by default": sheet(
        line(1, cell("A1", "村"), cell("B1", "金额"), attributes=' ht="15"')
        + line(2, cell("A2", "永胜村"), '<c r="B2"><v>3000</v></c>', attributes=' ht="15"')
        + line(3, cell("A3", SECRET)),
        before='<sheetFormatPr zeroHeight="1"/>',
    ),
    "hidden column": sheet(HEAD + ROW + line(3, cell("D3", SECRET)), before='<cols><col min="3" max="9" hidden="1"/></cols>'),
    "narrow column": sheet(HEAD + ROW + line(3, cell("D3", SECRET)), before='<cols><col min="4" max="4" width="0"/></cols>'),
    "columns to the end": sheet(HEAD + ROW + line(3, cell("XFD3", SECRET)), before='<cols><col min="3" max="16384" hidden="1"/></cols>'),
    "white text": sheet(HEAD + ROW + line(3, cell("A3", SECRET, "1"))),
    "three semicolons": sheet(HEAD + ROW + line(3, cell("A3", SECRET, "2"))),
    "three semicolons on a number": sheet(HEAD + ROW + line(3, f'<c r="A3" s="2"><v>{NUMBER}</v></c>')),
    "one point": sheet(HEAD + ROW + line(3, cell("A3", SECRET, "3"))),
    "white by theme": sheet(HEAD + ROW + line(3, cell("A3", SECRET, "4"))),
    "black on black": sheet(HEAD + ROW + line(3, cell("A3", SECRET, "5"))),
    "white run of a string": sheet(
        HEAD + ROW + line(3, '<c r="A3" t="s"><v>0</v></c>'),
        **strings(f'<r><t>甲</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>{SECRET}</t></r>'),
    ),
    "phonetic guide": sheet(
        HEAD + ROW + line(3, '<c r="A3" t="s"><v>0</v></c>'),
        **strings(f'<t>甲</t><rPh sb="0" eb="1"><t>{SECRET}</t></rPh>'),
    ),
    "string nobody uses": sheet(HEAD + ROW, **strings(f"<t>{SECRET}</t>")),
    "formula": sheet(HEAD + ROW + line(3, f'<c r="A3" t="str"><f>IF(1,"甲","{SECRET}")</f><v>甲</v></c>')),
    "formula without a value": sheet(HEAD + ROW + line(3, f'<c r="A3"><f>"{SECRET}"</f></c>')),
    "under a merged cell": sheet(
        HEAD + ROW + line(3, cell("A3", "大成村"), cell("B3", SECRET)), after='<mergeCells><mergeCell ref="A3:B3"/></mergeCells>'
    ),
    "comment": sheet(HEAD + ROW, parts={"xl/comments1.xml": f"<x>{SECRET}</x>"}),
    "threaded comment": sheet(HEAD + ROW, parts={"xl/threadedComments/c.xml": f"<x>{SECRET}</x>", "xl/persons/p.xml": f"<x>{SECRET}</x>"}),
    "defined name": sheet(HEAD + ROW, more=f'<definedNames><definedName name="户主">"{SECRET}"</definedName></definedNames>'),
    "list of allowed values": sheet(HEAD + ROW, after=f'<dataValidations><dataValidation sqref="A1" prompt="{SECRET}"><formula1>"{SECRET}"</formula1></dataValidation></dataValidations>'),
    "printed header": sheet(HEAD + ROW, after=f"<headerFooter><oddHeader>{SECRET}</oddHeader></headerFooter>"),
    "link": sheet(HEAD + ROW, after=f'<hyperlinks><hyperlink ref="A1" tooltip="{SECRET}" display="{SECRET}"/></hyperlinks>'),
    "other workbook": sheet(HEAD + ROW, parts={"xl/externalLinks/externalLink1.xml": f"<x>{SECRET}</x>"}),
    "pivot cache": sheet(HEAD + ROW, parts={"xl/pivotCache/pivotCacheRecords1.xml": f"<x>{SECRET}</x>"}),
    "drawing": sheet(HEAD + ROW, after='<drawing r:id="d"/>', parts={"xl/drawings/drawing1.xml": f"<x>{SECRET}</x>"}),
    "picture": sheet(HEAD + ROW, parts={"xl/media/image1.png": SECRET.encode()}),
    "properties": sheet(HEAD + ROW, parts={"docProps/core.xml": f"<x>{SECRET}</x>", "docProps/custom.xml": f"<x>{SECRET}</x>"}),
    "old connection": sheet(HEAD + ROW, parts={"xl/connections.xml": f"<x>{SECRET}</x>"}),
    "conditional formula": sheet(HEAD + ROW, after=f'<conditionalFormatting sqref="A1"><cfRule><formula>"{SECRET}"</formula></cfRule></conditionalFormatting>'),
    "extension": sheet(HEAD + ROW, after=f'<extLst><ext><x:t xmlns:x="urn:x">{SECRET}</x:t></ext></extLst>'),
}  # fmt: skip


@pytest.mark.parametrize("place", HIDDEN)
def test_nothing_hidden_in_a_workbook_comes_out(place):
    data = HIDDEN[place]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert any(NUMBER.encode() in archive.read(name) for name in archive.namelist())
    result = rebuilt(data, "a.xlsx")
    assert traces(result, NAME, NUMBER) == []
    assert "永胜村" in result.text and "3000" in result.text


def test_openpyxl_workbooks_lose_their_hidden_places_too():
    book = openpyxl.Workbook()
    shown = book.active
    shown.title = "公示"
    shown.append(["村", "金额", "身份证号"])
    shown.append(["永胜村", 3000, NUMBER])
    shown["A2"].comment = Comment(SECRET, NAME)
    shown["A9"] = SECRET
    shown["A9"].font = Font(color="FFFFFFFF")
    shown.column_dimensions["C"].hidden = True
    book.create_sheet(NAME).sheet_state = "veryHidden"
    book.properties.creator = NAME
    book.defined_names["户主"] = DefinedName("户主", attr_text=f'"{NAME}"')
    shown.add_data_validation(DataValidation(type="list", formula1=f'"{NAME},甲"'))
    buffer = io.BytesIO()
    book.save(buffer)
    result = rebuilt(buffer.getvalue(), "a.xlsx")
    assert traces(result, NAME, NUMBER, "openpyxl") == []
    assert [list(row) for row in opened(result).active.values] == [["村", "金额"], ["永胜村", 3000]]


def opened(result) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(result.data))


def test_an_id_that_was_stored_as_a_number_is_recognised():
    rows = line(1, cell("A1", "序号"), cell("B1", "附记")) + line(
        2, '<c r="A2"><v>1</v></c>', '<c r="B2"><v>2.20102195503122E+17</v></c>'
    )
    assert read(sheet(rows), "a.xlsx").parts[-1].text == "220102195503122000"
    result = rebuilt(sheet(rows), "a.xlsx", wanted=Wanted())
    assert traces(result, "2201021955", "2.2010") == []


def test_values_are_read_as_they_are_shown_and_no_digit_more():
    rows = line(
        1,
        '<c r="A1" s="6"><v>31825</v></c>',
        '<c r="B1" s="7"><v>42</v></c>',
        '<c r="C1" s="8"><v>3000.126</v></c>',
        '<c r="D1" s="9"><v>1234567.5</v></c>',
        '<c r="E1" s="10"><v>44256</v></c>',
        '<c r="F1"><v>0.1</v></c>',
        '<c r="G1" t="b"><v>1</v></c>',
        '<c r="H1" t="e"><v>#REF!</v></c>',
        '<c r="I1" s="11" t="str"><v>白字黑底</v></c>',
    )
    texts = [one.text for one in read(sheet(rows), "a.xlsx").parts[1:]]
    assert texts == [
        "1987年",
        "000042",
        "3000.13元",
        "1,234,567.50",
        "2021-03-01",
        "0.1",
        "TRUE",
        "#REF!",
        "白字黑底",
    ]
    assert traces(rebuilt(sheet(rows), "a.xlsx"), "31825", "3000.126") == []


def test_a_full_list_is_decided_by_column_and_keeps_what_may_be_public():
    book = openpyxl.Workbook()
    page = book.active
    page.append(["永胜村临时救助名单"])
    page.append(["序号", "户主姓名", "身份证号", "联系电话", "所在村", "救助金额", "发放日期"])
    page.append([1, NAME, NUMBER, PHONE, "永胜村", 3000, date(2021, 3, 1)])
    page.append([2, "欧阳振国", 220102196009090000, "1390000041", "大成村", 2500, date(2021, 3, 2)])
    page.append(["合计", None, None, None, None, 5500, None])
    buffer = io.BytesIO()
    book.save(buffer)
    result = rebuilt(buffer.getvalue(), "a.xlsx", domain="poverty")
    assert traces(result, NAME, NUMBER, PHONE, "1390000041", "220102196009090000", "振国") == []
    for kept in (
        "钱*兰",
        "永胜村",
        "大成村",
        "3000",
        "5500",
        "2021-03-01",
        "合计",
        "永胜村临时救助名单",
    ):
        assert kept in result.text
    assert "身份证号" not in result.text and "联系电话" not in result.text
    values = list(opened(result).active.values)
    assert values[1] == ("序号", "户主姓名", "所在村", "救助金额", "发放日期")


def test_two_header_rows_name_their_columns_together():
    rows = (
        line(1, cell("A1", "序号"), cell("B1", "监护人"), cell("D1", "金额"))
        + line(2, cell("B2", "姓名"), cell("C2", "电话"))
        + line(
            3,
            '<c r="A3"><v>1</v></c>',
            cell("B3", NAME),
            cell("C3", "0431-8000"),
            '<c r="D3"><v>3000</v></c>',
        )
        + line(
            4,
            '<c r="A4"><v>2</v></c>',
            cell("B4", "欧阳振国"),
            cell("C4", PHONE),
            '<c r="D4"><v>2000</v></c>',
        )
    )
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/></mergeCells>'
    result = rebuilt(sheet(rows, after=merges), "a.xlsx", domain="poverty")
    assert traces(result, NAME, PHONE, "0431-8000", "振国") == []
    assert "钱*兰" in result.text and "3000" in result.text


def test_a_second_table_in_the_same_sheet_has_its_own_columns():
    rows = (
        line(1, cell("A1", "村名"), cell("B1", "金额"))
        + line(2, cell("A2", "永胜村"), '<c r="B2"><v>3000</v></c>')
        + line(3, cell("A3", "附：户主名单"))
        + line(4, cell("A4", "户主姓名"), cell("B4", "身份证号"))
        + line(5, cell("A5", NAME), cell("B5", "22010219550312"))
    )
    result = rebuilt(sheet(rows), "a.xlsx", domain="poverty")
    assert traces(result, NAME, "22010219550312") == []
    assert "永胜村" in result.text


def test_the_first_cell_of_a_merged_area_is_shown_even_when_its_row_is_hidden():
    rows = (
        HEAD
        + line(2, cell("A2", "大成村"), attributes=' hidden="1"')
        + line(3, '<c r="B3"><v>1</v></c>')
    )
    result = rebuilt(
        sheet(rows, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'), "a.xlsx"
    )
    assert "大成村" in result.text


def test_the_name_of_a_sheet_is_decided_like_any_text():
    data = sheet(HEAD + ROW, sheets=f'<sheet name="户主{NAME}" sheetId="1" r:id="rId1"/>')
    result = rebuilt(data, "a.xlsx", wanted=Wanted())
    assert traces(result, NAME) == []
    assert "［已隐去］" in opened(result).sheetnames[0]


def test_sheets_of_the_same_name_after_masking_and_odd_signs_stay_apart():
    book = openpyxl.Workbook()
    for name in ("户主钱桂兰", "户主钱雅兰"):
        book.create_sheet(name).append(["村", "金额"])
    del book["Sheet"]
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(set(opened(rebuilt(buffer.getvalue(), "a.xlsx")).sheetnames)) == 2


def test_what_begins_like_a_formula_becomes_text():
    rows = (
        HEAD
        + line(2, cell("A2", "=HYPERLINK(1)"), cell("B2", "-3000"))
        + line(3, cell("A3", "@x"), cell("B3", "+cmd"))
    )
    result = rebuilt(sheet(rows), "a.xlsx")
    values = [value for row in opened(result).active.values for value in row]
    assert "'=HYPERLINK(1)" in values and "'@x" in values and "'+cmd" in values and -3000 in values
    assert "<f" not in str(
        zipfile.ZipFile(io.BytesIO(result.data)).read("xl/worksheets/sheet1.xml")
    )


def test_the_same_workbook_gives_the_same_bytes_without_properties():
    data = sheet(HEAD + ROW)
    first, second_time = rebuilt(data, "a.xlsx"), rebuilt(data, "a.xlsx")
    assert first.data == second_time.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        assert not any("docProps" in name for name in archive.namelist())


CSV = f"序号,户主姓名,身份证号,所在村,金额\n1,{NAME},{NUMBER},永胜村,3000\n2,欧阳振国,220102196009090000,大成村,=1+1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_any_encoding_becomes_a_clean_csv(encoding):
    result = rebuilt(CSV.encode(encoding), "名册.csv", domain="poverty")
    assert traces(result, NAME, NUMBER, "振国") == []
    assert result.data.startswith(b"\xef\xbb\xbf") and result.suffix == ".csv"
    lines = result.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "序号,户主姓名,所在村,金额"
    assert lines[2] == "2,欧**国,大成村,'=1+1"
    assert "<table>" in result.html


def test_a_text_file_stays_a_text_file():
    data = (
        f"关于临时救助的公示\n户主：{NAME}，身份证号220102\n195503120008。\n共发放22000元。".encode(
            "gb18030"
        )
    )
    result = rebuilt(data, "公示.txt", wanted=Wanted())
    assert traces(result, NAME, "195503120008") == []
    assert result.suffix == ".txt" and "共发放22000元。" in result.data.decode()


def test_a_decision_for_a_column_is_named_without_its_values():
    data = sheet(
        line(1, cell("A1", "户主姓名"), cell("B1", "金额"))
        + line(2, cell("A2", NAME), '<c r="B2"><v>3</v></c>')
    )
    reading = read(data, "a.xlsx")
    assert all(re.fullmatch(r"b\d+:\d+-\d+", one.ref) for one in reading.findings)
    result = documents.rebuild(
        data, name="a.xlsx", reading=reading, wanted=Wanted({"表1!A": FileDecision("keep")})
    )
    assert NAME in result.text
    assert (
        traces(
            documents.rebuild(data, name="a.xlsx", reading=reading, wanted=proposed(reading)), NAME
        )
        == []
    )


@pytest.mark.parametrize(
    ("rule", "is_shown"),
    [
        ('<cfRule type="expression" dxfId="0"><formula>TRUE</formula></cfRule>', False),
        ('<cfRule type="expression" dxfId="1"><formula>1=1</formula></cfRule>', False),
        ('<cfRule type="notContainsBlanks" dxfId="0"/>', False),
        ('<cfRule type="cellIs" operator="equal" dxfId="0"><formula>0</formula></cfRule>', True),
        (
            '<cfRule type="cellIs" operator="greaterThan" dxfId="0"><formula>100</formula></cfRule>',
            False,
        ),
        ('<cfRule type="expression" dxfId="2"><formula>TRUE</formula></cfRule>', True),
    ],
)
def test_a_condition_that_always_hides_is_obeyed(rule, is_shown):
    styles = STYLES.replace(
        "</styleSheet>",
        '<dxfs><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><numFmt numFmtId="300" formatCode=";;;"/></dxf>'
        "<dxf><font><b/></font></dxf></dxfs></styleSheet>",
    )
    rows = HEAD + ROW + line(3, '<c r="C3"><v>4711</v></c>')
    data = sheet(
        rows,
        after=f'<conditionalFormatting sqref="C2:C9 D1">{rule}</conditionalFormatting>',
        parts={"xl/styles.xml": styles},
    )
    assert ("4711" in rebuilt(data, "a.xlsx").text) is is_shown


def test_progress_is_told_often_and_ends_when_all_is_read():
    rows = "".join(
        line(n, cell(f"A{n}", f"第{n}项工程"), f'<c r="B{n}"><v>{n}</v></c>') for n in range(2, 700)
    )
    told = []
    read(sheet(HEAD + rows), "a.xlsx", progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 4 and told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0
