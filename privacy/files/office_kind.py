"""Zip files that are office documents, told apart by their main part; all others are archives."""

from .magic import ARCHIVE
from .model import Refused
from .packages import Package

MACROS = "文件里有宏。请另存为不带宏的 DOCX 或 XLSX 后再上传。"
OBJECTS = "文件里嵌入了其他文件或对象（OLE）。请删去它们，或导出为 PDF 后再上传。"
TEMPLATE = "这是模板文件。请另存为普通的 DOCX 或 XLSX 后再上传。"
SLIDES = "这是演示文稿。请导出为 PDF 后再上传。"
BINARY = "这是二进制的 XLSB 表格。请另存为 XLSX 后再上传。"
OFD = "这是 OFD 版式文件。请在 OFD 阅读器里打开，用“导出”或“打印”存成 PDF 后再上传。"
OPEN_DOCUMENT = "这是 ODF 文件。请另存为 DOCX、XLSX 或 PDF 后再上传。"
UNKNOWN_OFFICE = "文件内容已损坏，认不出是文档还是表格。请重新另存为一份。"
BASE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    f"{BASE}wordprocessingml.document.main+xml": "docx",
    f"{BASE}spreadsheetml.sheet.main+xml": "xlsx",
}
MACRO_PARTS = ("vbaproject", "vbadata", "activex/", "macrosheets/", "customui/")
# What Word and Excel embed to draw a chart; charts are left out with a note, and this with them.
CHART_DATA = "microsoft_excel"


def of_package(data: bytes) -> str:
    """docx or xlsx; Refused for OFD, macros, embedded objects, templates, slides and archives."""
    package = Package(data)
    low = [name.lower() for name in package.names]
    if "ofd.xml" in low:
        raise Refused(OFD)
    if "mimetype" in low and package.read("mimetype", largest=1000).startswith(
        b"application/vnd.oasis.opendocument"
    ):
        raise Refused(OPEN_DOCUMENT)
    if "[content_types].xml" not in low:
        raise Refused(ARCHIVE)
    if any(mark in name for name in low for mark in MACRO_PARTS):
        raise Refused(MACROS)
    kind = _main_kind(package)
    if kind == "docx" or kind == "xlsx":
        _refuse_objects(package, low)
        return kind
    raise Refused(UNKNOWN_OFFICE)


def _main_kind(package: Package) -> str:
    """The kind by the content type of the part that the package calls its document."""
    main = package.related("", "officeDocument")
    types = package.xml("[Content_Types].xml")
    declared = ""
    for entry in types if types is not None else ():
        content_type = entry.get("ContentType", "")
        if "macroEnabled" in content_type and "binary" not in content_type:
            raise Refused(MACROS)
        is_main = bool(main) and entry.get("PartName", "").lstrip("/").lower() == main.lower()
        is_usual = (
            bool(main) and entry.get("Extension", "").lower() == main.rpartition(".")[2].lower()
        )
        if is_main or (is_usual and not declared):
            declared = content_type
    if "binary" in declared:
        raise Refused(BINARY)
    if "presentationml" in declared:
        raise Refused(SLIDES)
    if "template.main" in declared:
        raise Refused(TEMPLATE)
    return MAIN.get(declared, "")


def _refuse_objects(package: Package, names: list[str]) -> None:
    for name in names:
        folder, _, file = name.rpartition("/")
        if folder.endswith("embeddings") and not file.startswith(CHART_DATA):
            raise Refused(OBJECTS)
        if file.startswith("oleobject") or file.endswith((".bin.exe", ".ole")):
            raise Refused(OBJECTS)
        if name.endswith(".rels"):
            _refuse_object_relations(package, name)


def _refuse_object_relations(package: Package, name: str) -> None:
    tree = package.xml(name)
    for one in tree if tree is not None else ():
        kind = one.get("Type", "").rpartition("/")[2]
        if kind == "oleObject" or (kind == "package" and "charts/" not in name.lower()):
            raise Refused(OBJECTS)
        if kind in ("vbaProject", "xlMacrosheet", "xlIntlMacrosheet"):
            raise Refused(MACROS)
