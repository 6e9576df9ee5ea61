"""The catalogue's screens in a real browser: seen, used without a mouse, checked by axe."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from disclosure.catalogue import drafts, force, versions
from disclosure.models import CatalogueVersion, LegalBasis
from tests import factories
from tests.disclosure.catalogue import files
from tests.workflows.test_list_browser import picture, violations, visit  # noqa: F401
from workflows import roles, setup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def office():
    call_command("setup_site", verbosity=0)
    person = factories.user("office")
    setup.assign(person, roles.OFFICE)
    return person


def begun(office) -> CatalogueVersion:
    """A draft with every kind of change, and one that cannot take force yet."""
    draft = versions.open_draft(office)
    first = draft.rows.get(code="P3").values
    drafts.save_row(
        draft,
        first | {"deadline_text": "及时公开；公示7个工作日", "publishing_body": "县级乡村振兴部门"},
    )
    new = draft.rows.get(code="W1-2").values
    drafts.save_row(
        draft, new | {"code": "W99", "seq": 154, "level2": "救助对象动态调整", "stage": ""}
    )
    drafts.drop_row(draft, "P5")
    draft.reason = "国家新印发的基层政务公开标准目录调整了时限和主体。"
    draft.save()
    return draft


def bad_file() -> bytes:
    lines = files.table()
    lines[3][8], lines[5][2], lines[9][12], lines[12][8] = "", "交通", "省、州县", "=HYPERLINK(1)"
    return files.csv_file(lines)


def taken(office, name, **values):
    draft = versions.open_draft(office)
    drafts.save_row(draft, draft.rows.get(code="P3").values | values)
    draft.name, draft.reason = name, "国家新印发的标准目录。"
    draft.save()
    force.schedule(draft, timezone.localdate(), office)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_screens_are_accessible_and_fit(live_server, office, visit, size):  # noqa: F811
    draft = begun(office)
    today = timezone.localdate()
    LegalBasis.objects.filter(pk__in=LegalBasis.objects.values("pk")[:90]).update(
        checked_on=today, checked_by="王主任"
    )
    LegalBasis.objects.filter(name__startswith="社会救助").update(
        checked_on=today - timedelta(days=500), checked_by="王主任"
    )
    page = visit(office, viewport=size)
    mark = size["width"]
    screens = {
        "index": reverse("catalogue_versions:index"),
        "version": reverse("catalogue_versions:version", args=[draft.pk]),
        "upload": reverse("catalogue_versions:upload"),
        "row": reverse("catalogue_versions:row", args=["P3"]),
        "bases": reverse("catalogue_versions:bases"),
    }
    for name, address in screens.items():
        page.goto(live_server.url + address)
        picture(page, f"catalogue-{name}-{mark}", full_page=True)
        assert not violations(page), name
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_file_is_uploaded_read_and_put_into_the_draft(live_server, office, visit, size):  # noqa: F811
    page = visit(office, viewport=size)
    mark = size["width"]
    upload = live_server.url + reverse("catalogue_versions:upload")
    page.goto(upload)
    page.set_input_files(
        "input[type=file]", {"name": "甲.csv", "mimeType": "text/csv", "buffer": bad_file()}
    )
    page.get_by_role("button", name="上传并核对差别").click()
    page.get_by_text("一项也没有导入").wait_for()
    picture(page, f"catalogue-problems-{mark}", full_page=True)
    assert not violations(page)
    good = files.csv_file(files.table(files.changed("P3", deadline_text="由各地规定；每季度")))
    page.goto(upload)
    page.set_input_files(
        "input[type=file]", {"name": "甲.csv", "mimeType": "text/csv", "buffer": good}
    )
    page.get_by_role("button", name="上传并核对差别").click()
    page.get_by_role("button", name="整份记入新草稿").wait_for()
    picture(page, f"catalogue-differences-{mark}", full_page=True)
    assert not violations(page)
    page.get_by_role("button", name="整份记入新草稿").click()
    page.get_by_role("button", name="让它生效").wait_for()
    assert versions.draft() is not None


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_citizens_read_the_history(live_server, office, visit, size):  # noqa: F811
    taken(office, "2026年第一次调整", deadline_text="及时公开", publishing_body="县级乡村振兴部门")
    page = visit(office, viewport=size)
    current = versions.in_force()
    for name, address in {
        "history": "/catalogue/versions/",
        "changes": f"/catalogue/versions/{current.pk}/",
        "catalogue": "/catalogue/",
        "unit": "/units/jl-mzt/catalogue/",
    }.items():
        page.goto(live_server.url + address)
        picture(page, f"catalogue-public-{name}-{size['width']}", full_page=name != "catalogue")
        assert not violations(page, "main"), name
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, name
