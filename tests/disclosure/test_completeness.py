"""Which required elements an item lacks, and where the message belongs."""

from datetime import date

import pytest

from disclosure import completeness, models
from tests import factories

ELEMENTS = [
    {"name": "title", "label": "标题", "type": "string", "required": True},
    {"name": "fee", "label": "收费", "type": "integer", "required": True},
    {"name": "urgent", "label": "紧急", "type": "bool", "required": True},
    {"name": "period", "label": "期间", "type": "date_range", "required": True},
    {"name": "note", "label": "说明", "type": "text", "required": False},
]


def test_nought_and_no_are_answers():
    given = {"title": "标题", "fee": 0, "urgent": False, "period": (date.min, date.max)}
    assert completeness.absent(ELEMENTS, given) == []


def test_blank_text_half_a_period_and_nothing_are_missing():
    given = {"title": " ", "period": (date.min, None)}
    assert completeness.absent(ELEMENTS, given) == ["title", "fee", "urgent", "period"]


def test_what_is_not_required_is_never_missing():
    assert "note" not in completeness.absent(ELEMENTS, {})


@pytest.mark.django_db
def test_missing_elements_are_named_with_their_field():
    row = factories.catalogue_item("P3")
    item = factories.draft(models.PovertyProjectPage, catalogue_item=row, period_from="2018-01-01")
    found = {element.name: element for element in completeness.missing(item)}
    assert found["project_name"].label == "项目名称"
    assert found["project_name"].message == "还没有填写“项目名称”。"
    assert found["period"].field == "period_to"
    assert found["region"].field == "region"
    assert "project_code" not in found


@pytest.mark.django_db
def test_a_list_in_the_vault_counts_although_no_row_is_cleared_yet():
    row = factories.catalogue_item("W1-2")
    item = factories.draft(models.TargetedNoticePage, catalogue_item=row)
    assert "recipients" in [element.name for element in completeness.missing(item)]
    item.recipient_tables.add(
        models.RecipientTable(
            table="recipients", vault_id="00000000-0000-0000-0000-000000000001", source_rows=214
        )
    )
    assert "recipients" not in [element.name for element in completeness.missing(item)]


@pytest.mark.django_db
def test_rows_of_another_table_do_not_count():
    item = factories.draft(models.InspectionPage, catalogue_item=factories.catalogue_item("X19"))
    item.item_rows.add(models.ItemRow(table="findings", name="两项未按期公开"))
    missing = [element.name for element in completeness.missing(item)]
    assert "findings" not in missing
    assert "rectification" in missing


@pytest.mark.django_db
def test_an_item_without_a_catalogue_row_lacks_just_that():
    found = completeness.missing(factories.draft())
    assert [element.field for element in found] == ["catalogue_item"]
