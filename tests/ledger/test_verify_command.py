"""`python -m ledger.verify` as an auditor runs it, in a process that has no Django."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import verify

from .vectors import LOG

CASES = [case for case in LOG["receipts"] if case["ok"]]
ROOT = Path(__file__).parents[2]


def files_of(case, folder):
    receipt = folder / "a.tlog-proof"
    receipt.write_bytes(case["receipt"].encode())
    files = [str(receipt)]
    if case.get("parts") is not None:
        parts = folder / "parts.json"
        parts.write_text(json.dumps(case["parts"]), encoding="utf-8")
        files.append(str(parts))
    return files


@pytest.mark.parametrize("case", LOG["receipts"], ids=lambda case: case["why"])
def test_published_receipts_get_their_status(case, tmp_path, capsys):
    status = verify.main([*files_of(case, tmp_path), "--vkey", LOG["vkey"]])
    assert status == (0 if case["ok"] else 1)
    if case["ok"]:
        out = capsys.readouterr().out
        assert all(words in out for words in verify.SAYS[case["result"]])


def test_it_runs_without_django(tmp_path):
    files = files_of(CASES[0], tmp_path)
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from ledger.verify import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *files, "--vkey", LOG["vkey"]],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "不证明之后一直有效" in done.stdout


def test_a_changed_part_is_named(tmp_path, capsys):
    case = CASES[0] | {"parts": CASES[0]["parts"] | {"b/1": "另一段"}}
    assert verify.main([*files_of(case, tmp_path), "--vkey", LOG["vkey"]]) == 1
    assert "b/1" in capsys.readouterr().err


def test_attachments_are_recognised_or_refused(tmp_path, capsys):
    content = b"a list of nobody"
    from ledger import commitments
    from ledger.receipt import Receipt

    seed = b"\x07" * 32
    made = commitments.manifest(seed, [("a/1", hashlib.sha256(content).digest())])
    salts = {"a/1": commitments.salt(seed, "a/1")}
    held = Receipt(b"", made, salts, 0, [], "")
    mine, other = tmp_path / "list.pdf", tmp_path / "other.pdf"
    mine.write_bytes(content)
    other.write_bytes(b"something else")
    assert verify._attachment(held, mine) == "a/1"
    assert verify._attachment(held, other) == ""
    status = verify.main([*files_of(CASES[0], tmp_path), str(other), "--vkey", LOG["vkey"]])
    assert status == 1
    assert "other.pdf" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["missing.tlog-proof", "--vkey", "x"], ["missing"], ["missing", "--vkeys", "no"]]
)
def test_bad_usage_has_its_own_status(arguments):
    assert verify.main(arguments) == 2
