"""Catalogues as offices write them, for the tests: tables, files, the rows that are shipped."""

import csv
import io
import json
from copy import deepcopy
from functools import cache
from pathlib import Path

from openpyxl import Workbook

import disclosure
from disclosure.catalogue.state_columns import HEAD, cells


@cache
def _shipped() -> str:
    path = Path(disclosure.__file__).parent / "data" / "catalogue.json"
    return path.read_text(encoding="utf-8")


def shipped() -> list[dict]:
    """The 153 rows, free to be changed."""
    return json.loads(_shipped())


def table(rows=None) -> list[list[str]]:
    rows = shipped() if rows is None else rows
    return [list(HEAD), *(cells(row) for row in rows)]


def csv_file(lines, encoding: str = "utf-8-sig") -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode(encoding)


def workbook(lines, merged=()) -> bytes:
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    for area in merged:
        sheet.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(code: str, **values) -> list[dict]:
    """The shipped rows with one of them changed."""
    rows = deepcopy(shipped())
    next(row for row in rows if row["code"] == code).update(values)
    return rows


STATE_HEAD = [
    ["社会救助领域基层政务公开标准目录"],
    ["序号", "公开事项", None, "公开内容（要素）", "公开依据", "公开时限", "公开主体",
     "公开渠道和载体", "公开对象", None, "公开方式", None, "公开层级", None, None, None],
    [None, "一级事项", "二级事项", None, None, None, None, None, "全社会", "特定群众", "主动",
     "依申请公开", "省级", "市级", "县级", "乡级"],
]  # fmt: skip
STATE_MERGED = [
    "A1:P1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:J2", "K2:L2",
    "M2:P2",
]  # fmt: skip


def state_row(row: dict) -> list[str]:
    """A row as county copies of the State catalogue have it: ticks and boxes."""
    tick = {True: "√", False: ""}
    levels = ("province", "city", "county", "village")
    channels = row["channels_text"].replace("；", "\n■")
    return [
        str(row["seq"]), row["level1"], row["level2"],
        "\n".join(element["label"] for element in row["elements"]),
        row["basis_text"].replace("；", "\n"), row["deadline_text"], row["publishing_body"],
        f"■{channels}\n□精准推送",
        tick[row["audience"] == "all"], tick[row["audience"] != "all"], "√", "",
        *[tick[level in row["levels"]] for level in levels],
    ]  # fmt: skip
