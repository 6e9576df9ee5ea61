"""`manage.py redact_file`: the public copies of six files with planted data, and clear refusals."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from . import papers
from .inside import holds, raw, readable

FOLDER = Path(__file__).parent / "data" / "attachments"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))["files"]


def published(source: Path, out: Path, *flags: str) -> tuple[bytes, dict]:
    call_command("redact_file", str(source), "--out", str(out), *flags, verbosity=0)
    report = json.loads((out / f"{source.name}.report.json").read_text(encoding="utf-8"))
    return (out / report["file"]).read_bytes(), report


@pytest.mark.parametrize("entry", MANIFEST, ids=[entry["file"] for entry in MANIFEST])
def test_no_planted_string_is_left_and_what_must_remain_does(entry, tmp_path):
    data, report = published(
        FOLDER / entry["file"], tmp_path / "out", "--domain", "welfare", "--approve-proposed"
    )
    assert Path(report["file"]).stem == Path(entry["file"]).stem
    page_like = data[:4] in (b"%PDF", b"\x89PNG") or data[:2] == b"\xff\xd8"
    text = readable(data) if page_like else raw(data).decode("utf-8", "replace")
    written = json.dumps(report, ensure_ascii=False)
    for planted in entry["planted"]:
        value = planted["string"]
        if page_like:
            assert not holds(data, value), value
        assert value.encode() not in raw(data)
        assert value not in text + written
    for wanted in entry["must_remain"]:
        assert wanted in text.replace(" ", ""), wanted
    assert (tmp_path / f"{entry['file']}.report.json").exists()


@pytest.fixture
def notice(tmp_path) -> Path:
    source = tmp_path / "notice.pdf"
    source.write_bytes(papers.pdf(papers.lines("户主：尚凤霞", top=80), size=(300, 120)))
    return source


def test_open_findings_stop_it_and_only_their_kinds_are_named(notice, tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("redact_file", str(notice), "--out", str(tmp_path / "out"))
    assert caught.value.returncode == 1
    assert "RECIPIENT_NAME" in str(caught.value)
    assert "尚凤霞" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_file_without_findings_needs_no_approval(tmp_path):
    source = tmp_path / "notice.pdf"
    source.write_bytes(papers.pdf(papers.lines("临时救助公示", top=80), size=(300, 120)))
    data, report = published(source, tmp_path / "out")
    assert report["findings"] == []
    assert "临时救助公示" in readable(data)


def test_a_base_name_that_is_personal_data_is_replaced_everywhere(notice, tmp_path):
    source = shutil.copy(notice, tmp_path / "低保_尚凤霞_220721196602020006.pdf")
    out = tmp_path / "out"
    call_command("redact_file", str(source), "--out", str(out), "--approve-proposed", verbosity=0)
    assert sorted(path.name for path in out.iterdir()) == [
        "attachment.pdf",
        "attachment.pdf.report.json",
    ]
    report = json.loads((out / "attachment.pdf.report.json").read_text(encoding="utf-8"))
    assert report["file_name_replaced"] is True


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj <<"),
        ("archive.pdf", b"PK\x03\x04" + bytes(40)),
        ("page.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    ],
)
def test_what_cannot_be_published_ends_with_status_one_and_writes_nothing(name, content, tmp_path):
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("redact_file", str(source), "--out", str(tmp_path / "out"))
    assert caught.value.returncode == 1
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_bad_usage(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("redact_file", str(tmp_path / "none.pdf"), "--out", str(tmp_path))
    assert caught.value.returncode == 2
