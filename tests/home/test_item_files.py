"""Files of an item as the public finds them: listed, downloaded, read as a page, and gone."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from disclosure import outbox, public_files, publishing
from disclosure.models import Clearance
from home import recheck, visiting
from privacy.needles import Needles
from search.models import SearchDocument
from tests import public_copies
from tests.disclosure import stories
from tests.home.published import published

pytestmark = pytest.mark.django_db
WORDS = [("p1", "救助标准每月六百元"), ("p2", "附注说明")]


@pytest.fixture
def item(db, settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    row = public_copies.row(
        "救助标准表",
        content=b"public list",
        words=WORDS,
        html="<h2>标准</h2><p>六百元</p>",
        pages=2,
    )
    found = published(rows=[("attachment_rows", row)])
    outbox.drain()
    return found


def listed(client, item) -> dict:
    return client.get(f"/api/v1/items/{item.number}/").json()["files"][0]


def path(address: str) -> str:
    return address.replace("http://testserver", "")


def test_the_page_lists_title_kind_size_pages_and_digest(client, item):
    told = client.get(reverse("item", args=[item.number])).content.decode()
    file = listed(client, item)
    assert "救助标准表" in told
    assert "纯文本" in told
    assert file["sha256"][:12] in told
    assert path(file["url"]) in told
    assert "文字版" in told


def test_a_download_has_a_neutral_name_and_runs_nothing(client, item):
    answer = client.get(path(listed(client, item)["url"]))
    assert answer.content == b"public list"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{item.number}-1-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_browser_that_has_the_file_is_told_so(client, item):
    address = path(listed(client, item)["url"])
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_another_name_or_number_is_not_found(client, item):
    base = reverse("item_file_text", args=[item.number, 1])
    assert client.get(base + "anything.txt").status_code == 404
    assert client.get(reverse("item_file_text", args=[item.number, 2])).status_code == 404
    assert client.get(reverse("item_file_text", args=["jl-none-2026-00001", 1])).status_code == 404


def test_the_text_version_is_a_page_of_the_site_and_not_indexed(client, item):
    told = client.get(reverse("item_file_text", args=[item.number, 1])).content.decode()
    assert "<p>六百元</p>" in told
    assert 'content="noindex"' in told
    assert "救助标准表" in told


def test_a_twin_cannot_bring_a_script(client, db):
    html = "<p>好</p><script>alert(1)</script><p onclick='x()'>坏</p>"
    item = published(rows=[("attachment_rows", public_copies.row(html=html))])
    told = client.get(reverse("item_file_text", args=[item.number, 1])).content.decode()
    assert "alert(1)" not in told
    assert "onclick" not in told


def test_the_words_of_a_file_are_found_by_search(client, item):
    payload = SearchDocument.objects.get(number=item.number).payload
    assert "救助标准每月六百元" in payload["text"]


@pytest.mark.parametrize("reason", ["privacy", "expired"])
def test_a_withdrawn_item_serves_no_file(client, item, reason):
    file = listed(client, item)
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    outbox.drain()
    assert client.get(path(file["url"])).status_code == 410
    assert client.get(path(file["text_url"])).status_code == 410
    assert client.get(path(file["url"]), headers={"if-none-match": "*"}).status_code == 410


def test_the_file_a_citizen_holds_is_verified_by_its_digest(client, item):
    digest = listed(client, item)["sha256"]
    found = client.post("/api/verify", {"sha256": digest}, "application/json").json()
    assert (found["state"], found["item"]) == ("current", item.number)


def test_the_check_of_the_log_finds_an_exchanged_file(item, settings):
    out = io.StringIO()
    call_command("ledger_check", attachments=True, stdout=out)
    digest = item.attachment_rows.get().digest
    (settings.VAR_DIR / "public" / digest).write_bytes(b"exchanged")
    with pytest.raises(SystemExit):
        call_command("ledger_check", attachments=True, json=True, stdout=out)
    assert "file_differs" in out.getvalue()


def test_the_look_after_the_release_reads_every_copy(item):
    assert recheck.hits_in(item, Needles(["救助标准每月六百元"])) == ["search"]
    found = recheck.hits_in(item, Needles(["public list"]))
    assert found == ["file 1 file"]
    assert recheck.hits_in(item, Needles(["不在这里的名字"])) == []


def test_a_hit_after_the_release_takes_the_item_down(client, db, settings, tmp_path, caplog):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    item = stories.released(stories.draft(text="现将有关事项公告如下。"))
    clearance = Clearance.objects.get(page_id=item.pk)
    sealed = stories.cleared(stories.revised(item), withheld=["有关事项公告"])
    Clearance.objects.filter(pk=clearance.pk).update(withheld_id=sealed.withheld_id)
    recheck.recheck(item.number, {"rev": 1, "clearance": clearance.pk})
    item.refresh_from_db()
    assert not item.live
    assert item.withdrawn_reason == "privacy"
    assert "recheck.hit" in caplog.text
    assert "有关事项" not in caplog.text


def test_a_newer_version_has_a_look_of_its_own(item):
    recheck.recheck(item.number, {"rev": 99, "clearance": 0})
    item.refresh_from_db()
    assert item.live
    assert public_files.is_intact(json.loads(json.dumps(item.attachment_rows.get().digest)))


def test_a_copy_that_does_not_answer_is_not_taken_for_clean(item, monkeypatch):
    monkeypatch.setattr(visiting, "_get", lambda address: (301, b""))
    with pytest.raises(visiting.NoAnswer):
        recheck.hits_in(item, Needles(["220102196607080004"]))
