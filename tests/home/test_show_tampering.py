"""The demonstration: an altered notice is caught and a rewritten log is refused."""

import io

import pytest
from django.core.management import CommandError, call_command

from home.demo import tampering
from ledger import entry, monitor
from ledger.keys import Ed25519PrivateKey
from ledger.log_files import LogFolder
from ledger.monitor_state import State
from ledger.note import verifier_of
from ledger.publisher import publish
from ledger.remote import FolderLog
from search.desk.examples import example
from tests.search.at_the_desk import TEXT, fresh_log, released  # noqa: F401
from tests.search.conftest import site_search  # noqa: F401  a fixture

ORIGIN = "gk.example.gov.cn/ledger"


def events(count):
    """First publications of so many items, a minute apart or less."""
    return [
        entry.Event(
            type="publish",
            item=f"mz-{n}",
            rev=1,
            org="示例县民政局",
            time=f"2026-11-24T{n // 60:02}:{n % 60:02}:00Z",
            prev=-1,
            root=f"{n:064x}",
            reason="",
        )
        for n in range(count)
    ]


@pytest.mark.django_db
def test_both_acts_are_told_in_both_languages(site_search):  # noqa: F811
    item = released(is_example=True)
    released(title="另一份公告")
    out = io.StringIO()
    call_command("show_tampering", stdout=out)
    told = out.getvalue()
    assert "altered: 与公开内容有 1 处不同" in told
    assert "公开的 published: 1,284    手里的 in the copy: 2,284" in told
    assert f"第 1 条被改写：{item.number}" in told
    assert "Entry 1 was rewritten" in told
    assert "tampering-" not in told


@pytest.mark.django_db
def test_it_changes_nothing_of_the_site(site_search):  # noqa: F811
    released(is_example=True)
    publish()
    before = LogFolder().checkpoint()
    call_command("show_tampering", stdout=io.StringIO())
    assert LogFolder().checkpoint() == before


@pytest.mark.django_db
def test_it_runs_on_a_demo_only(site_search, settings):  # noqa: F811
    with pytest.raises(CommandError):
        call_command("show_tampering", stdout=io.StringIO())  # nothing marked as an example
    settings.OUTBOX_INLINE = False
    with pytest.raises(CommandError):
        call_command("show_tampering", stdout=io.StringIO())


@pytest.mark.django_db
def test_the_example_is_one_sentence_with_one_digit_changed(site_search):  # noqa: F811
    assert example() is None
    released()
    assert example() is None
    item = released(is_example=True)
    found = example()
    assert (found.number, found.genuine) == (item.number, TEXT.split("。")[0] + "。")
    changed = [
        pair for pair in zip(found.genuine, found.altered, strict=True) if len(set(pair)) > 1
    ]
    assert changed == [("1", "2")]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600])
def test_the_forged_log_is_a_whole_log_of_its_own(tmp_path, size):
    key = Ed25519PrivateKey.generate()
    verifiers = [verifier_of(key, ORIGIN)]
    entries = [event.to_bytes() for event in events(size)]
    at = size // 2
    forged = [*entries]
    forged[at] = tampering.with_other_content(entries[at], "改过的内容")
    for folder, held in (("honest", entries), ("forged", forged)):
        tampering.write_log(tmp_path / folder, held, ORIGIN, [key])
        state = State(tmp_path / f"state-{folder}")
        assert monitor.watch(FolderLog(tmp_path / folder), verifiers, state).problems == []
        state.close()
    state = State(tmp_path / "state-honest")
    told = monitor.watch(FolderLog(tmp_path / "forged"), verifiers, state).problems
    state.close()
    assert any(f"第 {at + 1} 条被改写" in chinese for chinese, _english in told)
    assert entry.parse(forged[at]).item == entry.parse(entries[at]).item
