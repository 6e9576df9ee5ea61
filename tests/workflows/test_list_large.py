"""A list of fifty thousand rows goes the whole way: read, classified, checked, cleared, released."""

from pathlib import Path

import pytest

from disclosure import models
from privacy import sweep
from privacy.needles import Needles
from tests.workflows import listed
from workflows import actions
from workflows.lists import safety, uploading
from workflows.lists.opening import open_list, policy_of
from workflows.lists.sheet import MOST_ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

VILLAGES = [f"{a}{b}村" for a in "东西南北" for b in "风河山岭桥"]
MEMORY_MIB = 1_000
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def memory(name: str) -> float:
    """MiB of this process: VmRSS now, VmHWM at the highest since the mark was reset."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


@pytest.fixture
def used():
    """How much the highest mark has risen: tests before this one have used memory too."""
    if not CLEAR.exists():
        pytest.skip("memory of the process is read from Linux's /proc")
    CLEAR.write_text("5")  # proc(5): resets the mark
    before = memory("VmRSS")
    return lambda: memory("VmHWM") - before


def test_fifty_thousand_rows_go_through_the_whole_gate_in_bounded_memory(team, used):
    rows = listed.households(MOST_ROWS, villages=VILLAGES)
    seen = []
    page = listed.draft(team)
    uploading.put_list(
        page,
        team.editor,
        data=listed.csv_of(rows, encoding="gb18030"),
        name="名册.csv",
        table=uploading.choices_for(page)[0][0],
        progress=seen.append,
    )
    assert seen == sorted(seen)
    assert len(seen) == MOST_ROWS // 1_000
    page = listed.in_review(type(page).objects.get(pk=page.pk), team)
    uploaded = listed.decide(page, team)
    safe = safety.look(
        open_list(uploaded.pk, "tests.large"),
        safety.columns_of(uploaded),
        policy_of(page),
    )
    assert safe.rows == MOST_ROWS
    actions.review_and_clear(page, team.reviewer, "proposed")
    page = listed.released(page, team)
    table = models.DisclosurePage.objects.get(pk=page.pk).specific.recipient_tables.get()
    shown, other = len(table.rows), [line for line in table.totals if line["kind"] == "other"]
    assert shown + sum(line["count"] for line in other) == MOST_ROWS
    assert table.totals[-1]["count"] == MOST_ROWS
    few = Needles([rows[0][1], rows[-1][1], rows[20_000][2]])
    assert not [str(hit) for hit in sweep.in_tables(few)]
    assert used() < MEMORY_MIB
