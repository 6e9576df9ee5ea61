"""Staff list, search, filter and edit units, catalogue, bases and calendars in the admin."""

import json
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from disclosure.catalogue import versions
from disclosure.models import (
    CalendarOverride,
    CatalogueItem,
    HeldItem,
    ImportRun,
    IssuerMapping,
    LegalBasis,
    PolicyDocumentPage,
    Unit,
)
from workflows import roles, setup

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    call_command("setup_site", stdout=StringIO())
    user = get_user_model().objects.create_superuser("boss", "boss@example.test", "x")
    client.force_login(user)
    return client


@pytest.fixture
def office(admin):
    setup.assign(get_user_model().objects.get(username="boss"), roles.OFFICE)
    return admin


def posted(form) -> dict:
    """The form's own values as a browser would send them back."""
    data = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        data[bound.html_name] = "on" if value is True else value
    return data


@pytest.mark.parametrize(
    "name", ["units", "unit_names", "regions", "catalogue", "legal_bases", "calendar", "issuers"]
)
def test_each_list_opens(admin, name):
    assert admin.get(reverse(f"{name}:index")).status_code == 200
    leads_on = 302 if name == "catalogue" else 200
    assert admin.get(reverse(f"{name}:add")).status_code == leads_on


def test_catalogue_is_searched_and_filtered(admin):
    text = admin.get(reverse("catalogue:index"), {"q": "控辍保学"}).content.decode()
    assert "E5" in text and "P3" not in text.split("<table")[-1]
    text = admin.get(reverse("catalogue:index"), {"domain": "disaster"}).content.decode()
    assert "应急预案" in text and "扶贫规划" not in text.split("<table")[-1]


def test_opening_a_row_leads_to_the_draft_and_an_account_without_a_role_finds_none(admin):
    row = CatalogueItem.objects.get(code="P3")
    opened = admin.get(reverse("catalogue:edit", args=[row.pk]))
    assert opened.url == reverse("catalogue_versions:row", args=["P3"])
    assert admin.get(opened.url).status_code == 404  # to be a superuser is no role


def test_row_is_edited_in_the_draft_with_its_bases_and_elements(office):
    url = reverse("catalogue_versions:row", args=["P3"])
    data = posted(office.get(url).context["form"])
    data |= {"deadline_text": "十五个工作日", "bases": [LegalBasis.objects.first().pk]}
    assert office.post(url, data).status_code == 302
    row = versions.draft().rows.get(code="P3").values
    assert row["deadline_text"] == "十五个工作日"
    assert row["bases"] == [LegalBasis.objects.first().name]
    assert len(row["elements"]) == 12
    assert CatalogueItem.objects.get(code="P3").deadline_text != "十五个工作日"


def test_broken_elements_come_back_with_a_sentence_and_nothing_is_lost(office):
    url = reverse("catalogue_versions:row", args=["P3"])
    data = posted(office.get(url).context["form"])
    data |= {"elements": '[{"name": "x y"}]', "procedure": "新的程序"}
    response = office.post(url, data)
    text = response.content.decode()
    assert response.status_code == 200
    assert "第1项缺少 label" in text and "新的程序" in text


def test_form_of_a_used_row_cannot_be_exchanged(office):
    row = CatalogueItem.objects.get(code="P1")
    unit = Unit.objects.get(code="jl-fpb")
    unit.column.add_child(
        instance=PolicyDocumentPage(
            title="示例", slug="e", live=False, unit=unit, catalogue_item=row
        )
    )
    url = reverse("catalogue_versions:row", args=["P1"])
    data = posted(office.get(url).context["form"]) | {"page_type": "NoticePage"}
    assert "不能更换" in office.post(url, data).content.decode()


def test_unit_code_is_given_once(admin):
    unit = Unit.objects.get(code="jl-mzt")
    url = reverse("units:edit", args=[unit.pk])
    data = posted(admin.get(url).context["form"]) | {"code": "jl-xyz", "phone": "0431-12345"}
    assert admin.post(url, data).status_code == 302
    unit.refresh_from_db()
    assert (unit.code, unit.phone) == ("jl-mzt", "0431-12345")


def test_calendar_override_changes_the_count(admin):
    from disclosure.calendars import current_calendar

    admin.post(
        reverse("calendar:add"),
        {"date": "2026-11-24", "source_document": "临时通知", "holiday": "临时停工"},
    )
    assert CalendarOverride.objects.get().is_working_day is False
    assert current_calendar().is_working(date(2026, 11, 24)) is False


def test_mapping_an_issuer_drafts_what_waited(admin, django_capture_on_commit_callbacks):
    from home.importing.fields import incoming
    from home.importing.held import hold

    item = incoming(
        {"title": "关于社会救助的公告", "text": "正文", "issuer": "某市民政局", "id": "a"}
    )
    hold(item, ImportRun.objects.create(digest="0" * 64), 1)
    mapping = IssuerMapping.objects.get(issuer="某市民政局")
    listed = admin.get(reverse("issuers:index")).content.decode()
    assert "某市民政局" in listed
    unit = Unit.objects.get(code="jl-mzt")
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("issuers:edit", args=[mapping.pk]), {"unit": unit.pk})
    held = HeldItem.objects.get()
    assert held.done_at and held.payload == {}
    mapping.refresh_from_db()
    assert mapping.mapped_by.username == "boss"
    assert json.dumps(list(unit.items.values_list("source_id", flat=True))) == '["a"]'


def test_editor_without_the_right_sees_none_of_it(client, admin):
    other = get_user_model().objects.create_user("plain", password="x")
    client.force_login(other)
    assert client.get(reverse("catalogue:index")).status_code == 302
