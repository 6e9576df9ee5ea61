"""What a PDF carries besides its visible pages: named for the reviewer, never read out."""

import re

import pypdfium2
import pypdfium2.raw as pdfium

# A rough look at the raw bytes: it only feeds a list of words, nothing depends on it.
RAW_SIGNS = (
    ("隐藏图层", re.compile(rb"/OCGs\b|/OCProperties\b")),
    ("扩展元数据", re.compile(rb"/Type\s*/Metadata|<x:xmpmeta|<rdf:RDF")),
    ("脚本", re.compile(rb"/JavaScript\b|/JS\b")),
    ("嵌入文件", re.compile(rb"/EmbeddedFiles?\b")),
    ("动态表单", re.compile(rb"/XFA\b")),
    ("表单域", re.compile(rb"/AcroForm\b")),
    ("缩略图", re.compile(rb"/Thumb\b")),
    ("链接或动作", re.compile(rb"/URI\b|/OpenAction\b|/Launch\b|/SubmitForm\b")),
    ("数字签名", re.compile(rb"/ByteRange\b")),
)
END = re.compile(rb"%%EOF")
INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")


def hidden_kinds(pdf: pypdfium2.PdfDocument, data: bytes) -> tuple[str, ...]:
    """Kinds of hidden content, in words; rebuilding leaves all of them behind."""
    kinds = [word for word, sign in RAW_SIGNS if sign.search(data)]
    if any(pdf.get_metadata_value(key) for key in INFO):
        kinds.append("文档属性")
    if len(END.findall(data)) > (2 if b"/Linearized" in data[:1024] else 1):
        kinds.append("旧版本内容")
    if pdfium.FPDFDoc_GetAttachmentCount(pdf.raw) > 0:
        kinds.append("嵌入文件")
    if pdfium.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0:
        kinds.append("脚本")
    if _has_annotations(pdf):
        kinds.append("批注")
    return tuple(dict.fromkeys(kinds))


def _has_annotations(pdf: pypdfium2.PdfDocument) -> bool:
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError:
            return False  # a broken page is reported when it is drawn
        try:
            if pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
                return True
        finally:
            page.close()
    return False
