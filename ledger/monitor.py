"""`python -m ledger.monitor URL VKEY --state FOLDER`: watch somebody's log from outside.

Keeps its own copy of every leaf and entry; what was once published and later reads otherwise is
named with its place and item. Needs only `cryptography`.

Exit status: 0 the log only grew, 1 it was rewritten, shrank or breaks its rules, 2 not reachable
or bad usage. Run it at another place than the log, every few minutes.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import entry, tiles, tree
from .checkpoint import Checkpoint
from .checkpoint import verified as verified_checkpoint
from .log_tiles import BadTile
from .note import BadNote, Verifier
from .remote import RemoteLog, Unreachable

REWRITTEN, CANNOT = 1, 2
MOST_NAMED = 50


class State:
    """What this monitor saw last: signed checkpoint, all leaves, all entries."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, verifier: Verifier) -> tuple[Checkpoint | None, list[bytes], list[bytes]]:
        """BadNote or ValueError when somebody changed the monitor's own files."""
        try:
            text = (self.folder / "checkpoint").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None, [], []
        seen = verified_checkpoint(text, verifier.name, [verifier])
        leaves = tiles.split_hashes((self.folder / "leaves").read_bytes())[: seen.size]
        entries = tiles.unbundle((self.folder / "entries").read_bytes())[: seen.size]
        if len(leaves) != seen.size or len(entries) != seen.size:
            raise ValueError("the monitor's own state is cut")
        if tree.root(tree.nodes_of(leaves), seen.size) != seen.root:
            raise ValueError("the monitor's own state was changed")
        return seen, leaves, entries

    def save(self, text: str, leaves: list[bytes], entries: list[bytes]) -> None:
        """The checkpoint last: after a crash the state is the old one or the new one."""
        self._replace("leaves", b"".join(leaves))
        self._replace("entries", tiles.bundle(entries))
        self._replace("checkpoint", text.encode())

    def _replace(self, name: str, content: bytes) -> None:
        unfinished = self.folder / f".{name}.part"
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, self.folder / name)


def watch(log: RemoteLog, verifier: Verifier, state: State) -> tuple[int, list[str]]:
    """(size seen, what is wrong). The state moves on only when nothing is."""
    seen, leaves, entries = state.load(verifier)
    text, now = log.checkpoint(verifier)
    if now.size < len(leaves):
        return now.size, [f"变短了：曾有 {len(leaves)} 条，现有 {now.size} 条"]
    new_leaves = log.leaves(len(leaves), now.size)
    new_entries = log.entries(len(leaves), now.size)
    grown = leaves + new_leaves
    # The root over our own copy of the old leaves and the new ones decides; tiles are only claims.
    if tree.root(tree.nodes_of(grown), now.size) != now.root:
        published = log.leaves(0, now.size)
        return now.size, _rewritten(leaves, entries, published) or ["数据块与检查点的根不符"]
    problems = [
        f"第 {len(leaves) + at + 1} 条的内容与它的指纹不符"
        for at, (raw, leaf) in enumerate(zip(new_entries, new_leaves, strict=True))
        if entry.leaf_hash(raw) != leaf
    ]
    problems += _against_rules(entries, new_entries)
    if not problems and (seen is None or now.size > seen.size):
        state.save(text, grown, entries + new_entries)
    return now.size, problems[:MOST_NAMED]


def _rewritten(leaves: list[bytes], entries: list[bytes], published: list[bytes]) -> list[str]:
    """Places where the log reads otherwise than when this monitor first read it."""
    found = []
    for index, (mine, theirs) in enumerate(zip(leaves, published, strict=False)):
        if mine != theirs:
            event = entry.parse(entries[index])
            found.append(f"第 {index + 1} 条被改写：{event.item} 第 {event.rev} 版")
    return found[:MOST_NAMED]


def _against_rules(old: list[bytes], new: list[bytes]) -> list[str]:
    """New entries that break the order of an item's events or of time (§4)."""
    heads: dict[str, tuple[int, entry.Event]] = {}
    last_time, problems = "", []
    for index, raw in enumerate([*old, *new]):
        try:
            event = entry.parse(raw)
        except entry.BadEntry as error:
            problems.append(f"第 {index + 1} 条不合规定：{error}")
            continue
        before = heads.get(event.item)
        follows = (before[1].rev + 1, before[0]) if before else (1, -1)
        if (event.rev, event.prev) != follows or event.time < last_time:
            problems.append(f"第 {index + 1} 条的次序不对：{event.item} 第 {event.rev} 版")
        heads[event.item], last_time = (index, event), event.time
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    """One look at the log; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ledger.monitor", description="监看公开记录。")
    parser.add_argument("url", metavar="网址", help="如 https://gk.example.gov.cn/ledger")
    parser.add_argument("vkey", metavar="公钥", help="与印出来的一致")
    parser.add_argument("--state", type=Path, default=Path("ledger-monitor"), metavar="目录")
    given = parser.parse_args(arguments)
    try:
        verifier = Verifier.from_vkey(given.vkey)
        size, problems = watch(RemoteLog(given.url), verifier, State(given.state))
    except (Unreachable, BadTile) as error:
        sys.stderr.write(f"读不到公开记录：{error}\n")
        return CANNOT
    except BadNote as error:
        sys.stderr.write(f"签名不对：{error}\n")
        return REWRITTEN
    except (OSError, ValueError) as error:
        sys.stderr.write(f"本机的存档有问题：{error}\n")
        return CANNOT
    for problem in problems:
        sys.stderr.write(problem + "\n")
    if problems:
        return REWRITTEN
    sys.stdout.write(f"没有改写，共 {size} 条\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
