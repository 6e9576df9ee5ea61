"""A page as its public page shows it: metadata in the fixed order, prose, attachments, links."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.canonical import ordered
from disclosure.models import LinkRow
from home.templatetags.public import long_date


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the metadata box; `url` makes the value a link, `is_code` keeps it unbroken."""

    label: str
    value: str
    url: str = ""
    is_code: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    relation: str
    label: str
    url: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class PublicRecord:
    facts: list[Fact]
    regions: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    files: list = field(default_factory=list)


def record_of(page) -> PublicRecord:
    regions = [row.region_name for row in ordered(page.region_rows) if row.region_name]
    return PublicRecord(
        facts_of(page, regions),
        regions,
        [link_of(row) for row in ordered(page.link_rows)],
        ordered(page.attachment_rows),
    )


def facts_of(page, regions: list[str]) -> list[Fact]:
    """The metadata box: the fixed order of the direction, then what else the item has."""
    duty = page.catalogue_item
    catalogue = reverse("catalogue") + f"?domain={duty.domain}#{duty.code}" if duty else ""
    facts = [
        Fact(_("索引号"), page.number or _("提交后生成"), is_code=True),
        Fact(_("文号"), page.doc_no, is_code=True),
        Fact(_("发文机关"), page.issuing_body),
        Fact(_("成文日期"), long_date(page.issued_on), is_code=True),
        Fact(_("目录事项"), page.catalogue_label, catalogue),
        Fact(_("公开期限"), duty.deadline_text if duty else ""),
        Fact(_("主题分类"), page.topic),
        Fact(_("公开对象"), str(page.get_audience_display())),
        Fact(_("有效性"), str(page.get_validity_display())),
        Fact(_("施行日期"), long_date(page.effective_on), is_code=True),
        Fact(_("公开单位"), page.unit_name, reverse("unit", args=[page.unit.code])),
        Fact(_("领域"), str(page.get_domain_display())),
        Fact(_("环节"), str(page.get_stage_display())),
        Fact(_("体裁分类"), page.genre),
        Fact(_("行政区域"), "、".join(regions or [page.region_name])),
        Fact(_("公示期"), _period(page)),
        Fact(_("项目编号"), page.project_code, is_code=True),
        Fact(_("关键词"), page.keywords),
        Fact(_("来源说明"), page.source_note, is_wide=True),
    ]
    return [fact for fact in facts if fact.value]


def _period(page) -> str:
    if not (page.publicity_from and page.publicity_to):
        return ""
    start, end = long_date(page.publicity_from), long_date(page.publicity_to)
    return _("%(start)s至%(end)s") % {"start": start, "end": end}


def link_of(row: LinkRow) -> Link:
    """A link row as shown; `item:<number>` leads to our own item."""
    is_outside = not row.target.startswith("item:")
    url = row.target if is_outside else reverse("item", args=[row.target[5:]])
    if is_outside and not url.startswith(("http://", "https://", "/")):
        url = ""  # anything else (javascript:, data:) is shown as text only
    return Link(str(row.get_relation_display()), row.label, url, is_outside)
