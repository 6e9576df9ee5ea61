"""docs/coverage.md, run as a stranger would: its shell lines, in its order, against a site."""

import os
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.publisher import publish as publish_log
from supervision.coverage import exporting, facts, figures_file, manifest, measure
from tests import factories
from tests.home.published import published
from tests.supervision.coverage import duties
from tests.workflows import people

PROJECT = Path(__file__).resolve().parents[3]
GUIDE = PROJECT / "docs" / "coverage.md"


def blocks():
    found = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert found[0].startswith("SITE=https://") and "DAY=" in found[0]
    return found[1:]


@pytest.mark.django_db(transaction=True)
def test_every_line_of_the_guide_works_against_the_site(live_server, settings, tmp_path):
    missing = [name for name in ("bash", "curl", "awk") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"the guide's public tools are not here: {missing}")
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.OUTBOX_INLINE = True
    people.install()
    unit, page = factories.unit("jl-test"), published()
    duties.forget(page)
    day = page.first_published_at.astimezone().date()
    item = duties.row("ZZ1")
    duties.duty(unit, item, due=day, fulfilled_on=day, page=page)
    duties.duty(unit, item, due=day - timedelta(9), fulfilled_on=day, page=page)
    duties.duty(unit, item, due=day - timedelta(1))
    duties.signed(unit, item, due=day - timedelta(2))
    publish_log()
    exporting.publish(day)
    folder = tmp_path / "stranger"
    folder.mkdir()
    tools = f"{PROJECT}/.venv/bin:{os.environ['PATH']}"
    given = {"SITE": live_server.url, "DAY": str(day), "SOURCE": str(PROJECT), "PATH": tools}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks())],
        cwd=folder, env={**os.environ, **given}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert told.count("Agrees: the figures computed here are those published") == 3
    assert "2 publications are in the log on the same day" in told
    assert (folder / "counted").read_text().split() == ["3", "1", "1", "1"]


def test_the_guide_names_what_the_code_writes():
    text = GUIDE.read_text(encoding="utf-8")
    names = [
        *facts.COLUMNS, *measure.STATES, *figures_file.SCOPES, *manifest.FILES, manifest.MANIFEST,
        manifest.NOTE, facts.DEFINITIONS, *facts.KINDS,
    ]  # fmt: skip
    assert [name for name in names if f"`{name}`" not in text] == []
