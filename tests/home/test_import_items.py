"""Import of existing items: every good row arrives, every bad one is named, nothing twice."""

import csv
import gzip
import json
import zipfile
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from openpyxl import Workbook

from disclosure.models import (
    Clearance,
    DisclosurePage,
    HeldItem,
    ImportRun,
    IssuerMapping,
    PublicVersion,
    Unit,
)
from home.importing.clearing import is_sampled
from home.importing.domains import domain_key, guess_domain
from home.importing.fields import normal_doc_no
from home.importing.hints import KINDS, TITLES, row_code

pytestmark = pytest.mark.django_db

CLEAN = {
    "id": "a1",
    "title": "关于调整城乡居民最低生活保障标准的通知",
    "text": "第一段。\n第二段：每人每月五百元。",
    "issuer": "吉林省民政厅",
    "date": "2018年6月20日",
    "docnum": "吉民发[2018]12号",
    "domain": "社会救助和社会福利",
}
WITH_ID = CLEAN | {
    "id": "a2",
    "title": "关于救助对象的公告",
    "text": "申请人郑春梅，身份证号码220102195503160002，已受理。",
}


@pytest.fixture
def site():
    call_command("setup_site", stdout=StringIO())


def jsonl(path, *rows):
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def run(path, **options):
    """(exit status, output, error output) of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_items", str(path), stdout=out, stderr=err, **options)
        return 0, out.getvalue(), err.getvalue()
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()


def test_row_becomes_a_draft_of_the_form_its_catalogue_row_names(site, tmp_path):
    assert run(jsonl(tmp_path / "a.jsonl", CLEAN))[0] == 0
    page = DisclosurePage.objects.get(source_id="a1").specific
    assert type(page).__name__ == page.catalogue_item.page_type
    assert (page.live, page.number, page.domain) == (False, None, "welfare")
    assert page.unit.code == "jl-mzt" and page.get_parent().specific == page.unit.column
    assert page.doc_no == "吉民发〔2018〕12号"
    assert page.issued_on.isoformat() == page.formed_on.isoformat() == "2018-06-20"
    assert page.due_on.isoformat() == "2018-07-04"  # ten working days for social assistance
    assert "第二段" in str(page.body) and page.revisions.count() == 1


def test_second_run_adds_nothing(site, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", CLEAN)
    run(path)
    status, out, _err = run(path)
    assert status == 0 and "已有1" in out
    assert DisclosurePage.objects.count() == 1


def test_dry_run_writes_nothing(site, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", CLEAN, {"title": "x"})
    status, out, err = run(path, dry_run=True)
    assert status == 1 and "试运行" in out and "缺少正文" in err
    assert not DisclosurePage.objects.exists() and not ImportRun.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_with_chinese_headers_in_any_usual_encoding(site, tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_text(
        "编号,标题,正文,发文机关,日期,领域\n7,关于体育的通知,正文一段,省体育局,2018/6/20,公共文化体育\n",
        encoding=encoding,
    )
    assert run(path)[0] == 0
    page = DisclosurePage.objects.get()
    assert (page.source_id, page.unit.code, page.domain) == ("7", "jl-tyj", "culture_sport")


def test_xlsx_with_a_title_line_above_the_header(site, tmp_path):
    from datetime import datetime

    book = Workbook()
    book.active.append(["信息汇总表"])
    book.active.append(["来源编号", "标题", "正文", "发文机关", "日期"])
    book.active.append([12, "关于教育的通知", "正文", "省教育厅", datetime(2019, 3, 4)])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert run(path)[0] == 0
    page = DisclosurePage.objects.get()
    assert page.source_id == "12" and page.issued_on.isoformat() == "2019-03-04"
    assert page.domain == "education" and page.domain_guessed


def test_gzipped_file(site, tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(CLEAN).encode()))
    assert run(path)[0] == 0 and DisclosurePage.objects.count() == 1


def test_bad_rows_are_reported_with_row_and_column_and_lose_no_good_one(site, tmp_path):
    rows = [
        CLEAN,
        CLEAN | {"id": "b", "title": ""},
        CLEAN | {"id": "c", "date": "2018-13-40"},
        CLEAN | {"id": "d", "domain": "月球事务"},
        CLEAN | {"id": "a1"},
        CLEAN | {"id": "e", "title": "关于郑春梅（身份证号220102195503160002）的公示"},
        CLEAN | {"id": "f", "text": 7},
        CLEAN | {"id": "g"},
    ]
    path = jsonl(tmp_path / "a.jsonl", *rows)
    with path.open("ab") as file:
        file.write(b"{broken\n\xff\xfe\n[1]\n")
    report = tmp_path / "errors.csv"
    assert run(path, errors=str(report))[0] == 1
    assert set(DisclosurePage.objects.values_list("source_id", flat=True)) == {"a1", "g"}
    with report.open(encoding="utf-8-sig") as file:
        found = {int(line["row"]): line["column"] for line in csv.DictReader(file)}
    assert found == {
        2: "title", 3: "date", 4: "domain", 5: "source_id", 6: "title", 7: "text",
        9: "", 10: "", 11: "",
    }  # fmt: skip
    assert "220102" not in report.read_text(encoding="utf-8-sig")


def test_unknown_issuer_is_held_and_listed_until_mapped(site, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", CLEAN | {"issuer": "某市民政局"})
    status, out, _err = run(path)
    assert status == 0 and "待对应1" in out
    held = HeldItem.objects.get()
    assert (held.issuer, held.done_at) == ("某市民政局", None)
    IssuerMapping.objects.filter(issuer="某市民政局").update(unit=Unit.objects.get(code="jl-mzt"))
    assert run(path)[0] == 0
    held.refresh_from_db()
    page = DisclosurePage.objects.get()
    assert held.page_id == page.pk and held.payload == {}


def test_whole_file_for_one_unit(site, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", CLEAN | {"issuer": "某市民政局"})
    assert run(path, unit="jl-jyt")[0] == 0
    assert DisclosurePage.objects.get().unit.code == "jl-jyt"


def test_already_public_releases_what_is_clean_and_keeps_the_rest_for_review(site, tmp_path):
    guessed = {key: value for key, value in CLEAN.items() if key != "domain"} | {
        "id": "a3",
        "title": "情况通报",
    }
    path = jsonl(tmp_path / "a.jsonl", CLEAN, WITH_ID, guessed)
    status, out, _err = run(path, already_public=True)
    assert status == 0 and "公开1" in out
    page = DisclosurePage.objects.get(source_id="a1")
    assert page.live and page.number.startswith("jl-mzt-")
    clearance = Clearance.objects.get()
    assert (clearance.rule, clearance.is_sampled) == ("already-public", is_sampled("a1"))
    assert PublicVersion.objects.get().number == page.number
    assert not DisclosurePage.objects.get(source_id="a2").live
    waiting = DisclosurePage.objects.get(source_id="a3")
    assert waiting.domain_guessed and not waiting.live
    assert not get_user_model().objects.get(username="import-rule").is_active


def test_interrupted_release_is_taken_up_again_unless_someone_worked_on_the_draft(site, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", CLEAN, CLEAN | {"id": "b1"})
    run(path)
    touched = DisclosurePage.objects.get(source_id="b1").specific
    touched.save_revision(user=get_user_model().objects.create_user("someone"))
    run(path, already_public=True)
    assert DisclosurePage.objects.get(source_id="a1").live
    assert not DisclosurePage.objects.get(source_id="b1").live


def bomb():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024 * 1024))
    return file.getvalue()


def word_file():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (bytes(range(256)) * 50, "二进制"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04broken", "损坏"),
        (word_file(), "工作簿"),
        (bomb(), "压缩比"),
        (b"\x1f\x8bnot gzip at all", "无法读取"),
        (gzip.compress(b'{"title": 1}\n' * 9, mtime=0)[:-12], "损坏"),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), "多次压缩"),
        (b'[{"title": "x"}]', "JSON"),
        ("姓名,电话\n甲,乙\n".encode(), "表头"),
        (b"\xff" * 200 + b"\n", "编码"),
    ],
)
def test_file_that_cannot_be_read_ends_with_a_sentence_and_status_2(site, tmp_path, content, said):
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    status, _out, err = run(path)
    assert status == 2 and said in err
    assert not DisclosurePage.objects.exists()


def test_missing_file_unknown_unit_and_unwritable_report_are_refused(site, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", CLEAN)
    assert run(tmp_path / "none")[0] == 2
    assert run(tmp_path)[0] == 2
    assert run(path, unit="nobody")[0] == 2
    assert run(path, errors=str(tmp_path / "no" / "x.csv"))[0] == 2


def test_domains_are_known_by_key_and_name_and_guessed_by_words():
    assert domain_key("教育领域") == domain_key("education") == "education"
    assert domain_key("月球") is None
    assert guess_domain("图书馆免费开放公告", "") == "culture_sport"
    assert guess_domain("无题", "") == "cross"


def test_document_numbers_in_any_bracket_become_one_form():
    for given in ("吉政办函[2018]120号", "吉政办函（2018）120号", "吉政办函〔2018〕120号"):
        assert normal_doc_no(given) == "吉政办函〔2018〕120号"


def test_hints_name_rows_that_exist(site):
    from disclosure.models import CatalogueItem

    codes = frozenset(CatalogueItem.objects.values_list("code", flat=True))
    assert set(KINDS.values()) | {code for _pattern, code in TITLES} <= codes
    assert row_code("p3", "任意", codes) == "P3"
    assert row_code("", "某市义务教育招生工作方案", codes) == "E11"


def test_drawn_item_is_looked_at_once_by_a_reviewer_of_its_unit(site, tmp_path, client):
    from workflows import roles
    from workflows.setup import assign

    drawn = next(f"n{n}" for n in range(1000) if is_sampled(f"n{n}"))
    run(jsonl(tmp_path / "a.jsonl", CLEAN | {"id": drawn}), already_public=True)
    number = DisclosurePage.objects.get().number
    reviewer = get_user_model().objects.create_user("reviewer")
    assign(reviewer, roles.REVIEWER, Unit.objects.get(code="jl-mzt"))
    client.force_login(reviewer)
    assert number in client.get("/admin/mingjing/second-look/").content.decode()
    clearance = Clearance.objects.get(number=number)
    client.post(f"/admin/mingjing/second-look/{clearance.pk}/", {"outcome": "right"})
    assert number not in client.get("/admin/mingjing/second-look/").content.decode()
    stranger = get_user_model().objects.create_user("stranger")
    assign(stranger, roles.EDITOR, Unit.objects.get(code="jl-mzt"))
    client.force_login(stranger)
    assert client.get("/admin/mingjing/second-look/").status_code == 302


def test_one_item_in_twenty_is_drawn():
    drawn = sum(is_sampled(f"item-{n}") for n in range(4000))
    assert 140 <= drawn <= 260
