"""Every catalogue row finds a home: column, form field and public display for each element."""

import pytest
from django.core.exceptions import ValidationError

from disclosure import completeness, models, surfaces
from disclosure.allowed import allowed_texts
from disclosure.canonical import public_record
from disclosure.elements import storage_of, with_storage
from disclosure.open_items import item_detail
from disclosure.presentation import elements
from disclosure.validators import check_office_phone, check_uscc, normal_doc_no
from tests import factories

ROWS = factories.seeded_rows()
COLUMN_OF = {
    "date": "DateField",
    "datetime": "DateTimeField",
    "year": "PositiveSmallIntegerField",
    "integer": "PositiveIntegerField",
    "decimal": "DecimalField",
    "percent": "DecimalField",
    "money": "DecimalField",
    "bool": "BooleanField",
}


def page_class(row):
    return getattr(models, row["page_type"])


def test_all_153_rows_name_a_page_type_that_exists():
    assert len(ROWS) == 153
    assert {row["page_type"] for row in ROWS} == {c.__name__ for c in models.PAGE_TYPES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_element_has_a_place_of_its_type(row):
    for element in row["elements"]:
        stored = storage_of(page_class(row), element)
        if stored.kind != "column":
            continue
        field = page_class(row)._meta.get_field(stored.attributes[0])
        expected = COLUMN_OF.get(element["type"])
        assert expected in (None, field.get_internal_type()), element["name"]
        options = set(getattr(field, "options", ())) or {key for key, _label in field.choices or ()}
        assert set(element.get("choices", ())) <= options or not options, element["name"]
        assert not element.get("choices") or options, element["name"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_element_has_a_form_field(row):
    form = page_class(row).get_edit_handler().get_form_class()
    for element in row["elements"]:
        stored = storage_of(page_class(row), element)
        if stored.kind == "published":
            continue
        for attribute in stored.attributes:
            assert attribute in form.base_fields, element["name"]
        assert not stored.relation or stored.relation in form.formsets, element["name"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_two_elements_of_a_row_never_share_a_column(row):
    places = [s for _e, s, _first in with_storage(page_class(row), row["elements"])]
    columns = [c for s in places for c in s.attributes if s.kind != "region"]
    assert len(columns) == len(set(columns))
    tables = [(s.relation, s.table) for s in places if s.kind in ("rows", "recipients", "files")]
    assert len(tables) == len(set(tables))


def texts_of(element) -> list[str]:
    """What the public page must contain of an element."""
    if element.kind == "body":
        return ["样例正文"]
    cells = [cell for row in element.rows for cell in row]
    files = [file.title for file in element.files]
    links = [link.label for link in element.links]
    return [*(element.lines or cells or files or links or [element.value])]


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_element_of_a_filled_item_is_shown_and_in_the_open_data(row, rf):
    item = factories.filled(factories.catalogue_item(row["code"]))
    assert completeness.missing(item) == []
    shown = {element.name for element in elements(item)}
    html = surfaces.render("page", item)
    for element in elements(item):
        assert all(text in html for text in texts_of(element)), element.name
    version = models.PublicVersion(rev=1, parts=public_record(item))
    open_data = item_detail(rf.get("/"), item, [version])
    open_names = {element["name"] for element in open_data["elements"]}
    for element in row["elements"]:
        stored = storage_of(type(item), element)
        names = set(stored.attributes) if stored.kind == "parts" else {element["name"]}
        if stored.kind == "published":
            assert "published_at" in open_data
        elif stored.kind == "body":
            assert names <= shown
            assert "b/1" in {part["id"] for part in open_data["parts"]}
        else:
            assert names <= shown, element["name"]
            assert names <= open_names, element["name"]


def test_no_column_of_a_page_type_is_without_a_row():
    used: dict = {c: set() for c in models.PAGE_TYPES}
    for row in ROWS:
        for element in row["elements"]:
            used[page_class(row)].update(storage_of(page_class(row), element).attributes)
    for kind, columns in used.items():
        assert set(kind.own_fields()) <= columns, kind.__name__


def test_columns_do_not_hide_what_a_wagtail_page_already_means():
    taken = set(dir(models.DisclosurePage))
    for kind in models.PAGE_TYPES:
        assert not taken & set(kind.own_fields()), kind.__name__


@pytest.mark.parametrize("value", ["0431-80000000", "12345", "400-123-4567", "科室：0431 80000000"])
def test_office_numbers_are_taken(value):
    check_office_phone(value)


@pytest.mark.parametrize("value", ["13900000000", "李主任 139 0000 0000", "信访科", "0431"])
def test_mobile_numbers_and_words_alone_are_no_office_number(value):
    with pytest.raises(ValidationError):
        check_office_phone(value)


def test_a_credit_code_with_a_wrong_check_character_is_refused():
    check_uscc("11220000013544014C")
    with pytest.raises(ValidationError):
        check_uscc("11220000013544014D")


@pytest.mark.parametrize(
    "typed", ["吉政办函[2018]120号", "吉政办函（2018） 120号", "吉政办函【2018】120号"]
)
def test_document_numbers_get_the_brackets_of_the_norm(typed):
    assert normal_doc_no(typed) == "吉政办函〔2018〕120号"


@pytest.mark.django_db
def test_the_office_number_of_a_renamed_column_may_stand_in_the_text():
    item = factories.filled(factories.catalogue_item("V12"))
    assert item.complaint_channel in allowed_texts(item)
