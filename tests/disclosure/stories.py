"""Small stories for tests of the funnel: people, a unit's column, a draft, a released item."""

from django.contrib.auth import get_user_model
from django.utils.crypto import get_random_string
from wagtail.models import Page

from disclosure import publishing
from disclosure.models import CatalogueItem, ColumnPage, NoticePage, Region, Unit
from disclosure.prose import from_text
from disclosure.redaction import set_body


def person(name: str):
    users = get_user_model()
    found = users.objects.filter(username=name).first()
    return found or users.objects.create_user(name, password=get_random_string(20))


def unit(code: str = "jl-test", name: str = "省测试厅") -> Unit:
    region, _new = Region.objects.get_or_create(
        code="220000", defaults={"name": "吉林省", "level": "province"}
    )
    found, _new = Unit.objects.get_or_create(
        code=code, defaults={"name": name, "full_name": f"吉林{name}", "region": region}
    )
    return found


def column(of: Unit) -> ColumnPage:
    found = ColumnPage.objects.filter(unit=of).first()
    if found:
        return found
    root = Page.get_first_root_node()
    return root.add_child(instance=ColumnPage(title=of.name, slug=f"c-{of.code}", unit=of))


def row(code: str = "X21", page_type: str = "NoticePage") -> CatalogueItem:
    found, _new = CatalogueItem.objects.get_or_create(
        code=code,
        defaults={
            "seq": 900,
            "domain": "welfare",
            "level1": "通知公告",
            "level2": "公告",
            "stage": "service",
            "privacy_policy": "POLICY",
            "page_type": page_type,
        },
    )
    return found


def draft(title: str = "关于调整供暖时间的公告", text: str = "现将有关事项公告如下。", **fields):
    """An unreleased item with one revision by the user `author`."""
    owner = person("author")
    home = column(fields.pop("unit", None) or unit())
    page_class = fields.pop("page_class", NoticePage)
    page = page_class(
        title=title,
        slug=get_random_string(12).lower(),
        live=False,
        owner=owner,
        unit=home.unit,
        catalogue_item=fields.pop("catalogue_item", None) or row(),
        **fields,
    )
    set_body(page, from_text(text))
    page.take_snapshots()
    home.add_child(instance=page)
    page.save_revision(user=owner)
    return page


def cleared(page, withheld=()):
    """Clearance of the latest revision, decided by `approver` and `reviewer`, and prepared."""
    publishing.draw_number(page)
    revision = page.get_latest_revision()
    approval = publishing.approve(revision, by=person("approver"))
    clearance = publishing.clear(
        revision, by=person("reviewer"), approval=approval, withheld=withheld
    )
    publishing.prepare(clearance)
    return clearance


def released(page=None, **fields):
    """A live item that went through the funnel, freshly read."""
    page = page or draft(**fields)
    publishing.commit(cleared(page), by=person("publisher"))
    return type(page).objects.get(pk=page.pk)


def revised(item, **changes):
    """A new draft revision of a live item by `author`."""
    page = item.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=person("author"))
    return type(item).objects.get(pk=item.pk)
