"""The fixed parts of every DOCX that we write: looks, settings, frames of header and footer."""

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
FONTS = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" '
    'w:cs="Times New Roman"/>'
)
HEAVY = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体" w:cs="Arial"/>'
SIZES = (36, 32, 30, 28, 26, 24)  # half points of the six headings
SETTINGS = (
    f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def header(paragraphs: str) -> str:
    return f"<w:hdr {W}>{paragraphs}</w:hdr>"


def footer(paragraphs: str) -> str:
    return f"<w:ftr {W}>{paragraphs}</w:ftr>"


def _style(kind: str, key: str, name: str, rest: str, *, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{mark} w:styleId="{key}"><w:name w:val="{name}"/>{rest}</w:style>'
    )


def _heading(level: int) -> str:
    rest = (
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr>{HEAVY}<w:b/><w:sz w:val="{SIZES[level - 1]}"/></w:rPr>'
    )
    return _style("paragraph", f"Heading{level}", f"heading {level}", rest)


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
STYLES = (
    f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}"
    '<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="360" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
    + _style("paragraph", "Normal", "Normal", "<w:qFormat/>", default=True)
    + "".join(map(_heading, range(1, 7)))
    + _style(
        "paragraph", "Note", "Note", '<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="20"/></w:rPr>'
    )
    + _style(
        "paragraph",
        "Margin",
        "Margin",
        '<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="595959"/><w:sz w:val="18"/></w:rPr>',
    )
    + _style(
        "character", "Link", "Link", '<w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr>'
    )
    + _style(
        "table",
        "Grid",
        "Table Grid",
        f'<w:pPr><w:spacing w:after="0" w:line="300" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="21"/>'
        f"</w:rPr><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>',
    )
    + "</w:styles>"
)
