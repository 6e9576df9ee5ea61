import io
import json

import pytest
from django.core.management import CommandError, call_command, get_commands

from home import nightly

pytestmark = pytest.mark.django_db


def night(*arguments):
    out = io.StringIO()
    try:
        call_command("nightly", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_every_step_is_a_command_that_exists():
    assert {step.command for step in nightly.STEPS} <= set(get_commands())


def test_a_night_on_a_healthy_site_ends_well(site_ready, settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    status, told = night("--json")
    outcomes = [json.loads(line) for line in told.splitlines()]
    assert [one["status"] for one in outcomes] == ["well"] * len(nightly.STEPS), told
    assert status == 0


def test_a_step_that_breaks_keeps_none_of_the_others_from_running(monkeypatch):
    def broken(command, *arguments, **options):
        if command == "check_live":
            raise RuntimeError("220102196607080004")
        options["stdout"].write(command)

    monkeypatch.setattr(nightly, "call_command", broken)
    status, told = night()
    assert status == 1
    assert "RuntimeError" in told and "220102196607080004" not in told
    assert told.count("正常") == len(nightly.STEPS) - 1


def test_what_a_step_finds_is_told_and_ends_with_one(monkeypatch):
    monkeypatch.setattr(nightly, "STEPS", (nightly.Step("check_live", "核对"),))
    monkeypatch.setattr("disclosure.triggers.missing", lambda: ["guard_x"])
    status, told = night()
    assert status == 1 and "guard_x" in told


def test_steps_can_be_chosen_and_an_unknown_one_is_refused():
    assert night("--only", "check_live", "--list") == (0, "check_live  公开内容与放行决定一致\n")
    with pytest.raises(CommandError):
        night("--only", "sweep")
