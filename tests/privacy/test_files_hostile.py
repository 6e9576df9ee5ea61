"""Files made to break the reader: bounded in memory, refused or unreadable, never half read."""

import random
import struct
import tracemalloc
import zipfile

import pytest

from privacy.files import documents, docx_reading, xlsx_reading
from privacy.files.model import Refused, Unreadable
from privacy.files.packages import LARGEST_UNPACKED, Package

from .office_files import SHOWN, W, cell, docx, p, part, r, read, rels, types, xlsx, zipped

MIB = 1024 * 1024
DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def peak(work) -> int:
    """Bytes that `work` held at most; it may be refused."""
    tracemalloc.start()
    try:
        work()
    except Refused:
        pass
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return most


def raw(text: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": types("word/document.xml"),
            "_rels/.rels": rels(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": text,
        }
    )


def with_size(data: bytes, name: str, size: int) -> bytes:
    """The package whose directory claims another unpacked size for a member."""
    changed = bytearray(data)
    start = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    changed[start + 24 : start + 28] = struct.pack("<I", size)
    return bytes(changed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_is_refused(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{DTD}<w:document xmlns:w="{W}"><w:body>&b;</w:body></w:document>'
    with pytest.raises(Refused, match="实体"):
        read(raw(text.encode(encoding)))


def test_entities_in_a_sheet_or_in_its_strings_are_refused():
    with pytest.raises(Refused, match="实体"):
        read(zipped_sheet(DTD), "a.xlsx")
    strings = f"{DTD}<sst SPACE><si><t>&b;</t></si></sst>"
    related = [("s", "sharedStrings", "sharedStrings.xml")]
    with pytest.raises(Refused, match="实体"):
        read(xlsx("<sheetData/>", {"xl/sharedStrings.xml": strings}, related), "a.xlsx")


def zipped_sheet(before: str) -> bytes:
    sheet = f'{before}<worksheet SPACE><sheetData><row r="1">{cell("A1", "甲")}</row></sheetData></worksheet>'
    sheets = '<sheet name="甲" sheetId="1" r:id="rId9"/>'
    return xlsx(
        "",
        {"xl/worksheets/sheet9.xml": sheet},
        [("rId9", "worksheet", "worksheets/sheet9.xml")],
        sheets,
    )


def test_a_member_that_unpacks_to_a_gigabyte_is_refused_before_it_is_unpacked():
    data = zipped({"[Content_Types].xml": types("word/document.xml"), "x.xml": b"\0" * (64 * MIB)})
    assert len(data) < MIB
    with pytest.raises(Refused, match="炸弹"):
        Package(data)
    assert peak(lambda: Package(data)) < 4 * MIB


def test_many_members_that_are_large_together_are_refused():
    block = bytes(range(256)) * (4096 * 40)
    count = LARGEST_UNPACKED // len(block) + 1
    data = zipped({f"x{place}": block for place in range(count)})
    with pytest.raises(Refused, match="炸弹"):
        Package(data)


def test_a_directory_that_lies_about_a_size_is_not_believed():
    data = docx(p(SHOWN * 1000))
    with pytest.raises(Refused):
        read(with_size(data, "word/document.xml", 64))


def test_too_many_members_are_refused():
    with pytest.raises(Refused):
        Package(zipped({f"x{place}": "" for place in range(5_001)}, zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.xml", "a/../../b", "C:/x", "a\\b", "a\x01b"]
)
def test_members_with_paths_are_refused(name):
    data = docx(p(SHOWN), {"word/placeholderx.xml": "x"})
    changed = data.replace(b"word/placeholderx.xml", name.encode().ljust(21, b"x"))
    with pytest.raises(Refused):
        read(changed)


def test_two_members_of_one_name_are_refused():
    data = docx(p(SHOWN), {"word/documenu.xml": "x"})
    with pytest.raises(Refused, match="目录"):
        read(data.replace(b"word/documenu.xml", b"word/Document.xml"))


def test_overlapping_members_are_refused():
    data = bytearray(docx(p(SHOWN), {"word/a.xml": "x", "word/b.xml": "y"}))
    first, second = (
        data.rindex(b"PK\x01\x02", 0, data.rindex(name)) for name in (b"word/a.xml", b"word/b.xml")
    )
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(Refused, match="目录"):
        Package(bytes(data))


def test_a_tower_of_elements_is_unreadable():
    with pytest.raises(Unreadable):
        read(docx("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400))


def test_nested_tables_are_read_and_a_hundred_levels_do_no_harm():
    inner = p(SHOWN)
    for _ in range(30):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{p('')}</w:tc><w:tc>{p('甲')}</w:tc></w:tr></w:tbl>"
    assert SHOWN in "".join(one.text for one in read(docx(inner)).parts)
    for _ in range(100):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    with pytest.raises(Unreadable):
        read(docx(inner))


def test_a_style_that_is_its_own_ancestor_ends():
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
    )
    data = docx(
        p(SHOWN, '<w:pStyle w:val="A"/>'),
        {"word/styles.xml": styles},
        [("s", "styles", "styles.xml")],
    )
    assert read(data).parts[0].text == SHOWN


@pytest.mark.parametrize("broken", ["<w:document", "", "x" * 100, f'<w:document xmlns:w="{W}"/>'])
def test_a_broken_main_part_is_unreadable(broken):
    with pytest.raises(Unreadable):
        read(raw(broken))


def test_a_document_without_text_is_unreadable():
    with pytest.raises(Unreadable, match="没有可见的文字"):
        read(docx("<w:p/>"))


def rows(count: int, content: str = "") -> str:
    return "".join(
        f'<row r="{place}" spans="1:4" ht="15">{content}</row>' for place in range(2, count + 2)
    )


def test_a_million_empty_rows_cost_neither_time_nor_elements():
    empty = "".join(f'<row r="{place}" ht="15"/>' for place in range(2, 1_000_002))
    sheet = f'<sheetData><row r="1">{cell("A1", "村")}{cell("B1", "金额")}</row>{empty}</sheetData>'
    data = xlsx(sheet)
    package = Package(data)
    left = xlsx_reading.trimmed(package.read("xl/worksheets/sheet1.xml", largest=200 * MIB))
    assert left.count(b"<row") == 1
    assert [one.text for one in read(data, "a.xlsx").parts] == ["公示", "村", "金额"]


def test_styled_empty_cells_to_the_last_column_and_row_cost_nothing():
    empty = "".join(f'<c r="{name}5" s="3"/>' for name in ("C", "D", "XFD"))
    sheet = (
        f'<sheetData><row r="1">{cell("A1", "村")}</row><row r="5" s="1">{empty}</row>'
        f'<row r="1048576">{cell("XFD1048576", "大成村")}</row></sheetData>'
    )
    reading = read(xlsx(sheet), "a.xlsx")
    assert [(one.label, one.text) for one in reading.parts[1:]] == [
        ("表1!A1", "村"),
        ("表1!B2", "大成村"),
    ]


def test_thousands_of_filled_columns_are_refused():
    line = "".join(f'<c t="inlineStr"><is><t>甲{place}</t></is></c>' for place in range(10_000))
    with pytest.raises(Refused, match="256"):
        read(xlsx(f'<sheetData><row r="1">{line}</row></sheetData>'), "a.xlsx")
    with pytest.raises(Refused, match="256"):
        documents.read(",".join(["甲"] * 10_000).encode(), name="a.csv")


def test_strings_used_a_million_times_are_refused_before_they_fill_the_memory():
    strings = f"<sst SPACE><si><t>{'甲' * 30_000}</t></si></sst>"
    line = "".join('<c t="s"><v>0</v></c>' for _ in range(250))
    sheet = "<sheetData>" + f"<row>{line}</row>" * 400 + "</sheetData>"
    data = xlsx(
        sheet, {"xl/sharedStrings.xml": strings}, [("s", "sharedStrings", "sharedStrings.xml")]
    )

    def work():
        with pytest.raises(Refused):
            read(data, "a.xlsx")

    assert peak(work) < 200 * MIB


def test_overlapping_merged_areas_over_everything_are_bounded():
    areas = "".join(f'<mergeCell ref="A{place}:XFD1048576"/>' for place in range(1, 9_000))
    lines = "".join(
        f'<row r="{place}">{cell(f"A{place}", "甲")}</row>' for place in range(1, 1_000)
    )
    with pytest.raises(Refused):
        read(xlsx(f"<sheetData>{lines}</sheetData><mergeCells>{areas}</mergeCells>"), "a.xlsx")


def test_a_sheet_whose_part_is_missing_is_unreadable():
    sheets = '<sheet name="甲" sheetId="1" r:id="rId7"/>'
    with pytest.raises(Unreadable):
        read(xlsx("<sheetData/>", sheets=sheets), "a.xlsx")


def test_a_csv_with_a_field_without_end_is_refused():
    with pytest.raises(Refused):
        documents.read(b'a,b\n1,"' + b"x" * 200_000, name="a.csv")


def test_a_text_of_a_million_lines_is_refused_as_a_whole():
    with pytest.raises(Refused, match="25 万行"):
        documents.read(("公示内容。\n" * 1_300_000).encode(), name="a.txt")


def test_a_paragraph_of_many_runs_stays_small_in_memory():
    package = Package(docx("<w:p>" + r("甲") * 20_000 + "</w:p>"))
    assert peak(lambda: docx_reading.read(package)) < 100 * MIB


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_in_words_and_never_fails_otherwise(seed):
    chance = random.Random(seed)
    body = p(SHOWN) + f"<w:tbl><w:tr><w:tc>{p('村')}</w:tc><w:tc>{p('金额')}</w:tc></w:tr></w:tbl>"
    sheet = f'<cols><col min="2" max="3" width="9"/></cols><sheetData><row r="1">{cell("A1", "村")}<c r="B1" s="1"><v>3</v></c></row></sheetData>'
    name, data = chance.choice([("a.docx", docx(body)), ("a.xlsx", xlsx(sheet))])
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        documents.read(bytes(damaged), name=name)
    except Refused as error:
        assert str(error).endswith("。")
