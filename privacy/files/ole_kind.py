"""Old office files (OLE compound documents): none can be read safely, each has its way out."""

from .model import Refused

LOCKED = "文件加了密码，不能审查。请去掉密码后再上传。"
DOC = (
    "这是旧的 DOC 或 WPS 格式，里面可能留有旧内容。请在 WPS 或 Word 里另存为 DOCX 或 PDF 后再上传。"
)
XLS = "这是旧的 XLS 或 ET 格式，里面可能留有旧内容。请在 WPS 或 Excel 里另存为 XLSX 后再上传。"
PPT = "这是演示文稿。请导出为 PDF 后再上传。"
MAIL = "这是邮件文件。请把要公开的内容另存为 PDF 或 DOCX 后再上传。"
OTHER = "这是旧的办公文件格式，不能审查。请另存为 PDF、DOCX 或 XLSX 后再上传。"
STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("EncryptionInfo", LOCKED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("__substg1.0_", MAIL),
)
ENTRY = 128  # bytes of a directory entry


def of_compound(data: bytes) -> None:
    """Always refuses; the names of the streams inside decide with which sentence."""
    names = _names(data)
    for stream, reason in STREAMS:
        if any(name.startswith(stream) for name in names):
            raise Refused(reason)
    raise Refused(OTHER)


def _names(data: bytes) -> set[str]:
    """Names of directory entries; those lie at multiples of 128 bytes wherever the directory is."""
    found = set()
    for start in range(512, len(data) - ENTRY + 1, ENTRY):
        size = int.from_bytes(data[start + 64 : start + 66], "little")
        if 4 <= size <= 64 and size % 2 == 0 and data[start + 66] in (1, 2, 5):
            found.add(data[start : start + size - 2].decode("utf-16-le", "replace"))
    return found
