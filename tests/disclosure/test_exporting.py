"""Files of rows: what stands in them, and that their size costs no memory."""

import csv
import io
import json
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.test import RequestFactory

from disclosure.exporting import answer as answers
from disclosure.exporting.answer import Export, answer
from disclosure.exporting.columns import DATE, DATETIME, NUMBER, Column
from disclosure.exporting.delimited import csv_pieces
from disclosure.exporting.objects import json_pieces, jsonl_pieces
from disclosure.exporting.workbook import CUT, MOST_SIGNS, Sheet, write_workbook

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column("number", "索引号", "Number"),
    Column("amount", "金额（元）", "Amount", NUMBER, unit="元"),
    Column("day", "日期", "Date", DATE),
    Column("at", "时间", "Time", DATETIME),
    Column("is_example", "示例", "Example", "boolean"),
)
MOMENT = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
ROW = ("jl-1", Decimal("1234.50"), date(2026, 10, 12), MOMENT, True)
MIB = 1024 * 1024


def as_csv(rows, **options):
    text = "".join(csv_pieces(COLUMNS, iter(rows), **options))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def as_sheets(rows, head=("a",) * 5):
    file = io.BytesIO()
    write_workbook(file, [Sheet("数据", head, iter(rows))])
    file.seek(0)
    return openpyxl.load_workbook(file)


def test_csv_has_stable_names_and_values_that_programs_read():
    head, row, empty = as_csv([ROW, ("x", None, None, None, None)])
    assert head == ["number", "amount", "day", "at", "is_example"]
    assert row == ["jl-1", "1234.50", "2026-10-12", "2026-10-12T01:30:00+00:00", "true"]
    assert empty == ["x", "", "", "", ""]
    assert as_csv([], language="zh")[0][1] == "金额（元）"
    assert as_csv([], language="en")[0][1] == "Amount"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-cmd|' /C calc'!A0"]
)
def test_a_text_like_a_formula_stays_text_and_a_negative_number_stays_a_number(text):
    row = (text, Decimal("-3.20"), None, None, False)
    assert as_csv([row])[1][0].startswith("'")
    assert as_csv([row])[1][1] == "-3.20"
    cell = as_sheets([row]).active["A2"]
    assert cell.data_type in ("s", "inlineStr")


def test_a_workbook_has_numbers_dates_and_a_frozen_head():
    sheet = as_sheets([ROW], [column.label for column in COLUMNS]).active
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
    assert sheet["B2"].value == 1234.5 and sheet["B2"].data_type == "n"
    assert sheet["C2"].value == datetime(2026, 10, 12)
    assert sheet["C2"].is_date and sheet["D2"].is_date
    assert sheet["D2"].value.replace(microsecond=0) == datetime(2026, 10, 12, 9, 30)
    assert sheet["E2"].value is True
    assert sheet["A1"].font.b


def test_what_a_spreadsheet_cannot_hold_is_told_or_kept_as_text():
    long, exact, old = "长" * (MOST_SIGNS + 10), Decimal("12345678901234567.25"), date(1899, 1, 5)
    sheet = as_sheets([(long, exact, old, "\x00\x0b坏", None)]).active
    assert sheet["A2"].value.endswith(CUT) and len(sheet["A2"].value) == MOST_SIGNS
    assert sheet["B2"].value == "12345678901234567.25"
    assert sheet["C2"].value == "1899-01-05"
    assert sheet["D2"].value == "坏"


def test_json_is_one_array_and_decimals_keep_every_digit():
    text = "".join(json_pieces(COLUMNS, iter([ROW, ROW])))
    assert '"amount": 1234.50' in text
    assert [entry["number"] for entry in json.loads(text)] == ["jl-1", "jl-1"]
    assert json.loads("".join(json_pieces(COLUMNS, iter([])))) == []
    lines = "".join(jsonl_pieces(COLUMNS, iter([ROW, ROW]))).splitlines()
    assert [json.loads(line)["at"] for line in lines] == ["2026-10-12T01:30:00+00:00"] * 2


def rows_in_number(many):
    for n in range(many):
        yield (f"jl-{n}", Decimal(n), date(2026, 1, 1), MOMENT, n % 2 == 0)


def taken(kind, many):
    """Bytes of the file and the most memory that writing it took."""
    export = Export("x", "样表", COLUMNS, lambda: rows_in_number(many))
    request = RequestFactory().get("/x")
    tracemalloc.start()
    response = answer(request, export, kind)
    size = sum(len(piece) for piece in response.streaming_content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    response.close()
    return size, peak


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "jsonl"])
def test_a_hundred_thousand_rows_take_no_more_memory_than_a_thousand(kind):
    taken(kind, 10)
    _size, little = taken(kind, 1_000)
    size, much = taken(kind, 100_000)
    assert size > MIB / 2
    assert much < little + 4 * MIB, f"{much / MIB:.1f} MiB"


def test_a_visitor_who_goes_away_ends_the_reading():
    ended = []

    def rows():
        try:
            yield from rows_in_number(1_000_000)
        finally:
            ended.append(True)

    response = answer(RequestFactory().get("/x"), Export("x", "样表", COLUMNS, rows), "csv")
    next(response.streaming_content)
    response.close()
    assert ended == [True]


def test_an_unchanged_file_costs_no_rows_and_a_head_request_neither():
    def rows():
        raise AssertionError("the rows were read")
        yield

    export = Export("x", "样表", COLUMNS, rows, state="7", changed_at=MOMENT)
    head = answer(RequestFactory().head("/x"), export, "csv")
    assert head.status_code == 200 and head["Last-Modified"] == "Mon, 12 Oct 2026 01:30:00 GMT"
    headers = {"HTTP_IF_NONE_MATCH": head["ETag"]}
    assert answer(RequestFactory().get("/x", **headers), export, "csv").status_code == 304
    headers = {"HTTP_IF_MODIFIED_SINCE": head["Last-Modified"]}
    unchanged = answer(RequestFactory().get("/x", **headers), export, "csv")
    assert unchanged.status_code == 304 and unchanged["ETag"] == head["ETag"]
    other = answer(RequestFactory().head("/x"), export, "json")
    assert other["ETag"] != head["ETag"]


def test_the_file_name_is_chinese_with_an_ascii_one_for_old_programs():
    export = Export("data-x", "扶贫项目", COLUMNS, lambda: iter([]))
    told = answer(RequestFactory().get("/x"), export, "xlsx")["Content-Disposition"]
    assert told.isascii() and 'filename="data-x-' in told
    assert "filename*=UTF-8''%E6%89%B6%E8%B4%AB%E9%A1%B9%E7%9B%AE-" in told


def test_too_many_rows_for_a_workbook_are_refused_in_words():
    export = Export("x", "样表", COLUMNS, lambda: iter([]), count=answers.MOST_IN_WORKBOOK + 1)
    refused = answer(RequestFactory().get("/x"), export, "xlsx")
    assert refused.status_code == 413 and "CSV" in refused.content.decode()


def test_a_visitor_who_fetches_too_often_is_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(answers, "MOST_PER_MINUTE", 2)
    export = Export("x", "样表", COLUMNS, lambda: iter([ROW]))
    request = RequestFactory(REMOTE_ADDR="192.0.2.77")
    codes = [answer(request.get("/x"), export, "csv").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert answer(request.get("/x"), export, "csv")["Retry-After"] == "60"
    inside = RequestFactory(REMOTE_ADDR="192.0.2.77", **{"mingjing.inside": True})
    assert answer(inside.get("/x"), export, "csv").status_code == 200


def test_the_second_sheet_tells_source_licence_and_filter_and_the_third_the_columns():
    facts = [("来源", "某网站"), ("许可", "可以自由使用")]
    export = Export("x", "样表", COLUMNS, lambda: iter([ROW]), facts=facts)
    response = answer(RequestFactory().get("/x"), export, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["数据", "说明", "列"]
    assert [cell.value for cell in book["说明"][2]] == ["来源", "某网站"]
    assert [cell.value for cell in book["列"][3]][:5] == [
        "金额（元）",
        "amount",
        "Amount",
        "number",
        "元",
    ]
