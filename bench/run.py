"""Run every measurement in a process of its own and write docs/benchmarks.md.

Usage: bench/run.py [ROW …]    without names: all. The demo content is loaded once into var/bench.
"""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
from bench.measure import ROUNDS, Row  # noqa: E402

ROWS = (
    "pages search searchpage elastic detector ledger gate files tables exports coverage duties"
).split()
REPORT = PROJECT / "docs" / "benchmarks.md"
SKIPPED, SKIPPED_BECAUSE = 3, "not here: "  # a row that lacks a part of this machine says so
LIMIT = 1200  # seconds a group may take before it is reported as not measured


def environment() -> dict[str, str]:
    """The bench has a site of its own; it must not touch the demo's."""
    var = PROJECT / "var" / "bench"
    var.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "MINGJING_VAR": str(var),
        "PYTHONPATH": str(PROJECT),
        "DATABASE_URL": "",
        "ELASTICSEARCH_URL": "",
    }


def prepare(env: dict[str, str]) -> None:
    """The demo site, made once; later runs find it complete."""
    for command in (["migrate", "--noinput", "-v0"], ["setup_site", "-v0"], ["load_demo"]):
        print(f"  manage.py {' '.join(command)}", flush=True)
        subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, env=env, check=True)


def run(name: str, env: dict[str, str]) -> tuple[list[Row], float, str]:
    """Rows of one group, its memory high-water in MiB, and why it failed ("" when it did not)."""
    began = time.monotonic()
    print(f"  {name} …", end=" ", flush=True)
    child = subprocess.Popen(
        [sys.executable, "-m", f"bench.rows.{name}"],
        cwd=PROJECT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        out, err = child.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        print("too slow")
        return [], 0.0, f"not finished in {LIMIT} s"
    outcome = {0: f"{time.monotonic() - began:.0f}s", SKIPPED: "not here"}
    print(outcome.get(child.returncode, "failed"), flush=True)
    if child.returncode == SKIPPED:
        return [], 0.0, SKIPPED_BECAUSE + err.strip().rsplit("\n", 1)[-1][:200]
    if child.returncode != 0:
        sys.stderr.write(err[-2000:])
        return [], 0.0, err.strip().rsplit("\n", 1)[-1][:200]
    *_, last = [line for line in out.splitlines() if line.startswith("[")]
    answer = json.loads(last)
    return [Row(**row) for row in answer if "name" in row], _peak(answer), ""


def _peak(answer: list[dict]) -> float:
    return next((row["peak"] for row in answer if "peak" in row), 0.0)


def machine() -> list[str]:
    """What was measured on; the figures mean nothing without it."""
    info = Path("/proc/cpuinfo")
    models = (
        [
            line.split(":", 1)[1].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        if info.exists()
        else []
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return [
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit or 'unknown'}",
        f"- {models[0] if models else platform.processor() or 'unknown processor'}, "
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}",
        f"- Python {platform.python_version()}, SQLite (the demo's settings), embedded search",
    ]


def number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def line(row: Row) -> str:
    theirs = f"{row.yardstick}: {number(row.theirs)}" if row.theirs is not None else row.yardstick
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    return f"| {row.name} | {number(row.ours)} {row.unit} | {theirs} | {ratio} | {row.note} |"


def write(groups: dict[str, tuple[list[Row], float, str]]) -> None:
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench`. Medians of at least {ROUNDS} rounds; ours and the yardstick "
        "take turns in one run. *Ratio* is ours divided by the yardstick: read it rather than the "
        "figures, which belong to one machine.",
        "",
        *machine(),
        "",
        "| what | ours | yardstick | ratio | remarks |",
        "|---|---|---|---|---|",
        *[line(row) for rows, _, _ in groups.values() for row in rows],
        "",
        "## Memory high-water",
        "",
        *[f"- {name}: {peak:.0f} MiB" for name, (_, peak, why) in groups.items() if not why],
    ]
    failed = [f"- {name}: {why}" for name, (_, _, why) in groups.items() if why]
    if failed:
        lines += ["", "## Not measured", "", *failed]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    wanted = sys.argv[1:] or ROWS
    if unknown := set(wanted) - set(ROWS):
        print(f"unknown rows: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
        return 2
    env = environment()
    print("Preparing the bench site (some minutes the first time):")
    prepare(env)
    print("Measuring:")
    groups = {name: run(name, env) for name in wanted}
    if wanted == ROWS:
        write(groups)
        print(f"Written to {REPORT.relative_to(PROJECT)}. Next: read the ratios.")
    else:
        print("\n".join(line(row) for rows, _, _ in groups.values() for row in rows))
        print(f"Only some rows: {REPORT.relative_to(PROJECT)} is left as it was.")
    failed = [why for _, _, why in groups.values() if not why.startswith(SKIPPED_BECAUSE)]
    return int(any(failed))


if __name__ == "__main__":
    sys.exit(main())
