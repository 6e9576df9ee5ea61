"""Public copies: kept by digest, read inside and out before the release, gone when nothing names
them."""

import io
import zipfile

import pytest
from reportlab.pdfgen import canvas

from disclosure import outbox, public_files, publishing
from disclosure.live_check import find_drift
from disclosure.models import PublicFile, Redaction
from privacy.file_texts import CannotOpen, texts_in
from tests import public_copies
from tests.disclosure import stories
from tests.home.published import published

pytestmark = pytest.mark.django_db
# Invented: the sequence 000 is never given out, and the check sign is wrong.
ID_NUMBER = "220102199003070007"


def packed(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return buffer.getvalue()


def pdf(text: str) -> bytes:
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pageCompression=1)
    drawing.drawString(72, 720, text)
    drawing.save()
    return buffer.getvalue()


def with_file(content=b"one list", words=(), **fields):
    draft = stories.draft(**fields)
    draft.attachment_rows.add(public_copies.row("附表", content=content, words=words))
    draft.save()
    draft.save_revision(user=draft.owner)
    return draft


def checked(draft, withheld=(), accepted=()):
    """The release check of a draft, as stories.cleared makes it."""
    publishing.draw_number(draft)
    revision = draft.get_latest_revision()
    approval = publishing.approve(revision, by=stories.person("approver"))
    clearance = publishing.clear(
        revision,
        by=stories.person("reviewer"),
        approval=approval,
        withheld=withheld,
        accepted=accepted,
    )
    return publishing.prepare(clearance)


def test_the_same_bytes_are_one_copy():
    first, second = public_copies.stored(b"same"), public_copies.stored(b"same")
    assert first.digest == second.digest
    assert PublicFile.objects.count() == 1
    assert public_files.read(first.digest) == b"same"


def test_a_changed_file_is_no_copy_any_more(settings):
    kept = public_copies.stored(b"as published")
    path = settings.VAR_DIR / "public" / kept.digest
    path.write_bytes(b"something else")
    assert not public_files.is_intact(kept.digest)
    with pytest.raises(public_files.CopyMissing):
        public_files.read(kept.digest)
    assert public_files.put(b"as published") == kept.digest  # stored again over what was damaged
    assert public_files.is_intact(kept.digest)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (ID_NUMBER.encode(), "file"),
        (ID_NUMBER.encode("utf-16-le"), "file"),
        (packed(ID_NUMBER), "member 1"),
        (packed("".join(f"&#{ord(sign)};" for sign in ID_NUMBER)), "member 1"),
        (packed("MjIwMTAyMTk5MDAzMDcwMDA3"), "member 1"),
        (packed(ID_NUMBER.encode().hex()), "member 1"),
        (pdf(ID_NUMBER), "p1"),
    ],
    ids=["plain", "utf-16", "packed", "entities", "base64", "hex", "pdf"],
)
def test_a_withheld_value_in_a_copy_stops_the_release_and_is_placed(content, place):
    check = checked(with_file(content), withheld=[ID_NUMBER])
    assert not check.passed
    places = {(p["surface"], p.get("part"), p.get("place")) for p in check.problems}
    assert ("files", "a/1", place) in places
    assert ID_NUMBER not in str(check.problems)


def test_what_is_read_in_the_picture_of_a_copy_stops_the_release():
    check = checked(with_file(words=[("p2", f"证号{ID_NUMBER}")]), withheld=[ID_NUMBER])
    assert {"surface": "files", "kind": "withheld", "part": "a/1", "place": "p2"} in check.problems


def test_a_finding_nobody_decided_on_stops_the_release():
    check = checked(with_file(words=[("p1", f"申请人身份证号{ID_NUMBER}")]))
    assert not check.passed
    assert any(p["kind"] == "RESIDENT_ID" and p["place"] == "p1" for p in check.problems)


def test_what_a_reviewer_left_in_the_file_may_stand():
    from disclosure.file_check import fingerprint

    draft = with_file(words=[("p1", f"申请人身份证号{ID_NUMBER}")])
    accepted = [("RESIDENT_ID", "a/1", fingerprint(ID_NUMBER))]
    check = checked(draft, accepted=accepted)
    assert check.passed, check.problems


def test_a_copy_that_is_missing_or_cannot_be_opened_stops_the_release():
    assert not checked(with_file(b"%PDF-1.7 broken")).passed
    draft = with_file(b"gone")
    public_files.store().delete(draft.attachment_rows.get().digest)
    assert not checked(draft).passed


def test_the_nightly_look_finds_a_file_that_was_overwritten(settings):
    item = published(rows=[("attachment_rows", public_copies.row(content=b"published"))])
    assert not list(find_drift())
    digest = item.attachment_rows.get().digest
    (settings.VAR_DIR / "public" / digest).write_bytes(b"exchanged")
    assert [drift.kind for drift in find_drift()] == ["file_differs"]


def test_a_removal_for_privacy_deletes_the_copies():
    item = published(
        rows=[("attachment_rows", public_copies.row(content=b"to go", html="<p>x</p>"))]
    )
    kept = PublicFile.objects.get()
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    outbox.drain()
    for name in (kept.digest, kept.twin, kept.words):
        assert not public_files.store().exists(name)
    assert not PublicFile.objects.exists()


def test_a_copy_stays_while_another_item_names_it():
    first = published(rows=[("attachment_rows", public_copies.row(content=b"shared"))])
    published("另一条公告", rows=[("attachment_rows", public_copies.row(content=b"shared"))])
    publishing.withdraw(first, reason="privacy", by=stories.person("publisher"))
    outbox.drain()
    assert public_files.is_intact(PublicFile.objects.get().digest)


def test_an_ordinary_withdrawal_keeps_the_evidence():
    item = published(rows=[("attachment_rows", public_copies.row(content=b"expired"))])
    publishing.withdraw(item, reason="expired", by=stories.person("publisher"))
    outbox.drain()
    assert public_files.is_intact(PublicFile.objects.get().digest)


def test_a_redaction_takes_a_file_away_whole():
    item = published(rows=[("attachment_rows", public_copies.row(content=b"leaking"))])
    digest = item.attachment_rows.get().digest
    version = publishing.redact(
        item, {"a/1": [(0, 64, "")]}, reason="privacy", by=stories.person("publisher")
    )
    outbox.drain()
    assert "a/1" not in dict(version.parts)
    assert not public_files.store().exists(digest)
    assert not Redaction.objects.exists()


def test_a_broken_archive_cannot_be_opened():
    with pytest.raises(CannotOpen):
        list(texts_in(b"PK\x03\x04 nothing behind"))
