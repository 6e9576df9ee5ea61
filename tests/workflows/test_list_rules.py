"""Rules of lists with the item: totals alone, the list before, hostile tables, nothing left behind."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from disclosure import models
from disclosure.canonical import public_record
from disclosure.models import FixedRendition
from privacy import sweep
from privacy.models import VaultObject
from privacy.needles import Needles
from tests.workflows import listed
from workflows import actions, redaction
from workflows.lists import columns, consecutive, reading, safety, uploading
from workflows.lists.opening import policy_of
from workflows.lists.sheet import Unreadable

pytestmark = pytest.mark.django_db


def public_table(page):
    return models.DisclosurePage.objects.get(pk=page.pk).specific.recipient_tables.get()


def cleared(team, page, **decisions):
    listed.in_review(page, team)
    listed.decide(page, team, **decisions)
    actions.review_and_clear(page, team.reviewer, "proposed")
    return listed.released(page, team)


# --- renditions by policy ----------------------------------------------------------------------


@pytest.mark.parametrize("code", ["W4-2", "W10-2", "W11-2", "W5-2", "W13-2"])
def test_lists_of_the_protected_show_totals_alone(team, code):
    page = cleared(team, listed.with_list(team, listed.households(30), code=code))
    table = public_table(page)
    assert table.rows == []
    assert "不公开名单" in table.note
    assert table.totals[0]["count"] == 30
    record = str(public_record(models.DisclosurePage.objects.get(pk=page.pk).specific))
    assert "张小三" not in record
    assert "张*三" not in record


def test_totals_of_very_few_minors_are_not_public_either(team):
    page = cleared(team, listed.with_list(team, listed.households(4), code="W11-2"))
    table = public_table(page)
    assert (table.rows, table.totals) == ([], [])
    assert "合计都不公开" in table.note


def test_minors_have_no_sheet_for_the_board(team):
    cleared(team, listed.with_list(team, listed.households(30), code="W11-2"))
    assert {one.kind for one in FixedRendition.objects.all()} == {"archive"}


def test_a_list_of_a_few_households_becomes_totals(team):
    page = cleared(team, listed.with_list(team, listed.households(3)))
    table = public_table(page)
    assert table.rows == []
    assert table.totals[0]["label"] == "合计 3 户"


def test_merged_rows_stand_in_one_line_and_totals_add_up(team):
    rows = [["张小三", "220102194003070007", "13900000001", "东风村", "2", "农村", "400"]] * 1
    rows = [
        [f"{s}小三", f"2201021940030700{n:02}", "13900000001", "东风村", "2", "农村", "400"]
        for n, s in enumerate("张王李赵周吴郑孙马朱胡林郭何高罗金朴崔乌那关佟")
    ]
    rows.append(["钱小三", "220102194103070007", "13900000002", "柳河村", "7", "农村", "900"])
    page = listed.in_review(listed.with_list(team, rows), team)
    uploaded = listed.decide(page, team)
    safety.merge_small(uploaded, team.reviewer)
    actions.review_and_clear(page, team.reviewer)
    table = public_table(listed.released(page, team))
    other, total = table.totals
    amount = table.columns.index("月保障金额")
    shown = sum(int(row[amount]) for row in table.rows)
    assert other["count"] == 5
    assert other["label"] == "其他 5 户（合并）"
    assert shown + int(other["cells"][amount]) == int(total["cells"][amount]) == 23 * 400 + 900
    assert "柳河村" not in str(table.rows)


def test_an_unreadable_vault_fails_closed(team, settings):
    page = listed.in_review(listed.with_list(team, listed.households(30)), team)
    listed.decide(page, team)
    settings.VAULT_KEYS = ""
    from privacy.vault import VaultUnavailable

    with pytest.raises(VaultUnavailable):
        actions.review_and_clear(page, team.reviewer, "proposed")


# --- the list before ---------------------------------------------------------------------------


def test_a_single_newcomer_stops_the_review_until_somebody_saw_the_difference(team):
    rows = listed.households(60)
    cleared(team, listed.with_list(team, rows))
    newcomer = ["钱小花", "220102195003070009", "13900000077", "东风村1组", "1", "农村", "740"]
    page = listed.in_review(listed.with_list(team, [*rows, newcomer]), team)
    uploaded = listed.decide(page, team)
    found = consecutive.difference(
        page.get_latest_revision_as_object(),
        listed.columns.lists_of(page.get_latest_revision_as_object())[0][0],
        uploaded,
        safety.decision_of(uploaded),
    )
    assert (found.came, found.left, found.reveals) == (1, 0, True)
    safety.merge_small(uploaded, team.reviewer)
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert any("与上期相比" in reason for reason in caught.value.reasons)
    consecutive.accept(uploaded, team.reviewer)
    actions.review_and_clear(page, team.reviewer)


def test_the_screen_tells_the_difference_in_counts(client, team):
    rows = listed.households(60)
    cleared(team, listed.with_list(team, rows))
    page = listed.in_review(listed.with_list(team, rows[2:]), team)
    listed.decide(page, team)
    client.force_login(team.reviewer)
    shown = client.get(reverse("workflows:review", args=[page.pk])).content.decode()
    assert "新增 0 行，退出 2 行" in shown
    assert "张小三" not in shown


# --- the board ---------------------------------------------------------------------------------


def test_a_withdrawn_list_is_printed_no_more(client, team):
    page = cleared(team, listed.with_list(team, listed.households(30)))
    client.force_login(team.editor)
    address = reverse("workflows:boards", args=[page.pk])
    fixed = FixedRendition.objects.get(kind="board")
    actions.withdraw(page, team.publisher, "expired")
    assert client.post(address, {"rendition": fixed.pk}).status_code == 404
    assert "没有可以打印" in client.get(address).content.decode()


# --- hostile tables ----------------------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        reading.read(data)
    return str(caught.value)


def workbook(rows, merged=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_ten_thousand_columns_are_refused_with_a_sentence():
    assert "60 列" in refusal((",".join(f"列{n}" for n in range(10_000)) + "\n").encode())
    assert "60 列" in refusal(workbook([[f"列{n}" for n in range(10_000)], ["1"] * 10_000]))


def test_merged_headers_of_two_rows_titles_and_totals_are_understood():
    data = workbook(
        [
            ["东风镇2026年低保名册", None, None, None, None],
            ["序号", "户主", None, "金额", "备注"],
            [None, "姓名", "身份证号", None, None],
            [1, "张小三", 220102194003070007, 400, None],
            [None, None, None, None, None],
            [2, "王小三", "220102194103070007", 400, None],
            ["合计", None, None, 800, None],
            ["制表人：李某", None, "审核人：王某", None, None],
        ],
        merged=["A1:E1", "B2:C2", "A2:A3", "D2:D3", "E2:E3"],
    )
    sheet = reading.read(data)
    assert sheet.header == ["序号", "户主姓名", "户主身份证号", "金额", "备注"]
    assert [row[1] for row in sheet.rows] == ["张小三", "王小三"]
    assert sheet.rows[0][2].startswith("22010219400307")
    assert sheet.numbers == [4, 6]
    assert sheet.left_out == 2


def test_numbers_stored_as_numbers_are_still_identity_numbers():
    data = workbook([["姓名", "号码"], *[["张小三", 220102194003070007 + n] for n in range(5)]])
    _sheet, verdicts, _cells = uploading.inspect(data, "名册.xlsx")
    assert verdicts[1]["cls"] == "RESIDENT_ID"


def test_one_number_in_a_harmless_column_is_told_in_words(client, team):
    rows = listed.households(60)
    rows[40][5] = "220102195003070009"
    page = listed.with_list(team, rows)
    client.force_login(team.editor)
    shown = client.get(reverse("workflows:upload", args=[page.pk])).content.decode()
    assert "救助类别：1 格像身份证号（第 42 行）" in shown
    assert "220102195003070009" not in shown


def test_a_number_kept_in_a_harmless_column_does_not_pass(team):
    rows = listed.households(60)
    rows[40][5] = "220102195003070009"
    page = listed.in_review(listed.with_list(team, rows), team)
    uploaded = listed.decide(page, team)
    safety.undo(uploaded)
    for column in columns.columns_of(uploaded):
        if column.name == "村组":
            columns.decide_column(uploaded, column.index, "remove", team.reviewer)
    safety.accept_risk(
        uploaded,
        safety.look(
            safety.open_list(uploaded.pk, "tests.k"), columns.columns_of(uploaded), policy_of(page)
        ),
        team.reviewer,
        "名册须列明",
        "社会救助暂行办法",
    )
    with pytest.raises(redaction.StillOpen):
        actions.review_and_clear(page, team.reviewer)


# --- nothing left behind -----------------------------------------------------------------------


def test_no_value_lies_in_any_table_after_all_steps_and_failures(client, team):
    rows = listed.households(60)
    canaries = Needles([rows[7][1], rows[8][2], rows[9][1], "欧阳金丝雀", "13900009911"])
    client.force_login(team.editor)
    page = listed.draft(team)
    address = reverse("workflows:upload", args=[page.pk])
    table = uploading.choices_for(page)[0][0]
    bad = listed.csv_of([["欧阳金丝雀", "13900009911"] * 40], header=["甲"] * 80)
    upload = io.BytesIO(bad)
    upload.name = "名册.csv"
    answer = client.post(address, {"table": table, "caption": "", "file": upload})
    assert "60 列" in answer.content.decode()
    assert not VaultObject.objects.exists()
    listed.put(page, team, listed.csv_of(rows))
    page = cleared(team, type(page).objects.get(pk=page.pk))
    found = [str(hit) for hit in sweep.in_tables(canaries)]
    assert not found


def test_what_is_uploaded_never_touches_a_temporary_folder(client, team, monkeypatch):
    import tempfile

    def refuse(*args, **kwargs):
        raise AssertionError("a raw list went to the disk")

    page = listed.draft(team)
    client.force_login(team.editor)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    upload = io.BytesIO(listed.csv_of(listed.households(20_000)))
    assert len(upload.getvalue()) > 1024 * 1024
    upload.name = "名册.csv"
    table = uploading.choices_for(page)[0][0]
    address = reverse("workflows:upload", args=[page.pk])
    assert client.post(address, {"table": table, "file": upload}).status_code == 302


def test_a_removal_for_privacy_destroys_the_boards_sheet(team):
    page = cleared(team, listed.with_list(team, listed.households(30)))
    fixed = FixedRendition.objects.get(kind="board")
    actions.withdraw(page, team.publisher, "privacy")
    assert VaultObject.objects.get(pk=fixed.vault_id).is_erased
    assert not FixedRendition.objects.exclude(salt="").exists()
