"""Zip packages written from nothing: the same parts give the same bytes, at any time."""

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Signs that XML 1.0 cannot hold, and signs that nobody sees: text can be written in them.
_IMPOSSIBLE = (
    range(9),
    range(11, 13),
    range(14, 32),
    range(0xFFFE, 0x10000),
    range(0xD800, 0xE000),
)
_UNSEEN = (
    range(0xAD, 0xAE),  # soft hyphen
    range(0x200B, 0x2010),  # zero width
    range(0x202A, 0x202F),  # directions
    range(0x2060, 0x2070),
    range(0xFE00, 0xFE10),  # variants
    range(0xFEFF, 0xFF00),
    range(0xFFF9, 0xFFFC),
    range(0xE0000, 0xE0200),  # tags
)
FORBIDDEN = dict.fromkeys(sign for signs in (*_IMPOSSIBLE, *_UNSEEN) for sign in signs)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: str) -> str:
    """Text for an element or a quoted attribute."""
    return text.translate(FORBIDDEN).translate(_ESCAPES)


def package(parts: dict[str, str]) -> bytes:
    """The package; parts are XML without their first line, in the order given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, (HEAD + content).encode())
    return target.getvalue()


def relationships(
    entries: list[tuple[str, str, str]], *, external: frozenset[str] = frozenset()
) -> str:
    """The part of (id, kind, target) entries; `external` are ids that lead out to the web."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = "".join(
        f'<Relationship Id="{key}" Type="{base}{kind}" Target="{escape(target)}"'
        + (' TargetMode="External"/>' if key in external else "/>")
        for key, kind, target in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def content_types(overrides: dict[str, str]) -> str:
    """[Content_Types].xml for parts by name."""
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    base = "application/vnd.openxmlformats-officedocument."
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{base}{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{space}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
