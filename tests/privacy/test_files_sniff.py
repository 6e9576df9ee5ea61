"""What a file is comes from its bytes; what cannot be published is refused with the way out."""

import gzip
import io
import tarfile
import zipfile

import openpyxl
import pytest
from PIL import Image

from privacy.files.model import Refused
from privacy.files.sniff import kind_of

from .office_files import OFFICE, docx, p, types, xlsx, zipped

DOCX, XLSX = docx(p("公示")), xlsx("<sheetData/>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(buffer, kind)
    return buffer.getvalue()


def compound(*streams: str) -> bytes:
    """The directory of an OLE file with streams of these names."""
    entries = b""
    for name in streams:
        wide = name.encode("utf-16-le") + b"\0\0"
        entries += wide.ljust(64, b"\0") + len(wide).to_bytes(2, "little") + b"\x02" + bytes(61)
    return OLE + entries


def tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n%%EOF", "a.pdf", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.7\n%%EOF", "a.PDF", "pdf"),
        (picture("PNG"), "a.png", "image"),
        (picture("JPEG"), "a.jpg", "image"),
        (picture("JPEG"), "a.png", "image"),
        (picture("BMP"), "a.bmp", "image"),
        (picture("TIFF"), "a.tif", "image"),
        (picture("GIF"), "a.gif", "image"),
        (picture("WEBP"), "a.webp", "image"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "a.heic", "image"),
        (DOCX, "a.docx", "docx"),
        (XLSX, "a.xlsx", "xlsx"),
        (DOCX, "a", "docx"),
        (DOCX, "../../etc/passwd\0.docx", "docx"),
        ("村,金额\n永胜村,3000\n".encode(), "a.csv", "csv"),
        ("村,金额\n永胜村,3000\n".encode("gb18030"), "a.csv", "csv"),
        ("村,金额\n永胜村,3000\n".encode("utf-16"), "a.csv", "csv"),
        ("村\t金额\n永胜村\t3000\n".encode("utf-16-le"), "a", "csv"),
        ("关于发放救助金的公示。\n".encode(), "a.txt", "text"),
        ("关于发放救助金的公示。\n".encode("gb18030"), "a.txt", "text"),
        ("大于号 3 > 2，<附件>略。".encode(), "a.txt", "text"),
    ],
)
def test_the_content_tells_the_kind(data, name, kind):
    assert kind_of(data, name) == kind


MACRO = docx(p("甲"), {"word/vbaProject.bin": b"x"})
REFUSED = {
    "empty": (b"", "a.docx", "空"),
    "only blanks": (b" \n\0\0", "a.txt", "空"),
    "zip": (zipped({"a.docx": DOCX}), "a.zip", "解压"),
    "zip named like a document": (zipped({"a.txt": "甲"}), "a.docx", "压缩包"),
    "empty zip": (zipped({}), "a.zip", "压缩包"),
    "rar": (b"Rar!\x1a\x07\x01\0" + bytes(50), "a.rar", "解压"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a.7z", "解压"),
    "gzip": (gzip.compress(b"x"), "a.gz", "解压"),
    "tar": (tar(), "a.tar", "解压"),
    "macro part": (MACRO, "a.docm", "宏"),
    "macro under a harmless name": (MACRO, "a.docx", "宏"),
    "macro by type": (
        docx(p("甲"), content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docm",
        "宏",
    ),
    "macro workbook": (xlsx("<sheetData/>", {"xl/vbaProject.bin": b"x"}), "a.xlsm", "宏"),
    "old macro sheet": (xlsx("<sheetData/>", {"xl/macrosheets/sheet1.xml": "<x/>"}), "a.xlsx", "宏"),
    "active x": (docx(p("甲"), {"word/activeX/activeX1.xml": "<x/>"}), "a.docx", "宏"),
    "locked office file": (compound("EncryptionInfo", "EncryptedPackage"), "a.docx", "密码"),
    "locked pdf": (b"%PDF-1.7\n1 0 obj<</Root 2 0 R/Encrypt 9 0 R>>\n%%EOF", "a.pdf", "密码"),
    "locked zip": (b"", "", ""),
    "doc": (compound("Root Entry", "WordDocument", "1Table"), "a.doc", "DOCX"),
    "wps": (compound("Root Entry", "WordDocument"), "a.wps", "另存为 DOCX"),
    "xls": (compound("Workbook"), "a.xls", "XLSX"),
    "et": (compound("Workbook"), "a.et", "XLSX"),
    "ppt": (compound("PowerPoint Document"), "a.ppt", "PDF"),
    "mail": (compound("__substg1.0_0037001F"), "a.msg", "邮件"),
    "other compound": (OLE + bytes(512), "a.doc", "另存为"),
    "slides": (
        docx("", content_type=f"{OFFICE}.presentationml.presentation.main+xml"), "a.pptx", "PDF",
    ),
    "template": (docx("", content_type=f"{OFFICE}.wordprocessingml.template.main+xml"), "a.dotx", "模板"),
    "binary workbook": (
        xlsx("", main_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "a.xlsb", "XLSX",
    ),
    "open document": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt", "DOCX"),
    "ofd": (zipped({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "a.ofd", "导出"),
    "object inside": (docx(p("甲"), {"word/embeddings/oleObject1.bin": b"x"}), "a.docx", "嵌入"),
    "package inside": (docx(p("甲"), {"word/embeddings/a.docx": DOCX}), "a.docx", "嵌入"),
    "object by relationship": (
        docx(p("甲"), {"word/x.dat": b"x"}, [("o", "oleObject", "x.dat")]), "a.docx", "嵌入",
    ),
    "program": (b"MZ\x90\0" + bytes(100), "a.pdf", "程序"),
    "linux program": (b"\x7fELF" + bytes(100), "a.jpg", "程序"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "a.txt", "脚本"),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", "a.html", "网页"),
    "html as xls": ("<html><table><tr><td>甲</td></tr></table></html>".encode(), "a.xls", "网页"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "网页"),
    "svg as picture": (b'<?xml version="1.0"?><svg/>', "a.png", "网页"),
    "text with a script's name": (b"alert(1)", "a.js", "脚本"),
    "mp3": (b"ID3\x03" + bytes(50), "a.mp3", "文字稿"),
    "mp4": (b"\0\0\0\x18ftypmp42" + bytes(50), "a.mp4", "文字稿"),
    "wav": (b"RIFF\0\0\0\0WAVE" + bytes(50), "a.wav", "文字稿"),
    "avif": (b"\0\0\0\x18ftypavif" + bytes(50), "a.avif", "JPG"),
    "rtf": (b"{\\rtf1 x}", "a.rtf", "DOCX"),
    "json": ('{"姓名": "甲"}'.encode(), "a.json", "CSV"),
    "eml": (b"From: a@example.org\nSubject: x\n\nx", "a.eml", "邮件"),
    "database": (b"SQLite format 3\0" + bytes(100), "a.db", "CSV"),
    "noise": (bytes(range(256)) * 4, "a.dat", "认不出"),
    "noise as text": (b"abc\x01\x02\x03", "a.txt", "认不出"),
    "damaged package": (DOCX[: len(DOCX) // 2], "a.docx", "不完整"),
}  # fmt: skip
del REFUSED["locked zip"]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_published_is_refused_with_the_way_out(case):
    data, name, words = REFUSED[case]
    with pytest.raises(Refused) as caught:
        kind_of(data, name)
    assert words in str(caught.value)
    assert str(caught.value).endswith("。")


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"%PDF-1.7\n%%EOF", "名册.docx", "PDF"),
        (DOCX, "a.pdf", "DOCX"),
        (DOCX, "a.xlsx", "DOCX"),
        (XLSX, "a.csv", "XLSX"),
        (picture("PNG"), "a.pdf", "图片"),
        (XLSX, "a.xls", "XLSX"),
        ("公示内容".encode(), "a.pdf", "纯文本"),
        (DOCX, "a.mp3", "DOCX"),
    ],
)
def test_a_name_that_says_something_else_is_refused_naming_both(data, name, found):
    with pytest.raises(Refused) as caught:
        kind_of(data, name)
    suffix = name.rpartition(".")[2]
    assert f".{suffix}" in str(caught.value) and found in str(caught.value)


def test_the_name_of_the_file_is_never_repeated():
    with pytest.raises(Refused) as caught:
        kind_of(DOCX, "钱桂兰220102195503120008.pdf")
    assert "钱" not in str(caught.value) and "2201" not in str(caught.value)


def test_a_real_workbook_of_openpyxl_and_an_encrypted_member_are_told_apart():
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    assert kind_of(buffer.getvalue(), "a.xlsx") == "xlsx"
    data = bytearray(DOCX)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(Refused, match="密码"):
        kind_of(bytes(data), "a.docx")


def test_a_prefix_before_a_zip_does_not_make_it_something_else():
    with pytest.raises(Refused):
        kind_of(b"MZ" + DOCX, "a.docx")


def test_a_package_of_unknown_content_is_an_archive():
    with pytest.raises(Refused, match="损坏"):
        kind_of(zipped({"[Content_Types].xml": types("word/document.xml"), "x": "y"}), "a.docx")
    with pytest.raises(Refused, match="压缩包"):
        kind_of(zipped({"META-INF/MANIFEST.MF": "x"}, zipfile.ZIP_STORED), "a.docx")
