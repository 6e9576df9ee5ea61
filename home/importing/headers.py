"""Names under which a file may give a field (pure)."""

import unicodedata
from collections.abc import Iterable

ALIASES = {
    "title": ["标题", "名称", "信息名称"],
    "text": ["正文", "内容", "body", "content"],
    "issuer": ["发文机关", "发布机构", "发布单位", "公开主体", "单位", "agency", "制定机关"],
    "date": ["日期", "成文日期", "发文日期", "发布日期", "published"],
    "docnum": ["文号", "发文字号", "doc_no", "docno"],
    "domain": ["领域"],
    "catalogue": ["目录编号", "目录事项", "目录", "cat", "kind", "类别"],
    "source_id": ["来源编号", "编号", "id"],
    "synthetic": ["示例"],
    "source": ["来源"],
}
_FIELDS = {
    unicodedata.normalize("NFKC", name).casefold(): field
    for field, names in ALIASES.items()
    for name in (field, *names)
}


def field_named(header: object) -> str | None:
    """The field a header stands for, None for a column that is not imported."""
    return _FIELDS.get(unicodedata.normalize("NFKC", str(header)).strip().casefold())


def recognised(headers: Iterable[str]) -> bool:
    """Whether a row of cells is a header: it names a title and a text."""
    fields = {field_named(header) for header in headers}
    return {"title", "text"} <= fields


def by_field(cells: dict) -> dict[str, tuple[str, object]]:
    """Field → (header as given, value). The field's own name wins over an alias."""
    found: dict[str, tuple[str, object]] = {}
    for header, value in cells.items():
        field = field_named(header)
        if field is None or value in (None, ""):
            continue
        if field not in found or str(header).strip() == field:
            found[field] = (str(header), value)
    return found
