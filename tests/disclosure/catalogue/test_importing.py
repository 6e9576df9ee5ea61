"""Files in the State's columns are read beside the rows there are, and told what is wrong."""

import io
import random
import zipfile
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.catalogue import differences, grid, importing
from tests.disclosure.catalogue import files


def read(data: bytes, present=None):
    return importing.read(grid.read(data), files.shipped() if present is None else present)


def clean(data: bytes, present=None):
    found = read(data, present)
    assert [str(problem) for problem in found.problems] == []
    return found


def told(data: bytes) -> str:
    return "\n".join(str(problem) for problem in read(data).problems)


def with_cell(code: str, column: str, text: str) -> bytes:
    lines = files.table()
    place = lines[0].index(column)
    next(line for line in lines if line[1] == code)[place] = text
    return files.csv_file(lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_import_of_export_shows_no_difference_in_any_encoding(encoding):
    found = clean(files.csv_file(files.table(), encoding))
    assert len(found.rows) == 153 and found.notices == []
    assert found.rows == files.shipped()


def test_import_of_a_workbook_shows_no_difference():
    assert clean(files.workbook(files.table())).rows == files.shipped()


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.booleans(), st.sampled_from("；;\n"))
def test_order_of_columns_separators_and_missing_codes_make_no_difference(rng, coded, separator):
    lines = files.table()
    order = [n for n in range(13) if coded or n not in (0, 1)]
    rng.shuffle(order)
    for line in lines[1:]:
        line[5] = line[5].replace("；", separator)
        line[6] = line[6].replace("；", separator)
        line[12] = line[12].replace("、", rng.choice("；、,"))
    found = clean(files.csv_file([[line[n] for n in order] for line in lines]))
    assert differences.compare(files.shipped(), found.rows) == []


@settings(max_examples=25)
@given(st.data())
def test_whatever_a_row_says_comes_back_as_it_was_exported(data):
    words = st.text(alphabet="救助标准申请条件甲乙丙0123（）《》·", min_size=1, max_size=12)
    words = words.filter(lambda text: text.count("（") == text.count("）") == 0 and "《" not in text
                         and "》" not in text)  # fmt: skip
    rows = files.shipped()
    row = data.draw(st.sampled_from(rows))
    row["publishing_body"] = data.draw(words)
    row["level2"] = data.draw(words) + "事项"
    row["basis_text"] = "；".join(data.draw(st.lists(words, min_size=1, max_size=3, unique=True)))
    row["levels"] = [lv for lv in ("province", "city", "county", "village") if data.draw(
        st.booleans())] or ["county"]  # fmt: skip
    present = deepcopy(rows)
    found = clean(files.csv_file(files.table(rows)), present)
    assert differences.compare(rows, found.rows) == []


def test_two_line_headings_with_ticks_boxes_and_merged_cells_are_understood():
    rows = [
        row for row in files.shipped() if row["domain"] == "welfare" and row["audience"] != "area"
    ]
    lines = files.STATE_HEAD + [files.state_row(row) for row in rows]
    found = clean(files.workbook(lines, files.STATE_MERGED))
    wanted = {row["code"]: row for row in rows}
    assert differences.compare(wanted.values(), found.rows) == []


def test_a_merged_first_column_fills_the_rows_below_it():
    rows = files.shipped()[2:5]
    lines = files.table(rows)
    for line in lines[2:]:
        line[2] = line[3] = ""
    book = files.workbook(lines, ["C2:C4", "D2:D4"])
    assert clean(book).rows == rows
    as_csv = clean(files.csv_file(lines))
    assert as_csv.rows == rows
    assert "按上一行填" in str(as_csv.notices[0])


def test_headings_in_other_words_are_recognised_and_foreign_columns_told():
    lines = files.table(files.shipped()[:3])
    lines[0] = ["序号", "事项编号", "所属领域", "一级目录", "事项名称", "公开内容", "法律依据", "时限",
                "责任主体", "公开渠道", "公开范围", "方式", "层级"]  # fmt: skip
    found = clean(files.csv_file([[*line, "备用"] for line in lines]))
    assert found.rows == files.shipped()[:3]
    assert "没有读入" in str(found.notices[0])


def test_a_missing_column_is_named_with_those_there_are():
    lines = [[cell for n, cell in enumerate(line) if n != 7] for line in files.table()]
    said = told(files.csv_file(lines))
    assert "缺少“公开时限”一列" in said and "第1行" in said and "公开主体" in said


def test_a_doubled_column_is_named_with_both_places():
    lines = [[*line, line[7]] for line in files.table()]
    assert "“公开时限”出现了几次（第8列、第14列）" in told(files.csv_file(lines))


def test_no_heading_at_all_says_what_is_expected():
    assert "没有找到表头" in told(files.csv_file([["甲", "乙"], ["丙", "丁"]]))


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("领域", "交通运输", "领域“交通运输”认不出来。可用：脱贫攻坚"),
        ("公开层级", "省、星系", "公开层级“星系”认不出来"),
        ("公开对象", "外星人", "公开对象“外星人”认不出来"),
        ("公开方式", "随缘", "公开方式“随缘”认不出来"),
        ("公开主体", "", "缺少“公开主体”。请填写"),
        ("公开内容（要素）", "", "缺少“公开内容（要素）”"),
        ("公开时限", "-", "缺少“公开时限”"),
        ("序号", "第一", "序号“第一”不是数字"),
        ("序号", "1", "序号 1 与第2行重复"),
        ("编号", "P1", "编号 P1 与第2行重复"),
        ("编号", "p-x", "与现有事项 P3 同名"),
        ("领域", "教育", "编号 P3 属于“脱贫攻坚”领域"),
        ("公开主体", "=HYPERLINK(1)", "像公式（以 = 开头）"),
        ("公开依据", "@SUM(A1)", "像公式（以 @ 开头）"),
        ("公开主体", "'+cmd", "像公式（以 + 开头）"),
        ("二级事项", "甲" * 161, "文字太长（161字）。最多 160 字"),
    ],
)
def test_a_bad_cell_is_told_with_row_column_and_remedy(column, text, words):
    said = told(with_cell("P3", column, text))
    place = files.table()[0].index(column) + 1
    assert words in said
    assert f"第4行第{place}列（{chr(64 + place)}）" in said


def test_a_formula_in_a_workbook_is_told_and_not_computed():
    lines = files.table()
    lines[3][8] = "=1+1"
    assert "像公式" in told(files.workbook(lines))


def test_all_problems_come_together():
    lines = files.table()
    lines[1][2], lines[5][8], lines[9][12] = "甲", "", "乙"
    assert len(read(files.csv_file(lines)).problems) == 3


def test_unknown_deadlines_and_channels_stay_words_and_are_told():
    found = clean(with_cell("P3", "公开时限", "由各地规定；及时"))
    row = next(row for row in found.rows if row["code"] == "P3")
    assert row["deadline_text"] == "由各地规定；及时"
    assert [rule["kind"] for rule in row["deadline_rules"]] == ["immediate"]
    assert "时限“由各地规定”没有读懂" in str(found.notices[0])
    found = clean(with_cell("P3", "公开渠道和载体", "政府网站；烽火台"))
    row = next(row for row in found.rows if row["code"] == "P3")
    assert (row["channels"], row["channels_text"]) == (["web"], "政府网站；烽火台")


def test_elements_keep_type_and_need_and_a_new_one_is_an_optional_text():
    old = next(row for row in files.shipped() if row["code"] == "P3")
    text = "；".join([*(e["label"] for e in old["elements"][:3]), "结余（元）", "烽火次数"])
    found = clean(with_cell("P3", "公开内容（要素）", text))
    elements = next(row for row in found.rows if row["code"] == "P3")["elements"]
    assert elements[:3] == old["elements"][:3]
    assert elements[3]["type"] == "money" and elements[3]["required"] is False
    assert elements[4] | {"name": ""} == {
        "name": "", "label": "烽火次数", "type": "text", "required": False,
    }  # fmt: skip
    assert "新要素：烽火次数" in str(found.notices[0])


def test_a_new_row_gets_a_free_code_and_what_its_neighbours_agree_on():
    lines = files.table()
    new = list(lines[4])
    new[0], new[1], new[4] = "154", "", "项目公告"
    found = clean(files.csv_file([*lines, new]))
    row = found.rows[-1]
    taken = {one["code"] for one in files.shipped()}
    assert row["code"].startswith("P") and row["code"] not in taken
    near = [r for r in files.shipped() if (r["domain"], r["level1"]) == ("poverty", row["level1"])]
    assert row["privacy_policy"] == (
        near[0]["privacy_policy"] if len({r["privacy_policy"] for r in near}) == 1 else ""
    )
    assert [c.kind for c in differences.compare(files.shipped(), found.rows)] == ["new"]


def test_the_same_row_twice_without_codes_is_told():
    lines = [[line[n] for n in range(2, 13)] for line in files.table()]
    said = told(files.csv_file([*lines, lines[1]]))
    assert "第155行" in said and "与第2行是同一事项" in said


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "有密码"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 900, "旧的 XLS"),
        (b"PK\x03\x04 broken", "不完整"),
        (bomb(), "展开后太大"),
        (b"a," * (3 * 1024 * 1024), "超过 5 MB"),
        (b"\x81\xff,\xff\xff", "编码"),
        (files.csv_file([["甲"] * 61]), "超过 60 列"),
        (files.csv_file([["甲"]] * 5001), "超过 5000 行"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_cannot_be_read_are_refused_with_the_way_out(data, words):
    with pytest.raises(grid.Unreadable, match=words):
        grid.read(data)


def test_a_cell_in_the_last_column_of_a_workbook_is_refused():
    lines = files.table(files.shipped()[:2])
    lines[1] += [""] * 60 + ["x"]
    with pytest.raises(grid.Unreadable, match="60 列"):
        grid.read(files.workbook(lines))


def test_differences_name_the_field_with_both_values():
    new = files.changed("P3", deadline_text="及时", publishing_body="县政府")
    (change,) = differences.compare(files.shipped(), new)
    assert [(f.label, f.new) for f in change.fields] == [
        ("公开时限", "及时"),
        ("公开主体", "县政府"),
    ]
    random.shuffle(new)
    dropped = differences.compare(files.shipped(), new[1:])
    assert differences.counts(dropped)["dropped"] == 1
