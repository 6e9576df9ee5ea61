"""A page as its public page shows it: metadata in the fixed order, elements, tables, links."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure import writing
from disclosure.presentation import TABLE_KINDS, elements, tables_in
from disclosure.shown import Element, File, Link
from home.tables import Table, table_of
from home.templatetags.public import long_date

LONG_KINDS = {"prose", "list"}
# Characters from which a text gets a section of its own instead of a line in the list.
LONG_TEXT = 120


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the metadata box; `url` makes the value a link, `is_code` keeps it unbroken."""

    label: str
    value: str
    url: str = ""
    is_code: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class PublicRecord:
    facts: list[Fact]
    short: list[Element]
    long: list[Element]
    tables: list[Table]
    files: list[File]
    links: list[Link]

    @property
    def has_list(self) -> bool:
        return any(table.is_list for table in self.tables)

    @property
    def ready_files(self) -> list[File]:
        return [file for file in self.files if file.digest]

    @property
    def waiting_files(self) -> int:
        """Files whose original waits in the vault for its public copy."""
        return len(self.files) - len(self.ready_files)


def record_of(page, asked: dict | None = None) -> PublicRecord:
    """Everything shown of a page besides title and prose; `asked` turns the tables' pages."""
    shown = [e for e in elements(page) if e.place not in ("title", "box", "body")]
    tables = tables_in(shown)
    plain = [e for e in shown if e.kind not in TABLE_KINDS | {"files", "links"}]
    return PublicRecord(
        facts_of(page),
        [element for element in plain if not is_long(element)],
        [element for element in plain if is_long(element)],
        [table_of(element, place, asked or {}) for place, element in enumerate(tables, start=1)],
        [file for element in shown for file in element.files],
        [link for element in shown for link in element.links],
    )


def tables_shown(page) -> list[Element]:
    """The elements that stand as tables on the page, in its order."""
    return tables_in(elements(page))


def is_long(element: Element) -> bool:
    length = sum(len(line) for line in element.lines)
    return element.kind in LONG_KINDS and (len(element.lines) > 1 or length > LONG_TEXT)


def facts_of(page) -> list[Fact]:
    """The metadata box: the fixed order of the direction, then what else the item has."""
    duty = page.catalogue_item
    catalogue = reverse("catalogue") + f"?domain={duty.domain}#{duty.code}" if duty else ""
    unit = reverse("unit", args=[page.unit.code]) if page.unit else ""
    regions = [row.region_name for row in page.region_rows.all()]
    names = dict.fromkeys(name for name in [page.region_name, *regions] if name)
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
        Fact(_("公开单位"), page.unit_name, unit),
        Fact(_("领域"), str(page.get_domain_display())),
        Fact(_("环节"), str(page.get_stage_display())),
        Fact(_("体裁分类"), page.genre),
        Fact(_("行政区域"), "、".join(names)),
        Fact(_("公示期"), _period(page)),
        Fact(_("项目编号"), page.project_code, is_code=True),
        Fact(_("关键词"), page.keywords),
        Fact(_("来源说明"), page.source_note, is_wide=True),
    ]
    return [fact for fact in facts if fact.value]


def _period(page) -> str:
    start, end = long_date(page.publicity_from), long_date(page.publicity_to)
    if not (start and end):
        return writing.period(page.publicity_from, page.publicity_to)
    return _("%(start)s至%(end)s") % {"start": start, "end": end}
