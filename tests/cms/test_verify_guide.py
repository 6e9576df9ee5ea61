"""The auditors' guide, run as a stranger would: its shell lines, in its order, with public tools."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ledger.models import LedgerEntry
from ledger.publisher import publish
from tests.search.at_the_desk import fresh_log, released  # noqa: F401
from tests.search.conftest import site_search  # noqa: F401  a fixture

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = PROJECT / "docs" / "verify.md"
NEEDED = ("curl", "openssl", "base32", "bash")
GO = shutil.which("go") or "/usr/local/go/bin/go"


def blocks():
    """The shell blocks of the guide but the first, which says whose site it is."""
    found = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert found[0].startswith("SITE=https://") and "ITEM=" in found[0]
    return found[1:]


def run(lines, folder, **values):
    """All lines in one shell that stops at the first failure."""
    # The interpreter of the tests: the monitor and the verifier need `cryptography`.
    tools = f"{PROJECT}/.venv/bin:{Path(GO).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": tools, "SOURCE": str(PROJECT), "GOTOOLCHAIN": "local"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(lines)],
        cwd=folder, env={**environment, **values}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_line_of_the_guide_works_against_the_site(
    live_server,
    site_search,  # noqa: F811
    tmp_path,
):
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"the guide's public tools are not here: {missing}")
    item = released()
    publish()
    lines = blocks()
    if not Path(GO).exists():
        # What is proved with Go is proved without it in tests/ledger/test_auditor_program.py.
        lines = [block for block in lines if "./verify" not in block]
    done = run(lines, tmp_path, SITE=live_server.url, ITEM=item.number)
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "Signature Verified Successfully" in told
    assert "内容与公开的一致" in told
    assert "Nothing was rewritten; 1 entries" in told
    assert json.loads((tmp_path / "answer.json").read_text())["state"] == "current"
    assert json.loads((tmp_path / "file.json").read_text())["state"] == "unknown"
    code = (tmp_path / "code").read_text().strip()
    assert code == LedgerEntry.objects.get(item=item.number).code


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_guide_s_lines_refuse_another_content(
    live_server,
    site_search,  # noqa: F811
    tmp_path,
):
    if shutil.which("curl") is None:
        pytest.skip("the guide's public tools are not here: curl")
    item = released()
    publish()
    home = next(block for block in blocks() if "parts.json?item" in block)
    check = next(block for block in blocks() if "ledger.verify" in block)
    change = "sed -i 's/486/586/' parts.json"
    done = run([home, change, check], tmp_path, SITE=live_server.url, ITEM=item.number)
    assert done.returncode == 1
    assert "b/1" in done.stdout + done.stderr
