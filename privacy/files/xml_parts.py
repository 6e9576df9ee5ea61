"""XML of office files: parsed without entities, bounded in size and depth, names shortened."""

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from .model import Refused, Unreadable

LARGEST_PART = 48 * 1024 * 1024  # bytes of one part that is held as a tree
MOST_ELEMENTS = 1_500_000
DEEPEST = 256
ENTITIES = "文件里有自定义的 XML 实体，可能是攻击。请在 WPS 或 Office 里打开后重新另存为一份。"
TOO_LARGE = "文件展开后太大，不能处理。请分成几个文件，或去掉不公开的内容后再上传。"
BROKEN = "文件内容已损坏，打不开。请在 WPS 或 Office 里打开后重新另存为一份。"
DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))

_W = "wordprocessingml/main"
# Both spellings of the standard: transitional (schemas.openxmlformats.org) and strict (purl.oclc.org).
_PREFIXES = {
    _W: "w",
    "spreadsheetml/main": "x",
    "drawingml/main": "a",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/spreadsheetDrawing": "xdr",
    "drawingml/picture": "pic",
    "drawingml/chart": "c",
    "drawingml/diagram": "dgm",
    "officeDocument/relationships": "r",
    "officeDocument/math": "m",
}
_OTHERS = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.ofdspec.org/2016": "ofd",
}

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Text = Callable[[str], object]


def parse(data: bytes, *, largest: int = LARGEST_PART) -> Element:
    """The tree of one part, tags and attributes as `w.p`; Refused for entities, Unreadable else."""
    if len(data) > largest:
        raise Unreadable(TOO_LARGE)
    builder = TreeBuilder()
    stream([data], builder.start, builder.end, builder.data)
    return builder.close()


def stream(chunks: Iterable[bytes], start: Start, end: End, text: Text) -> None:
    """Feed the three handlers; `chunks` are the bytes of one part in order."""
    guard = _Guard()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse

    def opened(tag: str, attributes: dict[str, str]) -> None:
        guard.enter()
        short = {name_of(name): value for name, value in attributes.items()} if attributes else {}
        start(name_of(tag), short)

    def closed(tag: str) -> None:
        guard.depth -= 1
        end(name_of(tag))

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            if any(mark in chunk for mark in DOCTYPE):
                raise Refused(ENTITIES)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, Refused):
            raise
        raise Unreadable(BROKEN) from error


class _Guard:
    """Counts what has been opened: neither a tree of millions nor a tower of thousands."""

    def __init__(self) -> None:
        self.depth = self.count = 0

    def enter(self) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise Unreadable(BROKEN)
        if self.count > MOST_ELEMENTS:
            raise Unreadable(TOO_LARGE)


def _refuse(*_given: object) -> None:
    raise Refused(ENTITIES)


_known: dict[str, str] = {}


def name_of(name: str) -> str:
    """`w.p` (ElementTree would look up a colon) for the expanded name; a namespace that we do not read becomes `?`."""
    short = _known.get(name)
    if short is None:
        uri, mark, local = name.rpartition(" ")
        short = f"{_prefix(uri)}.{local}" if mark else name
        if len(_known) < 20_000:
            _known[name] = short
    return short


def _prefix(uri: str) -> str:
    if uri in _OTHERS:
        return _OTHERS[uri]
    for base in ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"):
        if uri.startswith(base):
            rest = uri.removeprefix(base).replace("/2006/", "/")
            return _PREFIXES.get(rest, "?")
    return "?"
