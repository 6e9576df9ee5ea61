"""Files at the check desk: hashed while they arrive, in little memory, kept nowhere."""

import hashlib
import io
import tracemalloc

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from search.desk import uploads, verify_views
from tests.search.at_the_desk import fresh_log  # noqa: F401

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
BOUNDARY = b"XX"
HEAD = (
    b'--XX\r\nContent-Disposition: form-data; name="by"\r\n\r\nfile\r\n'
    b'--XX\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)
TAIL = b"\r\n--XX--\r\n"


class Arriving(io.RawIOBase):
    """A body that is made while it is read: a file of `size` bytes and what is around it."""

    def __init__(self, size, start=b""):
        self.start, self.left = HEAD + start, size - len(start)
        self.end = TAIL
        self.length = len(HEAD) + size + len(TAIL)
        self.given = 0

    def read(self, size=-1):
        size = 65536 if size is None or size < 0 else size
        piece = self.start[:size]
        self.start = self.start[size:]
        if not piece and self.left:
            piece = b"a" * min(size, self.left)
            self.left -= len(piece)
        if not piece:
            piece, self.end = self.end[:size], self.end[size:]
        self.given += len(piece)
        return piece


def handed_in(body):
    request = RequestFactory().post(
        "/verify/", content_type=f"multipart/form-data; boundary={BOUNDARY.decode()}"
    )
    request.META["CONTENT_LENGTH"] = str(body.length)
    request._stream = body
    request._read_started = False
    request._dont_enforce_csrf_checks = True
    cache.clear()
    return verify_views.desk(request)


@pytest.fixture(autouse=True)
def nowhere_to_keep(settings, tmp_path, site_search):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    yield
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


@pytest.mark.slow
def test_a_file_of_100_mb_takes_a_few_megabytes_of_memory():
    handed_in(Arriving(MEGABYTE))  # what is read once per process
    asked = []
    tracemalloc.start()
    try:
        answer = handed_in(Arriving(100 * MEGABYTE))
        asked.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert answer.status_code == 200
    assert "这里没有找到" in answer.content.decode()
    assert asked[0] < 8 * MEGABYTE, asked


@pytest.mark.parametrize("size", [0, 1, 10_000, 3 * MEGABYTE])
def test_the_digest_is_that_of_the_whole_file(monkeypatch, size):
    seen = []
    monkeypatch.setattr(
        verify_views.verify,
        "by_sha256",
        lambda digest: seen.append(digest) or verify_views.verify._unknown("sha256"),
    )
    handed_in(Arriving(size))
    assert seen == [hashlib.sha256(b"a" * size).hexdigest()]


def test_a_file_beyond_the_limit_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_FILE", 2 * MEGABYTE)
    monkeypatch.setattr(uploads, "MOST_DRAINED", 5 * MEGABYTE)
    body = Arriving(40 * MEGABYTE)
    answer = handed_in(body)
    assert answer.status_code == 413
    assert "200 MB" in answer.content.decode()
    assert body.given == 5 * MEGABYTE


def test_a_length_beyond_all_measure_is_refused(monkeypatch):
    body = Arriving(1000)
    body.length = "9" * 400
    assert handed_in(body).status_code == 413


def test_a_file_that_is_longer_than_it_says_is_stopped(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_FILE", 2 * MEGABYTE)
    monkeypatch.setattr(uploads, "AROUND_FILE", 3 * MEGABYTE)
    body = Arriving(4 * MEGABYTE)
    assert handed_in(body).status_code == 400
    assert body.given < 3 * MEGABYTE


def test_what_begins_like_a_receipt_and_goes_on_for_ever_is_no_receipt():
    tracemalloc.start()
    try:
        answer = handed_in(Arriving(30 * MEGABYTE, start=uploads.RECEIPT_START))
        used = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "这里没有找到" in answer.content.decode()
    assert used < 16 * MEGABYTE


@pytest.mark.parametrize("way", ["put", "delete", "patch"])
def test_other_methods_are_refused(way):
    for address in ("/verify/", "/api/verify"):
        assert getattr(Client(), way)(address).status_code == 405
    assert Client().get("/api/verify").status_code == 405
    assert Client().post("/v/0000000000000000").status_code == 405


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "{}"),
        ("multipart/form-data; boundary=x", "--x\r\n\r\nbroken"),
        ("application/x-www-form-urlencoded", "text=a&text=b"),
        ("application/json; charset=nonsense", '{"code": "x"}'),
    ],
)
def test_other_types_of_bodies_get_an_answer_in_words(kind, body):
    answer = Client().generic("POST", "/api/verify", body.encode(), content_type=kind)
    assert answer.status_code in (200, 400)
    assert answer["Content-Type"] == "application/json"
