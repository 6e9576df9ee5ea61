"""Office files for the tests, built part by part, and the search for planted strings in results.

All persons are invented; ID numbers end in the sequence 000, telephones have 0000 in the middle.
"""

import html
import io
import zipfile
from collections.abc import Iterable

from privacy.files import documents
from privacy.files.model import FileDecision, Reading, Rebuilt, Wanted

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": R,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet.main+xml",
}
SHOWN = "本月发放临时救助金22000元。"


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def rels(*entries: tuple[str, str, str]) -> str:
    """(id, kind, target); a target with :// is external."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{html.escape(target)}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def types(main: str, content_type: str = "") -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{content_type or TYPES[main]}"/></Types>'
    )


def docx(
    body: str, parts: dict[str, str | bytes] | None = None, related=(), content_type=""
) -> bytes:
    """A DOCX with this body; `related` are relationships of the document, `parts` further members."""
    return zipped(
        {
            "[Content_Types].xml": types("word/document.xml", content_type),
            "_rels/.rels": rels(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": rels(*related),
            **(parts or {}),
        }
    )


def part(tag: str, content: str) -> str:
    return f"<w:{tag} {SPACES}>{content}</w:{tag}>"


def p(text: str, properties: str = "", run: str = "") -> str:
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{properties}{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: Iterable[str]) -> str:
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/>{lines}</w:tbl>"


def xlsx(
    sheet: str,
    parts: dict[str, str | bytes] | None = None,
    related=(),
    sheets: str = '<sheet name="公示" sheetId="1" r:id="rId1"/>',
    more: str = "",
    main_type: str = "",
) -> bytes:
    """An XLSX whose first sheet holds this content; `more` goes into the workbook part."""
    space = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{R}"'
    return zipped(
        {
            "[Content_Types].xml": types("xl/workbook.xml", main_type),
            "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"<workbook {space}><sheets>{sheets}</sheets>{more}</workbook>",
            "xl/_rels/workbook.xml.rels": rels(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), *related
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {space}>{sheet}</worksheet>",
            **{
                name: content.replace("<SPACE", "<").replace(" SPACE", f" {space}")
                if isinstance(content, str)
                else content
                for name, content in (parts or {}).items()
            },
        }
    )


def cell(place: str, text: str, style: str = "") -> str:
    style = f' s="{style}"' if style else ""
    return f'<c r="{place}"{style} t="inlineStr"><is><t>{text}</t></is></c>'


def read(data: bytes, name: str = "a.docx", **options) -> Reading:
    return documents.read(data, name=name, **options)


def proposed(reading: Reading) -> Wanted:
    return Wanted({one.ref: FileDecision(one.action) for one in reading.findings})


def rebuilt(data: bytes, name: str = "a.docx", wanted: Wanted | None = None, **options) -> Rebuilt:
    """The file after reading and rebuilding with every proposal accepted, or with `wanted`."""
    reading = read(data, name, **options)
    return documents.rebuild(data, name=name, reading=reading, wanted=wanted or proposed(reading))


def traces(result: Rebuilt, *planted: str) -> list[str]:
    """Which planted strings stand anywhere in the result: raw, inflated, twin, in any encoding."""
    places = [result.data, result.html.encode(), result.text.encode()]
    if zipfile.is_zipfile(io.BytesIO(result.data)):
        with zipfile.ZipFile(io.BytesIO(result.data)) as archive:
            places += [archive.read(name) for name in archive.namelist()]
            places += [name.encode() for name in archive.namelist()]
    found = []
    for value in planted:
        forms = {value.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
        forms.add("".join(f"&#{ord(sign)};" for sign in value).encode())
        if any(form in place for form in forms for place in places):
            found.append(value)
    return found


NAME, NUMBER, PHONE = "钱桂兰", "220102195503120008", "13900000417"
LIST = table(
    ["序号", "户主姓名", "身份证号", "所在村", "金额"],
    ["1", NAME, NUMBER, "永胜村", "3000"],
    ["2", "欧阳振国", "22010219600909000", "大成村", "2500"],
    ["合计", "", "", "", "5500"],
)
