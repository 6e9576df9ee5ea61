"""Datasets per page type: every type has one, every public field is in its dictionary once."""

import json

import pytest

from disclosure.canonical import public_fields
from disclosure.datasets import dictionary
from disclosure.datasets.own_columns import all_columns
from disclosure.datasets.register import PERSONAL_COLUMNS, PERSONAL_ROWS, datasets, row_tables
from disclosure.exporting.columns import DATE, INTEGER, NUMBER, STRING
from disclosure.models import PAGE_TYPES, TYPED_ROWS, PovertyProjectPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_page_type_has_a_dataset_under_a_name_of_its_own():
    assert [one.model for one in datasets().values()] != []
    assert {one.model for one in datasets().values()} == set(PAGE_TYPES)
    assert len(datasets()) == len(PAGE_TYPES) == 43
    for key in ("poverty-project", "eia", "env-quality", "private-school", "annual-report"):
        assert key in datasets()


@pytest.mark.parametrize("page_class", PAGE_TYPES, ids=lambda one: one.__name__)
def test_each_public_field_is_in_the_dictionary_exactly_once(page_class):
    names = [column.name for column in all_columns(page_class)]
    assert len(names) == len(set(names))
    public = [field.name for field in public_fields(page_class())]
    assert set(public) <= set(names)
    hidden = set(page_class.working_fields) | {"withdrawn_on", "withdrawn_reason", "owner", "slug"}
    assert not hidden & set(names)


@pytest.mark.parametrize("page_class", PAGE_TYPES, ids=lambda one: one.__name__)
def test_every_column_has_a_label_in_both_languages(page_class):
    for column in all_columns(page_class):
        assert column.label and column.label_en.isascii() and column.label_en, column.name
        assert column.name.isascii() and column.name.islower()


def test_columns_have_types_units_and_closed_values():
    columns = {column.name: column for column in all_columns(PovertyProjectPage)}
    assert (columns["budget"].type, columns["budget"].unit) == (NUMBER, "元")
    assert (columns["progress"].type, columns["progress"].unit) == (NUMBER, "%")
    assert columns["library_year"].type == "year"
    assert columns["beneficiaries"].type == INTEGER
    assert columns["inspected_on"].type == DATE
    assert [value for value, _zh, _en in columns["conclusion"].choices] == [
        "合格",
        "整改",
        "不合格",
    ]
    # Several of a list stand in one text: no closed list of whole values.
    assert columns["fund_source"].choices == () and columns["fund_source"].type == STRING


def test_a_column_names_the_duties_that_ask_for_it():
    duty = factories.catalogue_item("P3")
    columns = {c.name: c for c in all_columns(PovertyProjectPage, [duty])}
    asked = [name for name, column in columns.items() if "P3" in column.sources]
    assert "project_name" in asked and "title" not in asked


def test_rows_about_persons_are_in_no_table():
    models = {table.model for table in row_tables().values()}
    for name, model in TYPED_ROWS.items():
        assert (model in models) == (name not in PERSONAL_ROWS)
    names = {column.name for table in row_tables().values() for column in table.columns}
    assert not names & PERSONAL_COLUMNS
    assert "helped_household" not in names and "helper_name" not in names


def test_the_schema_has_keys_types_and_limits():
    columns = all_columns(PovertyProjectPage)
    schema = dictionary.table_schema(columns)
    assert schema["primaryKey"] == ["number"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["number"]["constraints"] == {"required": True}
    assert fields["budget"]["unit"] == "元"
    assert "poverty" in fields["domain"]["constraints"]["enum"]
    child = dictionary.table_schema(row_tables()["indicators"].columns, parent="poverty-project")
    assert child["foreignKeys"][0]["reference"]["resource"] == "poverty-project"
    beside = dictionary.csv_on_the_web("http://x/data/a.csv", "表", columns, {})
    assert beside["@context"][0] == "http://www.w3.org/ns/csvw"
    assert json.dumps(beside, ensure_ascii=False)
    assert [c["name"] for c in beside["tableSchema"]["columns"]] == [c.name for c in columns]
