"""docs/api.md: every command is run against a live site, and the recipe keeps an exact copy."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache

from disclosure import outbox, publishing
from disclosure.models import DisclosurePage
from tests.disclosure import stories

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
DEMO = "http://127.0.0.1:8000"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item(tmp_path, settings):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    cache.clear()
    made = stories.released(title="最低生活保障标准公告", unit=stories.unit("jl-mzt", "省民政厅"))
    outbox.drain()
    return made


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.M | re.S)


def run(command, cwd, **options):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, **options)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_command_of_the_guide_gets_an_answer(live_server, item, tmp_path):
    for line in "".join(blocks("sh")).splitlines():
        if not line.startswith("curl"):
            continue
        line = line.replace(DEMO, live_server.url).replace("jl-mzt-2026-00001", item.number)
        done = run(["bash", "-c", line.replace("curl", "curl -sS --fail", 1)], tmp_path)
        if "$tag" not in line:
            assert done.returncode == 0 and done.stdout, (line, done.stderr)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_tag_of_the_guide_saves_the_answer(live_server, item, tmp_path):
    (script,) = [block for block in blocks("sh") if "$tag" in block]
    done = run(["bash", "-c", script.replace(DEMO, live_server.url)], tmp_path)
    assert done.stdout.strip() == "304", done.stderr


def test_the_recipe_of_the_guide_keeps_an_exact_copy(live_server, item, tmp_path):
    (recipe,) = blocks("python")
    script = tmp_path / "follow.py"
    script.write_text(recipe.replace(DEMO, live_server.url), encoding="utf-8")

    def copied():
        done = run([sys.executable, str(script)], tmp_path)
        assert done.returncode == 0, done.stderr
        return set(json.loads((tmp_path / "copy.json").read_text())["items"])

    assert copied() == {item.number}
    by = stories.person("publisher")
    second, third = stories.released(title="公告二"), stories.released(title="公告三")
    publishing.withdraw(item, reason="privacy", by=by)
    publishing.withdraw(second, reason="expired", by=by)
    live = set(DisclosurePage.objects.released().values_list("number", flat=True))
    assert copied() == live == {third.number}
    assert copied() == live
