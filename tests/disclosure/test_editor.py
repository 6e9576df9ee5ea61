"""The item form: the catalogue row decides it, drafts may be incomplete, names stay clean."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure import models
from disclosure.elements import storage_of
from privacy import vault
from tests import factories
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
# Invented: the check digit is wrong.
ID_NUMBER = "220102190101010014"


@pytest.fixture
def staff(client):
    client.force_login(factories.user("root", is_superuser=True))
    return client


@pytest.fixture
def column():
    return factories.column(factories.unit(domains=["poverty", "welfare"]))


def address(column, code):
    model = factories.catalogue_item(code).page_type.lower()
    form = reverse("wagtailadmin_pages:add", args=["disclosure", model, column.pk])
    return f"{form}?catalogue={code}"


def errors_of(response):
    """For a failing test: what the form refused."""
    form = (response.context or {}).get("form")
    return form and (form.errors, {n: s.errors for n, s in form.formsets.items()})


def posted(response, **changes):
    """What the browser would send back of the form in `response`, with changes."""
    form = response.context["form"]
    values = {}
    for bound in form:
        value = bound.value()
        if bound.name == "body":
            values["body-count"] = "0"
        elif value is not None and value is not False:
            values[bound.html_name] = value
    for formset in form.formsets.values():
        for bound in formset.management_form:
            values[bound.html_name] = bound.value()
        for row in formset.forms:
            values[f"{row.prefix}-id"] = ""
            for bound in row:
                value = bound.value()
                if value is not None and value is not False:
                    values[bound.html_name] = value
    return values | changes


def test_adding_to_a_column_offers_the_rows_of_the_units_domains(staff, column):
    for code in ("P3", "W1-2", "E7", "X12"):
        factories.catalogue_item(code)
    page = staff.get(reverse("wagtailadmin_pages:add_subpage", args=[column.pk]))
    text = page.content.decode()
    assert "项目库与年度计划" in text
    assert "政策解读" in text  # 综合 concerns every unit
    assert "办学资质" not in text
    assert address(column, "P3").replace("&", "&amp;") in text


def test_rows_are_found_by_a_few_characters(staff, column):
    for code in ("P3", "W1-2"):
        factories.catalogue_item(code)
    page = staff.get(reverse("wagtailadmin_pages:add_subpage", args=[column.pk]), {"q": "低 款物"})
    assert "W1-2" in page.content.decode()
    assert "P3" not in page.content.decode()


def test_without_a_catalogue_row_there_is_no_form(staff, column):
    plain = reverse("wagtailadmin_pages:add", args=["disclosure", "povertyprojectpage", column.pk])
    response = staff.get(plain)
    assert response.url == reverse("wagtailadmin_pages:add_subpage", args=[column.pk])


@pytest.mark.parametrize("row", factories.seeded_rows(), ids=lambda row: row["code"])
def test_the_form_of_every_row_has_a_field_for_each_of_its_elements(row):
    item = getattr(models, row["page_type"])(catalogue_item=factories.catalogue_item(row["code"]))
    form = (
        type(item)
        .get_edit_handler()
        .get_form_class()(instance=item, parent_page=None, for_user=factories.user())
    )
    for element in row["elements"]:
        stored = storage_of(type(item), element)
        for attribute in stored.attributes if stored.kind != "published" else ():
            assert attribute in form.fields, element["name"]
            if stored.kind == "column":
                assert form.fields[attribute].required == element["required"], element["name"]
        assert not stored.relation or stored.relation in form.formsets, element["name"]


def test_the_form_shows_only_what_the_row_asks_for_beside_basis_and_deadline(staff, column):
    response = staff.get(address(column, "P3"))
    form = response.context["form"]
    assert "library_year" in form.fields  # 项目库年度
    assert "inspected_on" not in form.fields  # 验收日期 belongs to P5
    assert "donation_rows" not in form.formsets
    text = response.content.decode()
    assert "国开办发〔2018〕11号" in text
    assert "20个工作日" in text
    assert 'name="catalogue_item" value="' in text
    assert "slug" not in form.fields


def test_a_draft_may_be_incomplete_and_is_never_live(staff, column):
    url = address(column, "P3")
    response = staff.post(url, posted(staff.get(url), title="东山村饮水安全项目"))
    assert response.status_code == 302, errors_of(response)
    item = models.PovertyProjectPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[item.pk])
    assert not item.live
    assert item.catalogue_item.code == "P3"
    assert item.unit == column.unit
    assert item.domain == "poverty"
    assert "东山" not in item.slug
    assert item.latest_revision.as_object().unit == column.unit


def test_asking_to_publish_at_once_leaves_a_draft(staff, column):
    url = address(column, "P3")
    staff.post(url, posted(staff.get(url), title="东山村饮水安全项目", **{"action-publish": "1"}))
    assert not models.PovertyProjectPage.objects.filter(live=True).exists()


def test_nobody_finds_a_publish_button(staff, column):
    text = staff.get(address(column, "P3")).content.decode()
    assert "action-publish" not in text
    item = factories.draft(models.NoticePage, column.unit)
    text = staff.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "action-publish" not in text
    assert "action-unpublish" not in text


def test_a_live_item_offers_no_way_around_the_funnel(staff):
    item = stories.released(text="第一段。")
    for address in (
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        reverse("wagtailadmin_explore", args=[item.get_parent().pk]),
    ):
        text = staff.get(address).content.decode()
        for way in ("unpublish", "copy", "privacy"):
            assert f"/pages/{item.pk}/{way}/" not in text
        assert "go_live_at" not in text


@pytest.mark.parametrize("field", ["title", "keywords"])
def test_a_name_with_personal_data_is_returned_and_the_rest_kept(staff, column, field):
    url = address(column, "P3")
    values = posted(staff.get(url), title="东山村饮水安全项目", project_name="饮水安全")
    response = staff.post(url, values | {field: f"关于{ID_NUMBER}的公示"})
    form = response.context["form"]
    assert field in form.errors
    assert form["project_name"].value() == "饮水安全"
    assert not models.PovertyProjectPage.objects.exists()


def test_periods_numbers_and_phones_are_checked_at_their_field(staff, column):
    url = address(column, "P3")
    values = posted(
        staff.get(url),
        title="东山村饮水安全项目",
        budget="-1",
        report_phone="13900000000",
        period_from="2018-10-01",
        period_to="2018-09-01",
        library_year="18",
    )
    errors = staff.post(url, values).context["form"].errors
    assert set(errors) == {"budget", "report_phone", "period_to", "library_year"}


def test_editing_a_draft_keeps_its_row_and_computes_the_last_day(staff, column):
    url = address(column, "P3")
    staff.post(url, posted(staff.get(url), title="东山村饮水安全项目", formed_on="2018-09-14"))
    item = models.PovertyProjectPage.objects.get()
    assert item.due_on == date(2018, 10, 18)
    response = staff.get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    assert "catalogue_item" not in response.context["form"].fields
    assert "10月18日" in response.content.decode()


def test_the_document_number_is_brought_into_its_form(staff, column):
    url = address(column, "P1")
    staff.post(url, posted(staff.get(url), title="扶贫政策", doc_no="吉扶办[2018]3号"))
    assert models.PolicyDocumentPage.objects.get().doc_no == "吉扶办〔2018〕3号"


def test_rows_of_two_tables_of_one_kind_know_their_element(staff, column):
    url = address(column, "X19")
    values = posted(staff.get(url), title="专项督查") | {
        "item_rows-TOTAL_FORMS": "2",
        "item_rows-0-table": "findings",
        "item_rows-0-name": "两项未按期公开",
        "item_rows-0-ORDER": "1",
        "item_rows-1-table": "rectification",
        "item_rows-1-name": "已补公开",
        "item_rows-1-ORDER": "2",
    }
    staff.post(url, values)
    rows = models.InspectionPage.objects.get().item_rows.all()
    assert [row.table for row in rows] == ["findings", "rectification"]


def test_a_table_of_one_kind_is_named_for_the_editor(staff, column):
    url = address(column, "P8")
    values = posted(staff.get(url), title="扶贫资金分配") | {
        "allocation_rows-TOTAL_FORMS": "1",
        "allocation_rows-0-recipient_unit": "东山镇",
        "allocation_rows-0-amount": "1000",
        "allocation_rows-0-ORDER": "1",
        "allocation_rows-0-table": "forged",
    }
    staff.post(url, values)
    assert models.FundDisclosurePage.objects.get().allocation_rows.get().table == "allocation"


def test_a_file_goes_to_the_vault_and_nowhere_else(staff, column, settings):
    url = address(column, "P1")
    values = posted(staff.get(url), title="扶贫政策") | {
        "attachment_rows-TOTAL_FORMS": "1",
        "attachment_rows-0-table": "attachments",
        "attachment_rows-0-upload": SimpleUploadedFile("附表.pdf", b"%PDF-1.4 table"),
        "attachment_rows-0-ORDER": "1",
    }
    staff.post(url, values)
    row = models.PolicyDocumentPage.objects.get().attachment_rows.get()
    assert row.title == "附表"
    assert row.vault_id and row.size == 14
    assert not row.digest


def saved_again(staff, item, opened=None):
    """Open the form (or take the one `opened` before) and save it; the draft afterwards."""
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    response = staff.post(edit, posted(opened or staff.get(edit)))
    assert response.status_code == 302, errors_of(response)
    return type(item).objects.get(pk=item.pk).get_latest_revision_as_object()


def with_revision_of(item, relation, **row):
    """A draft whose newest revision has a row that the tables do not know yet."""
    getattr(item, relation).add(getattr(item, relation).model(vault_id=uuid4(), **row))
    item.save_revision()
    return item


@pytest.mark.parametrize(
    ("relation", "row"),
    [
        ("attachment_rows", {"title": "附表", "size": 14}),
        ("recipient_tables", {"caption": "名册", "table": "recipients", "source_rows": 3}),
    ],
)
def test_saving_again_keeps_what_a_row_has_in_the_vault(staff, column, relation, row):
    catalogue_row = factories.catalogue_item("W1-4")
    item = factories.draft(models.TargetedNoticePage, column.unit, catalogue_item=catalogue_row)
    with_revision_of(item, relation, **row)
    before = getattr(item, relation).get()
    for _time in range(2):
        after = getattr(saved_again(staff, item), relation).get()
        assert after.vault_id == before.vault_id
        assert all(getattr(after, name) == value for name, value in row.items())


def test_a_list_uploaded_while_the_form_stood_open_is_kept(staff, column):
    catalogue_row = factories.catalogue_item("W1-4")
    item = factories.draft(models.TargetedNoticePage, column.unit, catalogue_item=catalogue_row)
    opened = staff.get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    with_revision_of(item, "recipient_tables", table="recipients", source_rows=3)
    assert saved_again(staff, item, opened).recipient_tables.get().source_rows == 3


def test_a_row_deleted_in_the_form_does_not_come_back(staff, column):
    catalogue_row = factories.catalogue_item("W1-4")
    item = factories.draft(models.TargetedNoticePage, column.unit, catalogue_item=catalogue_row)
    with_revision_of(item, "recipient_tables", table="recipients", source_rows=3)
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    staff.post(edit, posted(staff.get(edit)) | {"recipient_tables-0-DELETE": "on"})
    draft = models.TargetedNoticePage.objects.get().get_latest_revision_as_object()
    assert not draft.recipient_tables.exists()


def test_an_unknown_kind_of_file_is_refused_by_name(staff, column):
    url = address(column, "P1")
    values = posted(staff.get(url), title="扶贫政策") | {
        "attachment_rows-TOTAL_FORMS": "1",
        "attachment_rows-0-table": "attachments",
        "attachment_rows-0-upload": SimpleUploadedFile("run.exe", b"MZ"),
        "attachment_rows-0-ORDER": "1",
    }
    shown = staff.post(url, values).content.decode()
    assert "不收这种文件" in shown and "这是程序或脚本" in shown


def test_what_is_missing_is_said_at_the_field(staff, column):
    row = factories.catalogue_item("P3")
    item = factories.draft(models.PovertyProjectPage, column.unit, catalogue_item=row)
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    plain = staff.get(edit).content.decode()
    assert "mj-missing" not in plain
    assert 'href="#id_project_name"' in plain  # the checklist leads to the field
    asked = staff.get(edit, {"check": "1"})
    assert "还没有填写“项目名称”" in asked.content.decode()
    assert "project_name" in asked.context["form"].errors


def test_an_item_without_a_row_asks_for_one_first(staff, column):
    factories.catalogue_item("P3")
    item = factories.draft(models.PovertyProjectPage, column.unit, project_name="饮水安全")
    response = staff.get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    form = response.context["form"]
    assert [str(label) for _pk, label in form.fields["catalogue_item"].choices][1:]
    assert "project_name" in form.fields  # what is there stays in sight
    assert "goal" not in form.fields


def test_when_the_vault_is_shut_the_file_is_refused_and_the_rest_kept(staff, column, monkeypatch):
    def shut(*args, **kwargs):
        raise vault.VaultUnavailable("no key")

    monkeypatch.setattr(vault, "seal", shut)
    url = address(column, "P1")
    values = posted(staff.get(url), title="扶贫政策", doc_no="吉扶办〔2018〕3号") | {
        "attachment_rows-TOTAL_FORMS": "1",
        "attachment_rows-0-table": "attachments",
        "attachment_rows-0-upload": SimpleUploadedFile("附表.pdf", b"%PDF-1.4 shut"),
        "attachment_rows-0-ORDER": "1",
    }
    response = staff.post(url, values)
    assert "保险箱现在不能存放文件" in response.content.decode()
    assert response.context["form"]["doc_no"].value() == "吉扶办〔2018〕3号"
    assert not models.PolicyDocumentPage.objects.exists()
