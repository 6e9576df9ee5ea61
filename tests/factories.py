"""One maker per model. Items are drafts: what is live went through the funnel (`clear`)."""

import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils.crypto import get_random_string
from wagtail.models import Page

import disclosure
from disclosure import models
from disclosure.elements import storage_of
from home.models import HomePage
from tests import public_copies

PROVINCE = {"name": "吉林省", "level": "province"}
SEED = Path(disclosure.__file__).parent / "data" / "catalogue.json"


def region(code: str = "220000", **fields) -> models.Region:
    defaults = PROVINCE | fields if code == "220000" else {"name": code, "level": "county"} | fields
    return models.Region.objects.get_or_create(code=code, defaults=defaults)[0]


def unit(code: str = "jl-test", name: str = "省测试厅", **fields) -> models.Unit:
    fields.setdefault("region", region())
    fields.setdefault("full_name", f"吉林{name}")
    return models.Unit.objects.get_or_create(code=code, defaults={"name": name} | fields)[0]


def home() -> HomePage:
    found = HomePage.objects.first()
    if found:
        return found
    return Page.get_first_root_node().add_child(instance=HomePage(title="首页", slug="front"))


def column(of: models.Unit) -> models.ColumnPage:
    found = models.ColumnPage.objects.filter(unit=of).first()
    if found:
        return found
    return home().add_child(
        instance=models.ColumnPage(title=of.official_name, slug=f"c-{of.code}", unit=of)
    )


def user(name: str = "editor", *groups: str, is_superuser: bool = False):
    """An account with a password nobody knows, in the named groups."""
    users = get_user_model()
    found = users.objects.filter(username=name).first()
    if found is None:
        found = users.objects.create_user(
            name, f"{name}@example.org", get_random_string(24), is_superuser=is_superuser
        )
    for group in groups:
        found.groups.add(_group(group))
    return found


def _group(name):
    from django.contrib.auth.models import Group

    return Group.objects.get_or_create(name=name)[0]


def seeded_rows() -> list[dict]:
    """The rows of the catalogue as shipped."""
    return json.loads(SEED.read_text(encoding="utf-8"))


def catalogue_item(code: str = "P3") -> models.CatalogueItem:
    """A row of the shipped catalogue, without its bases."""
    found = models.CatalogueItem.objects.filter(code=code).first()
    if found:
        return found
    entry = next(row for row in seeded_rows() if row["code"] == code)
    columns = {field.name for field in models.CatalogueItem._meta.concrete_fields} - {"id"}
    return models.CatalogueItem.objects.create(
        **{name: value for name, value in entry.items() if name in columns}
    )


def draft(page_class=models.NoticePage, of: models.Unit | None = None, **fields):
    """An unreleased item of a unit with one revision, by the user `editor`."""
    of = of or unit()
    owner = fields.pop("owner", None) or user()
    fields.setdefault("title", "关于调整供暖时间的公告")
    fields.setdefault("slug", get_random_string(12).lower())
    page = page_class(live=False, owner=owner, unit=of, **fields)
    column(of).add_child(instance=page)
    page.take_snapshots()
    page.save()
    page.save_revision(user=owner)
    return page


SAMPLES = {
    "date": "2018-09-16",
    "datetime": "2018-09-16T08:30:00+08:00",
    "year": 2018,
    "integer": 214,
    "money": "386400.00",
    "percent": "45.50",
    "decimal": "92.5000",
    "bool": False,
    "office_phone": "0431-80000000",
    "uscc": "11220000013544014C",
    "url": "https://example.org/",
}


def filled(row: models.CatalogueItem, of: models.Unit | None = None):
    """A draft that has every element of the row, required or not."""
    of = of or unit()
    page_class = getattr(models, row.page_type)
    page = page_class(catalogue_item=row, title=f"{row.level2}", region=of.region, unit=of)
    for element in row.elements:
        fill(page, element)
    page.live, page.owner, page.slug = False, user(), get_random_string(12).lower()
    column(of).add_child(instance=page)
    page.take_snapshots()
    page.save()
    page.save_revision(user=page.owner)
    return page_class.objects.get(pk=page.pk)


def fill(page, element: dict) -> None:
    """Put a sample of the element where the page keeps it."""
    stored = storage_of(type(page), element)
    kind = element["type"]
    if stored.kind == "range":
        sample = SAMPLES["datetime" if kind == "datetime_range" else "date"]
        for attribute in stored.attributes:
            setattr(page, attribute, sample)
    elif stored.kind in ("column", "counts", "parts"):
        for attribute in stored.attributes:
            setattr(page, attribute, _sample(element, page._meta.get_field(attribute)))
    elif stored.kind == "body":
        page.body = [("prose", "<p>样例正文。</p>")]
    elif stored.relation:
        getattr(page, stored.relation).add(_row(page, stored, kind))


def _sample(element: dict, field):
    if element.get("choices"):
        return element["choices"][0]
    if element["type"] == "casualty_counts":
        return 1
    if field.name in ("topic", "genre"):
        return field.choices[0][0]
    return SAMPLES.get(element["type"], f"{element['label']}样例"[: field.max_length])


def _row(page, stored, kind):
    if stored.kind == "files":
        return public_copies.row("样例附件", stored.table)
    if stored.kind == "links":
        return models.LinkRow(relation=stored.table, label="样例", target="item:jl-test-2018-00001")
    if stored.kind == "regions":
        return models.RegionRow(region=page.region, region_name=page.region.name)
    if stored.kind == "recipients":
        return models.RecipientTable(
            table=stored.table, columns=["村", "金额（元）"], rows=[["东山村", "1200.00"]]
        )
    row_class = models.TYPED_ROWS[kind[6:-1]]
    values = {name: _cell(row_class._meta.get_field(name)) for name in row_class.columns}
    return row_class(table=stored.table, **values)


def _cell(field):
    kind = field.get_internal_type()
    return {
        "DecimalField": "12.50",
        "DateField": SAMPLES["date"],
        "DateTimeField": SAMPLES["datetime"],
        "BooleanField": True,
    }.get(kind, f"{field.verbose_name}样例")
