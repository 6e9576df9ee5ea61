"""The check desk as people and programs use it, while items are public."""

import io
import re

import pytest
from django.test import Client

from ledger import receipt as receipts
from ledger.models import LedgerEntry
from ledger.receipts import Pending, receipt_of
from search.desk import limits, uploads
from tests.search.at_the_desk import (  # noqa: F401  fixtures
    KEYS,
    TEXT,
    asked,
    attachment,
    code_of,
    corrected,
    fresh_log,
    page,
    released,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(site_search):
    return Client()


# -- the states -----------------------------------------------------------------------------
def test_the_code_of_the_live_version_is_current(citizen):
    item = released()
    found = asked(citizen, code=code_of(item).lower().replace("-", " "))
    assert set(found) == KEYS
    assert (found["state"], found["item"], found["rev"]) == ("current", item.number, 1)
    assert found["current_rev"] == 1
    assert found["receipt"] == f"/ledger/receipt?item={item.number}&rev=1"
    assert found["checkpoint_size"] == 1


def test_the_number_of_an_item_is_enough(citizen):
    item = released()
    assert asked(citizen, item=f" {item.number} ")["state"] == "current"
    assert asked(citizen, item="nobody-2026-00001")["state"] == "unknown"


def test_an_earlier_version_is_shown_with_what_changed(citizen):
    item = released()
    corrected(item, TEXT.replace("486.20", "468.20"))
    found = asked(citizen, code=code_of(item))
    assert (found["state"], found["rev"], found["current_rev"]) == ("superseded", 1, 2)
    assert found["differences"] == [{"part": "b/1", "published": "468.20", "copy": "486.20"}]
    shown = page(citizen.get(f"/v/{code_of(item).replace('-', '')}"))
    assert "与第 1 版一致，后来有更新" in shown
    assert '<span class="dif">468.20</span>' in shown


def test_a_pasted_earlier_version_is_superseded_too(citizen):
    item = released()
    corrected(item, "全部内容已经更换，请以新的公告为准，原来的数字不再适用。")
    found = asked(citizen, text=TEXT[:60])
    assert (found["state"], found["rev"], found["current_rev"]) == ("superseded", 1, 2)


def test_a_passage_is_an_excerpt_and_the_whole_is_current(citizen):
    item = released()
    found = asked(citizen, text=TEXT[5:45])
    assert (found["state"], found["item"]) == ("excerpt", item.number)
    assert asked(citizen, text=f"{item.title}\n{TEXT}")["state"] == "current"


def test_one_changed_figure_is_altered(citizen):
    item = released()
    found = asked(citizen, text=TEXT.replace("486.20", "586.20"))
    assert (found["state"], found["item"]) == ("altered", item.number)
    assert found["differences"] == [{"part": "b/1", "published": "486.20", "copy": "586.20"}]


def test_folding_is_said(citizen):
    released()
    found = asked(citizen, text="發放最低生活保障金486.20萬元，其中低保對象391戶")
    assert (found["state"], found["note"]) == ("excerpt", ["script"])


@pytest.mark.parametrize(
    "text", ["안녕하세요 공공복지 정보 공개에 관한 안내문입니다", "\ud800" * 30, "!?" * 40]
)
def test_other_scripts_and_broken_text_are_unknown(citizen, text):
    released()
    assert asked(citizen, text=text)["state"] == "unknown"


def test_little_text_is_too_short(citizen):
    assert asked(citizen, text="低保 公示")["state"] == "too_short"


def test_what_no_checkpoint_covers_is_pending(citizen, settings):
    settings.OUTBOX_INLINE = False
    item = released()
    assert asked(citizen, code=code_of(item))["state"] == "pending"
    with pytest.raises(Pending):
        receipt_of(LedgerEntry.objects.get(item=item.number))


# -- files and receipts ----------------------------------------------------------------------
def test_the_digest_of_an_attachment_finds_its_item(citizen):
    item, digest = attachment()
    found = asked(citizen, sha256=digest.upper())
    assert (found["state"], found["item"]) == ("current", item.number)
    assert asked(citizen, sha256="0" * 64)["state"] == "unknown"
    assert asked(citizen, sha256="x")["state"] == "unknown"


def test_a_file_is_hashed_while_it_arrives_and_not_kept(citizen, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    content = b"0123456789" * 500_000
    item, _digest = attachment(content)
    file = io.BytesIO(content)
    file.name = "held.pdf"
    answer = citizen.post("/verify/", {"by": "file", "file": file})
    assert "与现行公开内容一致" in page(answer)
    assert item.number in page(answer)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_that_is_too_large_or_missing_is_said(citizen, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_FILE", 100_000)
    file = io.BytesIO(b"x" * 300_000)
    file.name = "large.pdf"
    monkeypatch.setattr(uploads, "AROUND_FILE", 10_000)
    for question, status in (({"by": "file", "file": file}, 413), ({"by": "file"}, 400)):
        answer = citizen.post("/verify/", question)
        assert answer.status_code == status
        assert "200 MB" in page(answer)


def test_a_receipt_is_checked_and_looked_up(citizen):
    item = released()
    text = citizen.get("/ledger/receipt", {"item": item.number}).content.decode()
    assert receipts.parse(text).index == 0
    assert asked(citizen, receipt=text)["state"] == "current"
    for broken in (text.replace("index 0", "index 1"), "c2sp.org/tlog-proof@v1\n", "x"):
        assert asked(citizen, receipt=broken)["state"] == "unknown"
    file = io.BytesIO(text.encode())
    file.name = "a.tlog-proof"
    assert "凭证有效" in page(citizen.post("/verify/", {"by": "file", "file": file}))


def test_parts_open_the_receipt(citizen):
    item = released()
    citizen.get("/ledger/checkpoint")
    held = receipt_of(LedgerEntry.objects.get(item=item.number))
    copy = citizen.get(f"/ledger/parts.json?item={item.number}").json()
    assert receipts._compare(held, copy) == "content"
    assert citizen.get("/ledger/parts.json?item=none").status_code == 404
    assert citizen.get(f"/ledger/parts.json?item={item.number}&rev=x").status_code == 400
    assert citizen.get(f"/ledger/parts.json?item={item.number}&rev=7").status_code == 404


# -- the desk -------------------------------------------------------------------------------
def test_a_mistyped_code_suggests_a_live_one(citizen):
    item = released()
    code = code_of(item)
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    shown = page(citizen.get("/verify/", {"code": wrong}))
    assert "这里没有找到" in shown and code in shown
    assert citizen.get(f"/v/{wrong.replace('-', '')}").status_code == 404
    withdraw(item, "expired")
    assert code not in page(citizen.get("/verify/", {"code": wrong}))


def test_the_form_works_without_script_for_text_and_number(citizen):
    item = released()
    answer = citizen.post("/verify/", {"by": "text", "text": TEXT.replace("391", "931")})
    assert "与公开内容有 1 处不同" in page(answer)
    assert '<span class="dif">391</span>' in page(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "就是现在公开的版本" in page(citizen.get("/verify/", {"code": item.number}))


def test_the_text_goes_nowhere(citizen, caplog, django_assert_max_num_queries):
    released()
    secret = "某某人私下粘贴的文字不应当被记下来，请放心核对。"
    with django_assert_max_num_queries(12) as captured:
        asked(citizen, text=secret)
    assert "私下粘贴" not in caplog.text
    assert not any(query["sql"].lstrip().startswith(("INSERT", "UPDATE")) for query in captured)


def test_forms_are_protected_and_the_api_needs_no_token(site_search):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/", {"by": "text", "text": TEXT}).status_code == 403
    assert asked(strict, code="x")["state"] == "unknown"


@pytest.mark.parametrize("length", ["abc", "-1", "1e3", "²", "9" * 5000])
def test_a_length_that_is_no_number_is_refused_in_words(citizen, length):
    answer = citizen.post(
        "/api/verify", "{}", content_type="application/json", CONTENT_LENGTH=length
    )
    assert answer.status_code == (413 if length.startswith("9") else 400)
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "1", '{"code": 1}', '{"code": "a", "item": "b"}', '{"what": "a"}', "[" * 99999,
     '{"text": null}', "\udce4"],
)  # fmt: skip
def test_a_malformed_question_is_refused_in_words(citizen, body):
    raw = body.encode("utf-8", "surrogateescape")
    answer = citizen.post("/api/verify", raw, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_too_much_text_is_refused_early(citizen):
    asked(citizen, status=413, text="公" * 100_001)
    asked(citizen, status=413, text="a" * 1_100_000)
    answer = citizen.post("/verify/", {"by": "text", "text": "公" * 100_001})
    assert answer.status_code == 413 and "10 万字" in page(answer)


@pytest.mark.parametrize("value", ["\x00", "' OR 1=1 --", "%", "../..", "a" * 99999, "🀄" * 20])
def test_hostile_codes_and_numbers_are_unknown(citizen, value):
    for way in ("code", "item", "sha256", "receipt"):
        assert asked(citizen, **{way: value})["state"] == "unknown"
    assert citizen.get("/verify/", {"code": value[:2000]}).status_code == 200


def test_who_asks_too_often_waits(citizen, monkeypatch):
    monkeypatch.setattr(limits, "PER_MINUTE", 3)
    for _n in range(3):
        asked(citizen, code="x")
    assert "一分钟" in asked(citizen, status=429, code="x")["error"]
    assert citizen.get("/verify/", {"code": "x"}).status_code == 429
    assert citizen.get("/verify/").status_code == 200


def test_behind_a_proxy_visitors_are_told_apart(citizen, monkeypatch, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr(limits, "PER_MINUTE", 1)
    statuses = [
        citizen.get("/verify/", {"code": "x"}, headers={"X-Real-IP": address}).status_code
        for address in ("203.0.113.1", "203.0.113.2", "203.0.113.1")
    ]
    assert statuses == [200, 200, 429]


# -- the check block ------------------------------------------------------------------------
def test_the_item_page_carries_code_and_qr(citizen, settings):
    settings.SITE_OFFICIAL_HOST = "gk.example.gov.cn"
    item = released()
    shown = page(citizen.get(f"/i/{item.number}/"))
    assert code_of(item) in shown
    assert shown.count('class="qr"') == 2  # screen and paper
    assert f"https://gk.example.gov.cn/v/{code_of(item).replace('-', '')}" in shown
    assert "不证明纸上的字没有改过" in shown
    assert "style=" not in shown


def test_an_example_can_be_tried_without_script(citizen):
    released()
    assert "试一试" not in page(citizen.get("/verify/"))
    released(title="示例公告", is_example=True)
    shown = page(citizen.get("/verify/"))
    genuine, altered = re.findall(r'name="text" value="([^"]+)"', shown)
    for text, says in ((genuine, "一字不差"), (altered, "与公开内容有 1 处不同")):
        answer = page(citizen.post("/verify/", {"by": "text", "text": text}))
        assert says in answer
        assert "试一试" not in answer


def test_the_desk_says_which_lines_it_left_out(citizen):
    item = released()
    copy = f"{TEXT[:30]}\n第 2 页 共 3 页\n{item.title}\n{TEXT[30:]}"
    shown = page(citizen.post("/verify/", {"by": "text", "text": copy}))
    assert "与现行公开内容一致" in shown
    assert "没有比较的页眉、页码：2 行" in shown
    assert "<li>第 2 页 共 3 页</li>" in shown


def test_navigation_and_home_lead_to_the_desk(citizen):
    shown = page(citizen.get("/"))
    assert 'href="/verify/"' in shown and 'action="/verify/"' in shown
