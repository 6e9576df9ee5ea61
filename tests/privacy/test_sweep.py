import gzip
import logging
import zipfile

import pytest
from django.core.mail import EmailMessage, get_connection

from privacy import sweep, vault
from privacy.needles import Needles

from .pages import CANARY, ID, NAME, page_with_copies

WANTED = Needles([NAME, ID])

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def runtime(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    settings.EMAIL_FILE_PATH = settings.VAR_DIR / "mail"
    for folder in (settings.MEDIA_ROOT, settings.SEARCH_INDEX_DIR):
        folder.mkdir(parents=True)
    return settings.VAR_DIR


def files():
    return {(hit.place, hit.row) for hit in sweep.in_files(WANTED)}


def test_an_empty_site_is_clean():
    assert list(sweep.everywhere(Needles(["这句话哪里都没有"]))) == []


def test_every_table_is_read_and_the_row_is_named():
    page = page_with_copies()

    hits = list(sweep.in_tables(WANTED))

    assert {hit.place for hit in hits} >= {"wagtailcore_revision.content"}
    assert str(page.pk) in {hit.row for hit in hits if hit.place == "wagtailcore_page.draft_title"}
    assert {hit.needle for hit in hits} == {1, 2}
    assert NAME not in "".join(map(str, hits))


def test_a_message_in_a_session_is_found(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("editor"))
    session = client.session
    session["_messages"] = f"“{CANARY}”已保存"
    session.save()

    assert {hit.where for hit in sweep.in_sessions(WANTED)} == {"session"}


def test_plain_packed_and_mailed_copies_are_found(runtime, settings):
    (runtime / "media" / "plain.csv").write_text(CANARY)
    (runtime / "media" / f"{NAME}.pdf").write_bytes(b"%PDF")
    (runtime / "media" / "old.bin").write_bytes(b"\0" + CANARY.encode("utf-16-le"))
    with gzip.open(runtime / "media" / "dump.gz", "wt") as file:
        file.write(CANARY)
    with zipfile.ZipFile(runtime / "media" / "list.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/clean.xml", "甲")
        archive.writestr("xl/sharedStrings.xml", CANARY)
    (settings.SEARCH_INDEX_DIR / "index.db").write_bytes(b"\1" + CANARY.encode())
    backend = "django.core.mail.backends.filebased.EmailBackend"
    EmailMessage(CANARY, "正文", to=["a@example.org"], connection=get_connection(backend)).send()

    found = {(place.split("/")[-1].split(".")[0], row) for place, row in files()}

    assert found >= {
        ("plain", ""),
        ("***", ""),
        ("old", ""),
        ("dump", "gzip"),
        ("list", "member 2"),
        ("index", ""),
    }
    assert "message" in {row for _, row in found}


def test_a_value_cut_by_two_pieces_of_a_large_file_is_found(runtime, monkeypatch):
    monkeypatch.setattr(sweep.sweep_files, "AT_ONCE", 5000)
    raw = b"x" * 4995 + CANARY.encode() + b"x" * 9000
    (runtime / "media" / "large.txt").write_bytes(raw)

    assert files() == {("media/large.txt", "")}


def test_a_log_file_is_read(runtime):
    handler = logging.FileHandler(runtime.parent / "site.log")
    logging.getLogger("privacy.test").addHandler(handler)
    try:
        handler.stream.write(CANARY)
        handler.flush()
        assert ("site.log", "") in files()
    finally:
        logging.getLogger("privacy.test").removeHandler(handler)
        handler.close()


def test_a_damaged_archive_is_no_crash(runtime):
    (runtime / "media" / "broken.gz").write_bytes(b"\x1f\x8bno")
    (runtime / "media" / "broken.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    assert files() == set()


def test_the_sealed_original_is_no_leak(runtime):
    vault.seal(CANARY.encode(), kind="text", name=NAME, unit_code="jl-mzt", by=None)
    assert list(runtime.rglob("*.sealed"))
    assert list(sweep.everywhere(WANTED)) == []


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_raw_bytes_of_the_database_are_searched():
    page_with_copies()
    assert any("sqlite3" in place for place, _ in files())


def test_the_streams_and_the_words_of_a_pdf_are_read(settings):
    from reportlab.pdfgen.canvas import Canvas

    folder = settings.VAR_DIR / "public"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ("0" * 64)
    drawn = Canvas(str(file), pageCompression=1)
    drawn.drawString(72, 720, ID)
    drawn.save()
    try:
        assert ID.encode() not in file.read_bytes()
        hits = [hit for hit in sweep.in_files(Needles([ID])) if "public" in hit.place]
        assert {hit.row for hit in hits} >= {"p1"}
    finally:
        file.unlink()
