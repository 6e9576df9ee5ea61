"""Recipient lists: read, sealed, decided by column, published as rows we write."""

import io

import pytest
from openpyxl import Workbook

from disclosure import models
from disclosure.canonical import public_record
from privacy import sweep
from privacy.models import VaultObject
from privacy.needles import Needles
from tests import factories
from tests.workflows import people
from workflows import actions, redaction
from workflows.lists import columns, reading, uploading
from workflows.lists.clearing import numbered
from workflows.lists.sheet import MOST_ROWS, Unreadable
from workflows.standing import running_state

HEADER = ["姓名", "身份证号", "联系电话", "村", "金额（元）"]
ROWS = [
    ["张小三", people.ID_NUMBER, people.PHONE, "东山村", 1200],
    ["张大三", "220102199104080006", "13900000001", "东山村", 1300],
    ["李小花", "220102199205090009", "13900000002", "西河村", 1400],
]
# Five of each village and amount: nobody is singled out.
MANY = [
    [f"{surname}{given}", f"22010219{50 + n}0307000{n % 9}", f"1390000{n:04}", village, 1200]
    for n, (surname, given, village) in enumerate(
        (s, g, v)
        for v in ("东山村", "西河村")
        for s, g in zip(
            "张王李赵周吴", ("小三", "大三", "桂花", "长海", "建国", "秀兰"), strict=True
        )
    )
]


def workbook(rows=None, header=HEADER, sheets=1, hidden=False) -> bytes:
    book = Workbook()
    for n in range(sheets):
        sheet = book.active if n == 0 else book.create_sheet(f"s{n}")
        for row in [header, *(ROWS if rows is None else rows)]:
            sheet.append(row)
        if hidden and n:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        reading.read(data)
    return str(caught.value)


def test_a_workbook_is_read_as_header_and_rows():
    sheet = reading.read(workbook())
    assert sheet.header == HEADER
    assert sheet.rows[0] == ["张小三", people.ID_NUMBER, people.PHONE, "东山村", "1200"]


def test_title_lines_above_the_header_are_passed_over():
    rows = [["临时救助名册", None, None], ["姓名", "村", "金额"], ["张小三", "东山村", 1]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert reading.read(buffer.getvalue()).header == ["姓名", "村", "金额"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_csv_is_read_in_the_encodings_people_have(encoding):
    text = "姓名,村,金额\n张小三,东山村,1200\n"
    assert reading.read(text.encode(encoding)).rows == [["张小三", "东山村", "1200"]]


def test_a_file_with_a_password_says_so():
    data = b"\xd0\xcf\x11\xe0" + b"\x00" * 100 + "EncryptedPackage".encode("utf-16-le")
    assert "密码" in refusal(data)


def test_an_old_workbook_and_a_pdf_and_an_empty_file_say_what_to_do():
    assert "XLSX" in refusal(b"\xd0\xcf\x11\xe0" + b"\x00" * 100)
    assert "PDF" in refusal(b"%PDF-1.7")
    assert "空" in refusal(b"")


def test_macros_are_refused():
    import zipfile

    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "宏" in refusal(buffer.getvalue())


def test_a_broken_archive_is_refused():
    assert "打不开" in refusal(b"PK\x03\x04 broken")


def test_hidden_and_several_sheets_are_refused():
    assert "隐藏" in refusal(workbook(sheets=2, hidden=True))
    assert "几张" in refusal(workbook(sheets=2))


def test_formula_errors_and_garbled_text_are_refused():
    assert "公式" in refusal(workbook([["#REF!", "a", "b", "c", 1]]))
    assert "乱码" in refusal("姓名,村\n锟斤拷,东山村\n".encode())


def test_too_many_rows_are_refused():
    text = "姓名,村\n" + "张小三,东山村\n" * (MOST_ROWS + 1)
    assert "分成几份" in refusal(text.encode())


def test_people_who_look_alike_after_masking_get_a_number():
    assert numbered(["张小三", "张大三", "李四", "张小三"], ["张*三", "张*三", "李*", "张*三"]) == [
        "张*三(1)",
        "张*三(2)",
        "李*",
        "张*三(1)",
    ]


def test_generalising_ages_gives_bands():
    from workflows.lists.clearing import cleared
    from workflows.lists.columns import ListColumn
    from workflows.lists.sheet import Sheet
    from workflows.models import ColumnDecision

    decision = ColumnDecision(action="generalise", cls="QUASI")
    column = ListColumn(0, "年龄", "QUASI", "keep", decision, "age")
    assert cleared(Sheet(["年龄"], [["67"], ["71"]]), [column]).rows == [["60-69"], ["70-79"]]


# --- with the item ---------------------------------------------------------------------------


@pytest.fixture
def listed(team):
    """A draft whose catalogue row has a recipient list, and the list in the vault."""
    entry = next(
        row
        for row in factories.seeded_rows()
        if any(e["type"] == "table<recipient_row>" for e in row["elements"])
        and row["domain"] == "welfare"
    )
    row = factories.catalogue_item(entry["code"])
    page = factories.filled(row, team.unit)
    page.owner = team.editor
    page.recipient_tables.set([])
    page.save()
    page.save_revision(user=team.editor)
    page.revisions.filter(user=factories.user()).update(user=team.editor)
    table = uploading.choices_for(page)[0][0]
    uploading.put_list(
        page, team.editor, data=workbook(MANY), name="名册.xlsx", table=table, caption="救助名册"
    )
    return type(page).objects.get(pk=page.pk)


def test_the_uploaded_list_lies_in_the_vault_and_nowhere_else(listed):
    assert VaultObject.objects.filter(kind="table").count() == 1
    draft = listed.get_latest_revision_as_object()
    assert draft.recipient_tables.get().rows == []
    assert draft.recipient_tables.get().source_rows == len(MANY)
    needles = [MANY[0][1], MANY[0][2], "张小三"]
    assert not [str(hit) for hit in sweep.in_tables(Needles(needles))]


def test_the_revision_knows_the_row_that_the_tables_have(listed):
    draft = listed.get_latest_revision_as_object()
    assert draft.recipient_tables.get().pk == listed.recipient_tables.get().pk is not None


def test_columns_with_personal_data_must_be_decided(listed, team):
    draft = listed.get_latest_revision_as_object()
    (_table, uploaded), *_rest = columns.lists_of(draft)
    proposed = {column.name: column.proposed for column in columns.columns_of(uploaded)}
    assert proposed["身份证号"] != "keep"
    assert proposed["联系电话"] != "keep"
    assert proposed["姓名"] != "keep"
    actions.submit(listed, team.editor)
    actions.approve(listed, team.approver)
    with pytest.raises(redaction.StillOpen):
        actions.review_and_clear(listed, team.reviewer)


def test_the_public_sees_the_rows_we_wrote(listed, team):
    actions.submit(listed, team.editor)
    actions.approve(listed, team.approver)
    uploaded = columns.lists_of(running_state(listed).revision.as_object())[0][1]
    for column in columns.columns_of(uploaded):
        if column.name == "姓名":
            columns.decide_column(uploaded, column.index, "mask", team.reviewer)
        elif column.name in ("身份证号", "联系电话"):
            columns.decide_column(uploaded, column.index, "remove", team.reviewer)
        elif column.is_open:
            columns.decide_column(
                uploaded, column.index, "keep", team.reviewer, "名册须列明", "社会救助暂行办法"
            )
    actions.review_and_clear(listed, team.reviewer, "proposed")
    actions.release(listed, team.publisher)
    public = models.DisclosurePage.objects.get(pk=listed.pk).specific
    table = public.recipient_tables.get()
    assert table.columns == ["姓名", "村", "金额（元）"]
    assert table.rows[0] == ["张*三", "东山村", "1200"]
    assert table.totals[-1]["label"] == "合计 12 人"
    assert table.totals[-1]["cells"] == ["", "", "14400"]
    assert MANY[0][1] not in str(public_record(public))
    needles = [MANY[0][1], MANY[0][2], "张小三"]
    assert not [str(hit) for hit in sweep.in_tables(Needles(needles))]


def test_a_file_name_with_a_number_is_refused(listed, team):
    with pytest.raises(Unreadable):
        uploading.put_list(
            listed,
            team.editor,
            data=workbook(),
            name=f"{people.ID_NUMBER}.xlsx",
            table=uploading.choices_for(listed)[0][0],
        )


def test_a_list_without_header_is_refused(listed, team):
    with pytest.raises(Unreadable):
        uploading.put_list(
            listed,
            team.editor,
            data=workbook(rows=ROWS[1:], header=ROWS[0]),
            name="名册.xlsx",
            table=uploading.choices_for(listed)[0][0],
        )


def test_no_list_can_be_exchanged_while_the_item_is_under_way(listed, team):
    from workflows.standing import NotAllowed

    actions.submit(listed, team.editor)
    with pytest.raises(NotAllowed):
        uploading.require_editable(listed, team.editor)
