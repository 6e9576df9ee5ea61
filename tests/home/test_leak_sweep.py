import io
import json

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from disclosure import outbox
from disclosure.models import Clearance
from disclosure.prose import from_text
from disclosure.redaction import set_body
from privacy import vault
from tests.disclosure import stories

SECRET = "220102199003070003"  # invented: sequence number 000

pytestmark = pytest.mark.django_db


@pytest.fixture
def needle_file(tmp_path):
    path = tmp_path / "needles.txt"
    path.write_text(f"{SECRET}\n\n", encoding="utf-8-sig")
    return str(path)


def sweep(*arguments):
    """Exit status and lines of output."""
    out = io.StringIO()
    try:
        call_command("leak_sweep", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue().splitlines()
    except CommandError as error:
        return error.returncode, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_clean_site_ends_well(needle_file):
    status, lines = sweep("--needle-file", needle_file)
    assert status == 0
    assert len(lines) == 1


def test_each_place_is_one_line_without_the_value(needle_file):
    group = Group.objects.create(name=f"组{SECRET}")

    status, lines = sweep("--needle-file", needle_file, "--json")

    assert status == 1
    assert {"needle": 1, "where": "table", "place": "auth_group.name", "row": str(group.pk)} in [
        json.loads(line) for line in lines
    ]
    assert SECRET not in "".join(lines)


def test_needles_come_from_standard_input_too(monkeypatch):
    Group.objects.create(name=f"组{SECRET}")
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET))
    status, lines = sweep("--stdin")
    assert status == 1
    assert lines[0].startswith("table auth_group.name")


def test_without_anything_to_look_for_the_usage_is_wrong(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.write_text("\n")
    assert sweep("--needle-file", str(empty))[0] == 2
    assert sweep("--needle-file", str(tmp_path / "absent"))[0] == 2
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert sweep("--stdin")[0] == 2


def withheld_somewhere(values):
    sealed = vault.seal(
        json.dumps(values).encode(), kind="withheld", name="withheld", unit_code="jl-mzt", by=None
    )
    Clearance.objects.create(
        number="jl-mzt-2026-00001", page_id=1, revision_id=1, digest="0" * 64, withheld_id=sealed.pk
    )
    return sealed


def test_by_itself_it_looks_for_the_numbers_that_were_withheld():
    assert sweep()[0] == 0
    withheld_somewhere([SECRET, "张三"])
    Group.objects.create(name="张三")
    assert sweep()[0] == 0
    Group.objects.create(name=f"组{SECRET}")
    assert sweep()[0] == 1


def test_what_was_erased_is_passed_over_and_a_shut_vault_is_said(settings):
    vault.erase(withheld_somewhere([SECRET]))
    assert sweep()[0] == 0
    withheld_somewhere([SECRET])
    settings.VAULT_KEYS = []
    assert sweep()[0] == 2


WITHHELD = "蓝顶小屋"  # a withheld place: no rule of the detector would stop it before the release


def withheld_in(item):
    sealed = vault.seal(
        json.dumps([WITHHELD]).encode(), kind="withheld", name="withheld", unit_code="x", by=None
    )
    Clearance.objects.filter(page_id=item.pk).update(withheld_id=sealed.pk)


def test_what_was_withheld_is_found_on_the_item_itself_and_in_its_older_texts(site_ready):
    withheld_in(stories.released(text=f"活动在{WITHHELD}旁举行。"))
    outbox.drain()
    status, lines = sweep("--json")
    hits = [json.loads(line) for line in lines]
    assert status == 1
    shown = {hit["place"].split()[-1] for hit in hits if hit["where"] == "surface"}
    assert shown >= {"page", "api", "search"}
    assert "wagtailcore_revision.content" in {hit["place"] for hit in hits}
    assert WITHHELD not in "".join(lines)


def test_a_draft_written_after_the_clearance_is_no_leak(site_ready):
    item = stories.released()
    withheld_in(item)
    draft = item.get_latest_revision_as_object()
    set_body(draft, from_text(f"活动在{WITHHELD}旁举行。"))
    draft.save_revision(user=stories.person("author"))
    assert sweep()[0] == 0
