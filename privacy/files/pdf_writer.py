"""A new PDF from nothing: one picture per page and an invisible text layer, tagged for readers.

The same pages give the same bytes: no date, no identifier, nothing of this machine.
"""

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from .model import Box
from .picture_coding import Coded

TITLE = "附件"
LANGUAGE = "zh-CN"
POINTS = 72


@dataclass(frozen=True, slots=True)
class TextRun:
    """Signs on one line and the box (fractions of the page, origin top left) they fill."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PdfPage:
    picture: Coded
    dpi: float
    runs: Sequence[TextRun] = ()


@dataclass(slots=True)
class _Objects:
    """Numbered objects of the file, in order."""

    bodies: list[bytes] = field(default_factory=list)

    def reserve(self) -> int:
        self.bodies.append(b"")
        return len(self.bodies)

    def put(self, body: str | bytes, number: int = 0) -> int:
        number = number or self.reserve()
        self.bodies[number - 1] = body.encode("ascii") if isinstance(body, str) else body
        return number

    def stream(self, entries: str, content: bytes, *, packed: bool = False) -> int:
        if not packed:
            content = zlib.compress(content, 9)
            entries += " /Filter /FlateDecode"
        head = f"<<{entries} /Length {len(content)}>>\nstream\n".encode("ascii")
        return self.put(head + content + b"\nendstream")

    def written(self, root: int, info: int) -> bytes:
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.bodies, 1):
            offsets.append(out.tell())
            out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        start = out.tell()
        out.write(f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode())
        out.write(b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets))
        trailer = f"<</Size {len(offsets) + 1} /Root {root} 0 R /Info {info} 0 R>>"
        out.write(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())
        return out.getvalue()


def write_pdf(pages: Sequence[PdfPage]) -> bytes:
    """The file; its text can be selected, searched and read aloud."""
    objects = _Objects()
    root, tree, structure, parents = (objects.reserve() for _ in range(4))
    codes = _codes(pages)
    font = _font(objects, codes)
    kids, sections, parent_rows = [], [], []
    for number, page in enumerate(pages):
        page_number, section, row = _page(objects, page, number, font, codes, tree, structure)
        kids.append(f"{page_number} 0 R")
        sections.append(f"{section} 0 R")
        parent_rows.append(f"{number} {row} 0 R")
    objects.put(f"<</Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}]>>", tree)
    objects.put(
        f"<</Type /StructTreeRoot /K [{' '.join(sections)}] /ParentTree {parents} 0 R "
        f"/ParentTreeNextKey {len(pages)}>>",
        structure,
    )
    objects.put(f"<</Nums [{' '.join(parent_rows)}]>>", parents)
    objects.put(
        f"<</Type /Catalog /Pages {tree} 0 R /Lang ({LANGUAGE}) /MarkInfo <</Marked true>> "
        f"/StructTreeRoot {structure} 0 R /ViewerPreferences <</DisplayDocTitle true>>>>",
        root,
    )
    info = objects.put(f"<</Title <{_utf16(TITLE)}>>>")
    return objects.written(root, info)


def _page(
    objects: _Objects,
    page: PdfPage,
    number: int,
    font: int,
    codes: dict[str, int],
    tree: int,
    structure: int,
) -> tuple[int, int, int]:
    """Numbers of the page, its section in the structure and its row of marked paragraphs."""
    width, height = (round(side * POINTS / page.dpi, 2) for side in page.picture.size)
    picture = _picture(objects, page.picture)
    content = objects.stream("", _content(page, width, height, codes))
    this, section, row = (objects.reserve() for _ in range(3))
    paragraphs = [
        objects.put(
            f"<</Type /StructElem /S /P /P {section} 0 R /Pg {this} 0 R /K {mark} "
            f"/Lang ({LANGUAGE})>>"
        )
        for mark in range(len(page.runs))
    ]
    listed = " ".join(f"{one} 0 R" for one in paragraphs)
    objects.put(f"<</Type /StructElem /S /Sect /P {structure} 0 R /K [{listed}]>>", section)
    objects.put(f"[{listed}]", row)
    objects.put(
        f"<</Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] "
        f"/Contents {content} 0 R /StructParents {number} /Tabs /S "
        f"/Resources <</XObject <</I {picture} 0 R>> /Font <</F {font} 0 R>>>>>>",
        this,
    )
    return this, section, row


def _picture(objects: _Objects, picture: Coded) -> int:
    width, height = picture.size
    parms = f" /DecodeParms {picture.parms}" if picture.parms else ""
    return objects.stream(
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
        f"/ColorSpace {picture.colours} /BitsPerComponent {picture.bits} "
        f"/Filter {picture.filter}{parms}",
        picture.data,
        packed=True,
    )


def _content(page: PdfPage, width: float, height: float, codes: dict[str, int]) -> bytes:
    """The picture as an artefact, then each line as a marked paragraph in invisible mode."""
    lines = [f"/Artifact BMC q {width} 0 0 {height} 0 0 cm /I Do Q EMC", "BT 3 Tr"]
    for mark, run in enumerate(page.runs):
        left, top, right, bottom = run.box
        size = max((bottom - top) * height * 0.8, 1)
        natural = sum(_width(sign) for sign in run.text) * size / 1000
        stretch = max((right - left) * width / max(natural, 0.01) * 100, 1)
        base = (1 - bottom) * height + 0.15 * size
        coded = "".join(f"{codes[sign]:04x}" for sign in run.text)
        lines.append(
            f"/P <</MCID {mark}>> BDC /F {size:.2f} Tf {stretch:.2f} Tz "
            f"1 0 0 1 {left * width:.2f} {base:.2f} Tm <{coded}> Tj EMC"
        )
    lines.append("ET")
    return "\n".join(lines).encode("ascii")


def _codes(pages: Sequence[PdfPage]) -> dict[str, int]:
    signs = sorted({sign for page in pages for run in page.runs for sign in run.text})
    return {sign: code for code, sign in enumerate(signs, 1)}


def _width(sign: str) -> int:
    return 500 if sign.isascii() else 1000


def _font(objects: _Objects, codes: dict[str, int]) -> int:
    """A font whose single glyph is empty; what the signs mean stands in its ToUnicode map."""
    name = "/AAAAAA+TextLayer"
    file = objects.stream(f"/Length1 {len(EMPTY_FONT)}", EMPTY_FONT)
    described = objects.put(
        f"<</Type /FontDescriptor /FontName {name} /Flags 4 /FontBBox [0 0 1000 1000] "
        f"/ItalicAngle 0 /Ascent 1000 /Descent -200 /CapHeight 1000 /StemV 80 "
        f"/FontFile2 {file} 0 R>>"
    )
    glyphs = objects.stream("", b"\x00\x00" * (len(codes) + 1))
    narrow = " ".join(f"{code} [500]" for sign, code in codes.items() if sign.isascii())
    child = objects.put(
        f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {name} "
        f"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
        f"/FontDescriptor {described} 0 R /DW 1000 /W [{narrow}] /CIDToGIDMap {glyphs} 0 R>>"
    )
    meaning = objects.stream("", _to_unicode(codes))
    return objects.put(
        f"<</Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H "
        f"/DescendantFonts [{child} 0 R] /ToUnicode {meaning} 0 R>>"
    )


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = [f"<{code:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in codes.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    mapped = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{mapped}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _utf16(text: str) -> str:
    return "feff" + text.encode("utf-16-be").hex()


def _empty_font() -> bytes:
    """The smallest TrueType font: one glyph without outline, 1000 units per em."""
    tables = {
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x00010000, 1000, -200, 0, 1000, *([0] * 11), 1),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 1, 0, 0, 0, 0, 1, *([0] * 8)),
        b"hmtx": struct.pack(">Hh", 1000, 0),
        b"loca": struct.pack(">HH", 0, 0),
        b"glyf": b"\x00\x00\x00\x00",
    }  # fmt: skip
    offset = 12 + 16 * len(tables)
    directory = struct.pack(">IHHHH", 0x00010000, len(tables), 64, 2, 16 * len(tables) - 64)
    bodies = b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\x00" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">III", total, offset + len(bodies), len(table))
        bodies += padded
    return directory + bodies


EMPTY_FONT = _empty_font()
