"""Hostile files from upload to the public and back, through the real engine.

Each carries canaries where people forget them: tracked deletions, hidden text, comments, metadata,
text under a scan. None may be found anywhere outside the vault at any time.
"""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from disclosure import outbox, public_files, publishing
from disclosure.live_check import find_drift
from disclosure.models import PublicVersion
from home import recheck
from privacy import sweep
from privacy.files import ocr
from privacy.needles import Needles
from search.models import SearchDocument
from tests.workflows import people
from tests.workflows.test_files import attach, review_of
from workflows import actions
from workflows.files import deciding
from workflows.models import UploadedFile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOSTILE = Path(__file__).parent.parent / "privacy" / "data" / "attachments"
MANIFEST = {f["file"]: f for f in json.loads((HOSTILE / "manifest.json").read_text())["files"]}


@pytest.fixture(autouse=True)
def fresh_log(settings, tmp_path):
    cache.clear()
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")


@pytest.fixture
def team():
    people.install()
    return people.staff()


def canaries(name: str) -> list[str]:
    return [planted["string"] for planted in MANIFEST[name]["planted"]]


def nowhere(values) -> bool:
    """None of the values lies in a table or in a file of the running site."""
    wanted = Needles(values)
    hits = [*sweep.in_tables(wanted), *sweep.in_files(wanted)]
    assert not hits, [str(hit) for hit in hits]
    return True


def walk(team, name: str):
    """From the editor's upload to the public, deciding as proposed."""
    page = people.notice(team)
    sealed = attach(page, (HOSTILE / name).read_bytes(), team.editor, "附表", name)
    actions.submit(page, team.editor)
    outbox.drain()
    file = UploadedFile.objects.get(pk=sealed.pk)
    assert file.state == "ready", file.reason
    nowhere(canaries(name))
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer, decisions="proposed")
    nowhere(canaries(name))
    actions.release(page, team.publisher)
    outbox.drain()
    page = type(page).objects.get(pk=page.pk)
    assert page.live
    return page


def public_file(client, page):
    """(answer, address) of the item's first file as a visitor finds it."""
    told = client.get(reverse("item", args=[page.number])).content.decode()
    listed = client.get(f"/api/v1/items/{page.number}/").json()["files"]
    address = listed[0]["url"].replace("http://testserver", "")
    assert address in told
    return client.get(address), listed[0]


def test_a_hostile_document_comes_out_clean_and_goes_away_again(client, team):
    name = "s3_tracked.docx"
    page = walk(team, name)
    answer, listed = public_file(client, page)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        words = archive.read("word/document.xml").decode()
    for kept in MANIFEST[name]["must_remain"]:
        assert kept in words
    twin = client.get(listed["text_url"].replace("http://testserver", "")).content.decode()
    assert "危房改造" in twin
    nowhere(canaries(name))
    assert not list(find_drift())
    assert not recheck.hits_in(page.specific, Needles(canaries(name)))
    found = client.post("/api/verify", {"sha256": listed["sha256"]}, "application/json").json()
    assert (found["state"], found["item"]) == ("current", page.number)
    assert "危房改造" in json.dumps(
        SearchDocument.objects.get(number=page.number).payload, ensure_ascii=False
    )
    publishing.withdraw(page, reason="privacy", by=team.publisher)
    outbox.drain()
    assert client.get(listed["url"].replace("http://testserver", "")).status_code == 410
    assert not public_files.store().exists(listed["sha256"])
    assert not PublicVersion.objects.filter(number=page.number).exclude(parts=[]).exists()


@pytest.mark.skipif(not ocr.is_available(), reason="text recognition is not installed")
def test_a_scan_comes_out_painted_and_stays_searchable(client, team):
    name = "s6_scan.pdf"
    page = walk(team, name)
    answer, listed = public_file(client, page)
    assert answer.content.startswith(b"%PDF")
    assert listed["pages"] == 1
    for kept in MANIFEST[name]["must_remain"]:
        assert kept in json.dumps(
            SearchDocument.objects.get(number=page.number).payload, ensure_ascii=False
        )
    nowhere(canaries(name))
    assert not recheck.hits_in(page.specific, Needles(canaries(name)))


@pytest.mark.skipif(not ocr.is_available(), reason="text recognition is not installed")
def test_a_box_by_hand_takes_away_what_no_detector_names(client, team):
    page = people.notice(team)
    sealed = attach(page, (HOSTILE / "s6_scan.pdf").read_bytes(), team.editor, "附表", "s6.pdf")
    actions.submit(page, team.editor)
    outbox.drain()
    assert UploadedFile.objects.get(pk=sealed.pk).state == "ready"
    actions.approve(page, team.approver)
    deciding.draw(review_of(page), "p1", (0.0, 0.0, 1.0, 1.0), team.reviewer)
    actions.review_and_clear(page, team.reviewer, decisions="proposed")
    actions.release(page, team.publisher)
    outbox.drain()
    page = type(page).objects.get(pk=page.pk)
    _answer, listed = public_file(client, page)
    kept = public_files.known([listed["sha256"]])[listed["sha256"]]
    assert not "".join(text for _place, text in public_files.words_of(kept)).strip()
