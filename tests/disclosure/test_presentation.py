"""Elements as the public reads them: order of the row, units, nothing lost, constant SQL."""

from decimal import Decimal

import pytest

from disclosure import models, writing
from disclosure.canonical import public_record
from disclosure.presentation import elements
from tests import factories

pytestmark = pytest.mark.django_db


def shown(item) -> dict:
    return {element.name: element for element in elements(item)}


def test_elements_stand_in_the_order_of_the_catalogue_row():
    row = factories.catalogue_item("P3")
    names = [element.name for element in elements(factories.filled(row))]
    asked = [element["name"] for element in row.elements]
    assert names == [name for name in asked if name in names]


def test_values_carry_their_units():
    found = shown(factories.filled(factories.catalogue_item("P4")))
    assert found["budget"].value == "386,400.00 元"
    assert found["budget"].raw == "386400.00"
    assert found["progress"].value == "45.5%"
    assert found["period"].value == "2018年9月16日至2018年9月16日"
    assert found["beneficiaries"].value == "214"
    assert found["report_phone"].kind == "phone"


def test_a_moment_is_told_in_beijing_time():
    found = shown(factories.filled(factories.catalogue_item("H3")))
    assert found["occurred_at"].value == "2018年9月16日 08:30"
    assert found["casualties"].value == "死亡 1 人，受伤 1 人，失踪 1 人"


def test_tables_have_columns_rows_and_a_total():
    item = factories.filled(factories.catalogue_item("P8"))
    item.allocation_rows.add(
        models.AllocationRow(table="allocation", recipient_unit="西山镇", amount=Decimal("7.5"))
    )
    table = shown(item)["allocation"]
    assert table.columns[0].label == "分配单位（地区）"
    assert table.rows[-1][:1] == ("西山镇",)
    assert table.total == "20.00 元"


def test_a_recipient_list_shows_its_cleared_rows_only():
    table = shown(factories.filled(factories.catalogue_item("W1-2")))["recipients"]
    assert table.kind == "recipients"
    assert table.rows == (("东山村", "1200.00"),)


def test_a_file_without_a_public_copy_says_only_that_it_is_there():
    item = factories.filled(factories.catalogue_item("P1"))
    item.attachment_rows.add(models.AttachmentRow(table="attachments", title="附表", size=14))
    published, waiting = shown(item)["attachments"].files
    assert len(published.digest) == 64
    assert waiting.digest == ""


def test_links_to_items_lead_to_their_number_and_scripts_nowhere():
    item = factories.filled(factories.catalogue_item("P1"))
    item.link_rows.add(
        models.LinkRow(relation="interpretation", label="坏", target="javascript:alert(1)")
    )
    links = shown(item)["interpretation"].links
    assert [link.url for link in links] == ["/i/jl-test-2018-00001/", ""]


@pytest.mark.parametrize("code", ["P3", "P8", "W1-2", "X19", "V9", "X18", "H3"])
def test_the_display_holds_everything_the_public_record_holds(code):
    item = factories.filled(factories.catalogue_item(code))
    text = " ".join(_texts(elements(item)))
    for part, content in public_record(item):
        if part.startswith("t/"):
            cells = [cell for cell in content.split("\t") if cell and cell != "是"]
            assert all(
                cell.replace(",", "") in text.replace(",", "") for cell in cells if "样例" in cell
            )


def _texts(found):
    for element in found:
        yield element.value
        yield from element.lines
        yield from (file.title for file in element.files)
        for row in element.rows:
            yield from row
        for link in element.links:
            yield link.label


def test_what_the_row_does_not_name_is_shown_after_it():
    item = factories.filled(factories.catalogue_item("P3"))
    item.actual_cost = Decimal("5")
    item.donation_rows.add(
        models.DonationRow(table="", amount_or_goods="大米", received_on="2018-09-01")
    )
    last = elements(item)[-2:]
    assert [element.name for element in last] == ["actual_cost", "donation_rows"]
    assert last[0].value == "5.00 元"


def test_the_number_of_statements_does_not_grow_with_rows(django_assert_num_queries):
    item = factories.filled(factories.catalogue_item("P8"))
    for n in range(50):
        item.allocation_rows.add(
            models.AllocationRow(table="allocation", recipient_unit=f"第{n}镇", amount=1)
        )
    item.save()
    item = models.FundDisclosurePage.objects.select_related("catalogue_item").get(pk=item.pk)
    with django_assert_num_queries(13):
        elements(item)


def test_numbers_lose_their_empty_decimals_only():
    assert writing.number(Decimal("650.5000")) == "650.5"
    assert writing.number(Decimal("1200.0000")) == "1,200"
    assert writing.number(1200) == "1,200"
    assert writing.period(None, None) == ""
