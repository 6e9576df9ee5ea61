"""Files and texts made to exhaust the server: refused or read within seconds and little memory."""

import io
import json
import time
import tracemalloc
import zipfile
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from home.importing.reading import UnreadableFile, read_rows
from privacy.detect import detect
from tests.disclosure.test_editor import posted
from workflows.lists import reading
from workflows.lists.sheet import LARGEST_FILE, MOST_ROWS, Unreadable

SECONDS = 20  # generous: the machines that run the tests are shared
MEGABYTES = 50


@contextmanager
def bounded(seconds=SECONDS):
    start = time.process_time()
    yield
    used = time.process_time() - start
    assert used < seconds, f"{used:.1f} s"


def parts_of(book: Workbook) -> dict[str, bytes]:
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def small() -> dict[str, bytes]:
    book = Workbook()
    book.active.append(["标题", "正文", "村"])
    book.active.append(["公告", "正文。", "东山村"])
    return parts_of(book)


SHEET = "xl/worksheets/sheet1.xml"
HEAD = (
    '<?xml version="1.0"?>{doctype}<worksheet '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
TAIL = "</sheetData></worksheet>"


def sheet(rows: str, doctype="") -> dict[str, bytes]:
    return small() | {SHEET: (HEAD.format(doctype=doctype) + rows + TAIL).encode()}


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows_of(count: int) -> str:
    head = f"<row r='1'>{cell('A1', '标题')}{cell('B1', '正文')}</row>"
    return head + "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(2, count))


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "哈哈哈哈">{entities}]>'


OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def far_cells() -> str:
    """Every row has one cell in the last column Excel knows."""
    head = f"<row r='1'>{cell('A1', '标题')}{cell('B1', '正文')}</row>"
    return head + "".join(f"<row r='{n}'><c r='XFD{n}'><v>1</v></c></row>" for n in range(2, 1000))


BOMBS = {
    "a part that unpacks to 300 MB": lambda: zipped(
        small() | {"xl/media/x.bin": b"\0" * (300 * 1024**2)}
    ),
    "ten thousand rows": lambda: zipped(sheet(rows_of(10_000))),
    "a cell in the last column of each row": lambda: zipped(sheet(far_cells())),
    "a row far below": lambda: zipped(
        sheet(
            f"<row r='1'>{cell('A1', '标题')}{cell('B1', '正文')}</row>"
            f"<row r='50000'>{cell('A50000', 'x')}</row>"
        )
    ),
    "entities that laugh": lambda: zipped(
        sheet(f"<row r='1'>{cell('A1', '&l9;')}{cell('B1', '正文')}</row>", laughs())
    ),
    "an entity from outside": lambda: zipped(
        sheet(f"<row r='1'>{cell('A1', '&e;')}{cell('B1', '正文')}</row>", OUTSIDE)
    ),
    "shared strings of 60 MB": lambda: zipped(
        small()
        | {
            "xl/sharedStrings.xml": (
                '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                + "<si><t>"
                + "长" * (20 * 1024**2)
                + "</t></si></sst>"
            ).encode()
        }
    ),
    "an archive in an archive": lambda: zipped({"xl/workbook.xml": zipped(small())}),
    "ten thousand parts": lambda: zipped(small() | {f"x{n}": b"" for n in range(10_000)}),
    "a password": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    ),
    "macros": lambda: zipped(small() | {"xl/vbaProject.bin": b"x"}),
    "a line of 9 MB": lambda: b"a,b\n" + b'"' + b"x" * (9 * 1024**2),
    "many commas": lambda: b"a,b\n" + b"," * 500_000,
    "many short lines": lambda: b"a,b\n" + b"1,2\n" * 200_000,
    "nothing but quotes": lambda: b'"' * (2 * 1024**2),
    "too large": lambda: b"a,b\n" + b"x" * LARGEST_FILE,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_hostile_list_is_refused_in_bounded_time(kind):
    data = BOMBS[kind]()
    with bounded():
        try:
            found = reading.read(data)
        except Unreadable as refusal:
            assert "root:" not in str(refusal)
        else:
            # What can be read may be read, if it is small.
            assert len(found.rows) <= MOST_ROWS and "root:" not in str(found.header)


@pytest.mark.parametrize("kind", BOMBS)
def test_a_hostile_file_of_items_is_refused_in_bounded_time(kind, tmp_path):
    path = tmp_path / "items"
    path.write_bytes(BOMBS[kind]())
    with bounded():
        try:
            for row in read_rows(path):
                assert "root:" not in str(row)
        except UnreadableFile as refusal:
            assert "root:" not in str(refusal)


def test_a_narrow_list_with_cells_in_the_last_column_takes_little_memory():
    data = zipped(sheet(far_cells()))
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            reading.read(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTES * 1024**2, f"{peak / 1024**2:.0f} MB"


DETECTED = {
    "digits": "1" * 100_000,
    "digits and blanks": "2 2-0 1" * 20_000,
    "one surname": "张" * 20_000,
    "names": "张小三、" * 5_000,
    "brackets": "（" * 100_000,
    "addresses": "吉林省长春市南关区" * 10_000,
    "addresses without end": "1号1号" * 25_000,
    "letters": "a" * 100_000 + "@",
    "mails": "a@a.a." * 20_000,
    "blanks": " \u3000\t" * 33_000,
    "wide digits": "１２３" * 33_000,
    "combining": "e\u0301" * 50_000,
    "dates": "1990年1月1日" * 12_000,
    "plates": "吉A·" * 25_000,
    "stars": "张**" * 33_000,
    "ids": "220102199003070007" * 5_000,
}


@pytest.mark.parametrize("kind", DETECTED)
def test_no_text_keeps_the_detector_busy(kind):
    text = DETECTED[kind]
    start = time.process_time()
    detect(text, domain="welfare")
    assert time.process_time() - start < SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["1" * 60_000, "张小三、" * 5_000, "（" * 250_000])
def test_saving_and_submitting_a_hostile_text_takes_bounded_time(team, client, text):
    client.force_login(team.editor)
    add = reverse(
        "wagtailadmin_pages:add", args=["disclosure", "policydocumentpage", team.unit.column.pk]
    )
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "data": {}}
    block |= {"inlineStyleRanges": [], "entityRanges": []}
    values = posted(client.get(f"{add}?catalogue=P1"), title="关于服务时间的公告") | {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "prose",
        "body-0-id": "",
        "body-0-value": json.dumps({"blocks": [block], "entityMap": {}}),
        "mj-submit": "1",
    }
    start = time.process_time()
    assert client.post(f"{add}?catalogue=P1", values).status_code == 302
    assert time.process_time() - start < SECONDS


@pytest.mark.django_db
def test_an_attachment_beyond_the_limit_is_refused_and_the_rest_kept(team, client, monkeypatch):
    from disclosure import uploads

    monkeypatch.setattr(uploads, "LARGEST_FILE", 1000)
    client.force_login(team.editor)
    add = reverse(
        "wagtailadmin_pages:add", args=["disclosure", "policydocumentpage", team.unit.column.pk]
    )
    values = posted(client.get(f"{add}?catalogue=P1"), title="关于服务时间的公告") | {
        "attachment_rows-TOTAL_FORMS": "1",
        "attachment_rows-0-upload": SimpleUploadedFile("附表.pdf", b"x" * 1001),
        "attachment_rows-0-title": "附表",
        "attachment_rows-0-ORDER": "1",
    }
    response = client.post(f"{add}?catalogue=P1", values)
    assert response.context["form"]["title"].value() == "关于服务时间的公告"
