"""Tables as files: clean, safe to open, of the public rows alone, gone with their item."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from disclosure import publishing, surfaces
from disclosure.models import RecipientTable
from disclosure.table_files import Sheet, csv_cell, csv_pieces, is_figure, write_xlsx
from tests.disclosure import stories
from tests.home.published import published

COLUMNS = ["姓名", "村", "金额（元）"]
ROWS = [["张*三", "东山村", "1,200.50"], ["李*花", "西河村", "1300"]]
TOTALS = [
    {"kind": "other", "label": "其他 3 户（合并）", "count": 3, "cells": ["", "", "900"]},
    {"kind": "total", "label": "合计", "count": 5, "cells": ["", "", "3400.50"]},
]


def listed(rows=None, columns=COLUMNS, totals=TOTALS, **fields):
    table = RecipientTable(
        caption="救助名册", columns=columns, rows=ROWS if rows is None else rows, totals=totals
    )
    return published(rows=[("recipient_tables", table)], **fields)


def taken(client, item, kind="csv", place=1):
    return client.get(f"/i/{item.number}/table-{place}.{kind}")


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("cell", ["=1+1", "+86", "@SUM(A1)", "-A1", "\t=1", "＝1+1"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(cell):
    assert csv_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12.5", "1,200.50", "0", "张*三", "2201**********1234"])
def test_figures_and_words_stay_as_they_are(cell):
    assert csv_cell(cell) == cell


@pytest.mark.parametrize("cell", ["007", "220102199003070007", "1,20", "1e5", "", "12%"])
def test_codes_and_long_numbers_are_no_figures(cell):
    assert not is_figure(cell)


def test_csv_has_a_byte_order_mark_and_quotes_what_needs_it():
    text = "".join(csv_pieces([["a", 'b"c'], ["d,e", "f\ng"]]))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["a", 'b"c'], ["d,e", "f\ng"]]


def test_a_workbook_opens_with_text_as_text_and_figures_as_figures():
    buffer = io.BytesIO()
    rows = [["名称", "数"], ["=HYPERLINK(1)", "1,200.5"], ["<b>&\x00", "007"]]
    write_xlsx(buffer, [Sheet('a"b', lambda: rows), Sheet("说明", lambda: [["x"]], 0)])
    book = load_workbook(io.BytesIO(buffer.getvalue()))
    values = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert values == [["名称", "数"], ["=HYPERLINK(1)", 1200.5], ["<b>&", "007"]]
    assert book.worksheets[0]["A2"].data_type == "s"
    assert book.sheetnames == ['a"b', "说明"]


def test_the_same_table_gives_the_same_bytes():
    def made():
        buffer = io.BytesIO()
        write_xlsx(buffer, [Sheet("数据", lambda: [["甲"], ["1"]])])
        return buffer.getvalue()

    assert made() == made()


@pytest.mark.django_db
def test_the_page_offers_the_files_and_they_hold_the_public_rows(client):
    item = listed()
    page = client.get(f"/i/{item.number}/").content.decode()
    answer = taken(client, item)
    assert f"/i/{item.number}/table-1.csv" in page
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{item.number}-v1-table-1.csv"'
    rows = list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))
    assert rows == [COLUMNS, *ROWS, ["其他 3 户（合并）", "", "900"]]


@pytest.mark.django_db
def test_the_second_sheet_and_the_text_say_what_the_table_is(client):
    item = listed(title="关于临时救助的公示")
    book = load_workbook(io.BytesIO(content(taken(client, item, "xlsx"))))
    told = {row[0].value: row[1].value for row in book["说明"]}
    assert told["索引号"] == item.number
    assert told["版本"] == "第 1 版"
    assert told["合计"] == "金额（元） 3400.50"
    assert told["核验码"] and told["许可"]
    words = content(taken(client, item, "txt")).decode()
    assert "关于临时救助的公示" in words and item.number in words


@pytest.mark.django_db
def test_a_file_that_did_not_change_is_not_sent_again(client):
    item = listed()
    tag = taken(client, item)["ETag"]
    again = client.get(f"/i/{item.number}/table-1.csv", headers={"If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.django_db
def test_a_withdrawn_items_files_are_gone_and_unknown_ones_were_never_there(client):
    item = listed()
    assert taken(client, item, place=2).status_code == 404
    assert taken(client, item, kind="pdf").status_code == 404
    assert client.get("/i/jl-test-2026-99999/table-1.csv").status_code == 404
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    for kind in ("csv", "xlsx", "txt"):
        assert taken(client, item, kind).status_code == 410


@pytest.mark.django_db
def test_a_draft_has_no_files(client):
    page = stories.draft()
    publishing.draw_number(page)
    page.refresh_from_db()
    assert taken(client, page).status_code == 404


@pytest.mark.django_db
def test_the_files_are_a_surface_of_every_release():
    item = listed()
    text = surfaces.render("table_files", item)
    assert "张*三" in text and "救助名册" in text


@pytest.mark.django_db
def test_ten_thousand_rows_ask_no_more_statements_and_send_no_longer_page(client):
    def item(count):
        rows = [["张*三", f"{n % 90}村", "1200"] for n in range(count)]
        return listed(rows=rows, totals=[])

    few, many = item(10), item(10_000)
    client.get(f"/i/{few.number}/")
    asked = []
    for one in (few, many):
        for address in (f"/i/{one.number}/", f"/i/{one.number}/table-1.csv"):
            with CaptureQueriesContext(connection) as statements:
                answer = client.get(address)
                content(answer)
            asked.append((address.rsplit("/", 1)[-1], len(statements)))
    assert asked[:2] == asked[2:]
    page = client.get(f"/i/{many.number}/").content.decode()
    assert page.count("<tr role=") <= 60
    assert len(page) < 150_000


@pytest.mark.django_db
def test_the_rows_of_a_village_and_its_sum_are_on_its_page(client):
    rows = [["张*三", f"第{n % 3}村", "10"] for n in range(120)]
    item = listed(rows=rows, totals=[])
    page = client.get(f"/i/{item.number}/", {"t1": "2"}).content.decode()
    assert "第1村合计（40 行）" in page and "第0村合计" not in page
    assert page.count("第1村</td>") == 40 and "第2村</td>" not in page
    assert "1,200" in page  # the sum of all


@pytest.mark.django_db
def test_a_masked_cell_is_announced(client):
    page = client.get(f"/i/{listed().number}/").content.decode()
    assert (
        '<span aria-hidden="true">张*三</span><span class="sr">张某三，中间一字已隐藏</span>'
        in page
    )
    assert "姓名或号码中间的字已隐藏；身份证号、电话、银行账号不公开" in page
