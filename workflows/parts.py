"""Parts of the public record in words that staff know: 正文第 3 段, 标题, 名册第 12 行."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure import list_scan
from workflows.review.classes import label_of

# Snapshots of names, whose columns are not for forms.
_SNAPSHOTS = {
    "unit_name": gettext_lazy("公开主体"),
    "catalogue_label": gettext_lazy("目录事项"),
    "region_name": gettext_lazy("行政区域"),
}


_OF_ALL_TYPES = {
    "links": gettext_lazy("链接"),
    "regions": gettext_lazy("涉及区域"),
    "files": gettext_lazy("附件"),
}


def label(page, part: str) -> str:
    """Name of the part on this page."""
    if part.startswith("f/"):
        if part[2:] in _SNAPSHOTS:
            return str(_SNAPSHOTS[part[2:]])
        try:
            return str(page._meta.get_field(part[2:]).verbose_name)
        except FieldDoesNotExist:
            return part[2:]
    if part.startswith("t/"):
        return _table_label(page, part)
    return plain(part)


def plain(part: str) -> str:
    """Name of the part where no page is at hand."""
    if part == "title":
        return _("标题")
    if part == "links":
        return _("链接地址")
    if part == "source_id":
        return _("来源编号")
    kind, _slash, rest = part.partition("/")
    if kind == "b":
        return _("正文第 %(n)s 段") % {"n": rest}
    if kind == "t":
        row = rest.rpartition("/")[2]
        return _("表格表头") if row == "head" else _("表格第 %(n)s 行") % {"n": row}
    if kind == "a":
        return _("附件 %(n)s") % {"n": rest}
    return rest or part


def _table_label(page, part: str) -> str:
    _t, key, row = part.split("/", 2)
    names = {}
    if page.catalogue_item:
        names = {e["name"]: e["label"] for e in page.catalogue_item.elements}
    table = key.split(".")[0]
    name = names.get(table) or _OF_ALL_TYPES.get(table, _("表格"))
    if row == "head":
        return _("%(table)s的表头") % {"table": name}
    return _("%(table)s第 %(n)s 行") % {"table": name, "n": row}


def list_prefixes(page) -> list[str]:
    """Prefixes of the parts that cleared rows of a list in the vault fill."""
    return [prefix for prefix, table in list_scan.lists(page) if table.vault_id]


def sentences_about(page, pairs: list[tuple[str, str]]) -> list[str]:
    """What is still there after all decisions, by place: at most ten sentences."""
    seen = dict.fromkeys(pairs)
    sentences = [
        _("处理之后，%(place)s里仍有%(kind)s，请先作出决定。")
        % {"place": label(page, part), "kind": label_of(cls)}
        for cls, part in list(seen)[:10]
    ]
    if len(seen) > len(sentences):
        sentences.append(_("另有 %(n)d 处同样的情况。") % {"n": len(seen) - len(sentences)})
    return sentences
