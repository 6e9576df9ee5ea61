"""`python -m ledger.monitor URL VKEY… --state FOLDER`: watch somebody's log from outside.

Keeps its own copy of every entry; what was once published and later reads otherwise is named with
its place, its item and what stood there before. Needs only Python and `cryptography`.

Exit status: 0 the log only grew, 1 it was rewritten, shrank or breaks its rules, 2 not reachable,
bad usage, or the monitor's own state is damaged. Run it at another place than the log.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import entry, tree
from .checkpoint import Checkpoint
from .log_tiles import entries_of, leaves_of, tiles_from
from .monitor_state import Damaged, State
from .note import COSIGNATURE, BadNote, Verifier
from .note import opened as opened_note
from .remote import Log, Unreachable, checkpoint_of, opened, read_tile
from .tiles import BadTile, Tile
from .words import chinese

WELL, REWRITTEN, CANNOT = 0, 1, 2
MOST_NAMED = 50


@dataclass
class Report:
    """What one look found: problems as (Chinese, English), and who cosigned."""

    size: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    witnesses: list[str] = field(default_factory=list)

    def add(self, in_chinese: str, in_english: str) -> None:
        if len(self.problems) < MOST_NAMED:
            self.problems.append((in_chinese, in_english))


def watch(log: Log, verifiers: list[Verifier], state: State) -> Report:
    """One look. The state moves on only when nothing is wrong.

    Unreachable or BadTile when the log cannot be read whole, BadNote when it is not signed by one
    of `verifiers`, Damaged when the monitor's own state is.
    """
    before, seen, grown = state.load(verifiers)
    text, now = checkpoint_of(log, verifiers)
    report = Report(now.size)
    _body, signers = opened_note(text, verifiers)
    report.witnesses = [signer.name for signer in signers if signer.kind == COSIGNATURE]
    if seen is not None and now.size < seen.size:
        _shorter(now, state, seen.size, report)
    elif seen is not None and now.size == seen.size:
        if now.root != seen.root:
            _name_rewrites(log, now, state, seen.size, report)
        elif text != before:
            state.begin()
            state.keep(text)
    else:
        _grow(log, now, text, state, grown, report)
    if report.problems and before:
        kept = state.keep_evidence(before, text)
        report.add(f"两份签名的检查点存在 {kept}", f"Both signed checkpoints are kept in {kept}")
    return report


def _grow(
    log: Log, now: Checkpoint, text: str, state: State, grown: tree.Growing, report: Report
) -> None:
    """Read what is new, tile by tile; keep it if the tree over old and new is the signed one."""
    old_size, last_time = grown.size, ""
    for raw in state.entries(max(0, old_size - 1), old_size):
        last_time = entry.parse(raw).time
    state.begin()
    try:
        for tile in tiles_from(0, old_size, now.size):
            skipped = max(0, old_size - tile.start)
            leaves = leaves_of(lambda wanted: read_tile(log, wanted), tile)[skipped:]
            raws = entries_of(lambda wanted: read_tile(log, wanted), tile)[skipped:]
            for raw, leaf in zip(raws, leaves, strict=True):
                last_time = _judge(grown.size, raw, leaf, last_time, state, report)
                grown.add(leaf)
        # The tree over our own copy of the old entries decides; tiles are only claims.
        if grown.root() != now.root:
            state.forget_this_look()
            _name_rewrites(log, now, state, old_size, report)
        elif not report.problems:
            state.keep(text)
    finally:
        state.forget_this_look()


def _judge(
    index: int, raw: bytes, leaf: bytes, last_time: str, state: State, report: Report
) -> str:
    """Note what is wrong with one new entry; returns the time that the next may not precede."""
    place = index + 1
    if entry.leaf_hash(raw) != leaf:
        report.add(
            f"第 {place} 条的内容与它的指纹不符", f"Entry {place} does not have its leaf hash"
        )
    try:
        event = entry.parse(raw)
    except entry.BadEntry as error:
        report.add(
            f"第 {place} 条不合规定：{chinese(str(error))}", f"Entry {place} is malformed: {error}"
        )
        state.add(index, raw, None)
        return last_time
    head = state.head_of(event.item)
    expected = (head[1].rev + 1, head[0]) if head else (1, -1)
    allowed = entry.MAY_FOLLOW[head[1].type if head else None]
    if (event.rev, event.prev) != expected or event.type not in allowed:
        report.add(
            f"第 {place} 条的次序不对：{event.item} 第 {event.rev} 版",
            f"Entry {place} is out of order: {event.item} version {event.rev}",
        )
    if event.time < last_time:
        report.add(
            f"第 {place} 条的时间倒退：{event.time}",
            f"Entry {place} goes back in time: {event.time}",
        )
    state.add(index, raw, event)
    return max(last_time, event.time)


def _shorter(now: Checkpoint, state: State, known: int, report: Report) -> None:
    """Fewer entries than were seen: an old checkpoint again, or another history."""
    report.add(
        f"变短了：曾有 {known} 条，现有 {now.size} 条",
        f"The log became shorter: {known} entries were seen, now there are {now.size}",
    )
    grown = tree.Growing()
    for raw in state.entries(0, now.size):
        grown.add(entry.leaf_hash(raw))
    if grown.root() == now.root:
        report.add(
            "现在给出的是早先的检查点：可能恢复了备份",
            "An earlier checkpoint is shown again: perhaps a backup was restored",
        )
    else:
        report.add("留下的部分也不是原来的", "What is left is not what it was either")


def _name_rewrites(log: Log, now: Checkpoint, state: State, known: int, report: Report) -> None:
    """Places where the log reads otherwise than when this monitor first read it."""
    for tile in tiles_from(0, 0, min(known, now.size)):
        mine = list(state.entries(tile.start, tile.start + tile.width))
        theirs = leaves_of(lambda wanted: read_tile(log, wanted), _as_published(tile, now.size))
        for at, raw in enumerate(mine):
            if entry.leaf_hash(raw) != theirs[at]:
                _name(log, tile, at, raw, now.size, report)
        if len(report.problems) >= MOST_NAMED:
            return
    if not report.problems:
        report.add(
            "签名的根与数据块不符：数据块仍是原来的，检查点属于另一份记录",
            "The signed root is not that of the tiles: the checkpoint belongs to another history",
        )


def _as_published(tile: Tile, size: int) -> Tile:
    """The tile as the present log names it: it may have grown since."""
    return Tile(tile.level, tile.number, min(256, size - tile.start))


def _name(log: Log, tile: Tile, at: int, raw: bytes, size: int, report: Report) -> None:
    place, published = tile.start + at + 1, _as_published(tile, size)
    was = _told(raw)
    try:
        entries = entries_of(lambda wanted: read_tile(log, wanted), published)
        is_now = _told(entries[at])
    except (Unreachable, BadTile):
        is_now = "?"
    item = entry.parse(raw)
    report.add(
        f"第 {place} 条被改写：{item.item} 第 {item.rev} 版（{published.path}）。"
        f"原来：{was}；现在：{is_now}",
        f"Entry {place} was rewritten: {item.item} version {item.rev} ({published.path}). "
        f"Before: {was}; now: {is_now}",
    )


def _told(raw: bytes) -> str:
    """An entry in one line, as far as it is one."""
    try:
        event = entry.parse(raw)
    except entry.BadEntry:
        return f"sha256 {entry.leaf_hash(raw).hex()[:16]}"
    words = [event.item, f"r{event.rev}", event.type, event.org, event.time, event.reason]
    return " ".join(word for word in [*words, event.root[:16]] if word)


def main(arguments: Sequence[str] | None = None) -> int:
    """Look once, or again and again; returns the exit status, of many looks the worst."""
    given = _parser().parse_args(arguments)
    worst = WELL
    while True:
        status = _look(given)
        worst = REWRITTEN if REWRITTEN in (status, worst) else max(status, worst)
        if given.once or not given.interval:
            return worst
        try:
            time.sleep(given.interval)
        except KeyboardInterrupt:
            return worst


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ledger.monitor", description="监看公开记录。Watch a published log."
    )
    parser.add_argument(
        "url", metavar="URL", help="如 https://gk.example.gov.cn/ledger，或下载好的目录"
    )
    parser.add_argument(
        "vkey",
        metavar="VKEY",
        nargs="+",
        help="公钥，与印出来的一致；换密钥时可给两把，也可加联署者的",
    )
    parser.add_argument("--state", type=Path, default=Path("ledger-monitor"), metavar="FOLDER")
    parser.add_argument("--once", action="store_true", help="只看一次（默认）")
    parser.add_argument("--interval", type=_seconds, metavar="SECONDS", help="每隔若干秒再看")
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 1 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError("1 – 86400")
    return seconds


def _look(given: argparse.Namespace) -> int:
    """One look, said in words."""
    state = None
    try:
        verifiers = _verifiers(given.vkey)
        state = State(given.state)
        report = watch(opened(given.url), verifiers, state)
    except (Unreachable, BadTile) as error:
        return _say(CANNOT, f"读不到公开记录：{error}", f"The log cannot be read: {error}")
    except BadNote as error:
        return _say(
            REWRITTEN,
            f"签名不对：{chinese(str(error))}。换过密钥的话，见 {given.url}/keys.json",
            f"The signature is wrong: {error}. If the key was rotated, see {given.url}/keys.json",
        )
    except (OSError, ValueError, Damaged) as error:
        return _say(
            CANNOT, f"本机的存档有问题：{error}", f"The monitor's own state is damaged: {error}"
        )
    finally:
        if state is not None:
            state.close()
    for problem in report.problems:
        _say(REWRITTEN, *problem)
    if report.problems:
        return REWRITTEN
    for name in report.witnesses:
        _say(WELL, f"联署：{name}", f"Cosigned by {name}")
    return _say(
        WELL,
        f"没有改写，共 {report.size} 条",
        f"Nothing was rewritten; {report.size} entries",
    )


def _verifiers(vkeys: list[str]) -> list[Verifier]:
    """The log's keys first: the first one names the log."""
    found = [Verifier.from_vkey(vkey) for vkey in vkeys]
    return sorted(found, key=lambda verifier: verifier.kind == COSIGNATURE)


def _say(status: int, in_chinese: str, in_english: str) -> int:
    stream = sys.stdout if status == WELL else sys.stderr
    stream.write(f"{in_chinese}\n{in_english}\n")
    stream.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
