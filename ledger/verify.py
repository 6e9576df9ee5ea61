"""`python -m ledger.verify RECEIPT [FILES] --vkey VKEY`: check a receipt without this software's
server, database or framework (verification specification §6). Needs only `cryptography`.

Exit status: 0 proved, 1 refused, 2 bad usage.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import commitments, entry, receipt
from .note import BadNote, Verifier
from .receipt import BadReceipt, Receipt
from .words import chinese

SAYS = {
    "entry": (
        "公开记录里有这一版；没有给出内容，所以只核对了记录本身",
        "This version is in the log; no content was given, so only the entry was checked",
    ),
    "content": ("内容与公开的一致", "The content is what was published"),
    "partial": (
        "留下的内容与公开的一致；其余部分后来删去，不能再核对",
        "What is left is what was published; the rest was removed and cannot be checked any more",
    ),
    "withdrawn": ("这是一条撤下的记录", "This is the record of a withdrawal"),
}
REFUSED, BAD_USAGE = 1, 2
LARGEST_TEXT = 64 * 1024 * 1024  # bytes of a receipt or a parts.json


class BadInput(Exception):
    """A file that cannot be read, or a key that is none: (Chinese, English)."""

    def __init__(self, chinese: str, english: str):
        super().__init__(english)
        self.told = (chinese, english)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, say the result in one screen, return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        verifiers = [Verifier.from_vkey(text) for text in _keys(given)]
        held = receipt.parse(_text(given.receipt))
        copy, files = _sorted_out(given.files)
        origin = given.origin or verifiers[0].name
        result = receipt.verify(held, copy, origin=origin, verifiers=verifiers)
        attached = {path: _attachment(held, path) for path in files}
    except BadReceipt as error:
        where = (f"（部分：{error.part}）", f" (part: {error.part})") if error.part else ("", "")
        return _say(
            REFUSED,
            f"核对没有通过：{chinese(str(error))}{where[0]}",
            f"Refused: {error}{where[1]}",
        )
    except BadNote as error:
        return _say(BAD_USAGE, f"用法不对：{chinese(str(error))}", f"Bad usage: {error}")
    except BadInput as error:
        return _say(BAD_USAGE, f"用法不对：{error.told[0]}", f"Bad usage: {error.told[1]}")
    foreign = [path for path, part in attached.items() if not part]
    for path in foreign:
        _say(
            REFUSED,
            f"不在这一版的附件里：{path.name}",
            f"Not an attachment of this version: {path.name}",
        )
    return REFUSED if foreign else _say(0, *_told(result, held, attached))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ledger.verify", description="核对公开凭证。Check a receipt."
    )
    parser.add_argument("receipt", type=Path, metavar="RECEIPT", help=".tlog-proof 文件")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="parts.json 和附件")
    parser.add_argument("--vkey", action="append", default=[], help="公钥，与印出来的一致")
    parser.add_argument("--vkeys", type=Path, help="公钥文件，每行一个")
    parser.add_argument("--origin", help="公开记录的名称，默认取第一把公钥的名称")
    return parser


def _keys(given: argparse.Namespace) -> list[str]:
    found = [*given.vkey, *(_text(given.vkeys).split() if given.vkeys else [])]
    if not found:
        raise BadInput("请用 --vkey 或 --vkeys 给出公钥", "give a key with --vkey or --vkeys")
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_TEXT + 1)
        if len(raw) > LARGEST_TEXT:
            raise BadInput(f"{path.name} 太大", f"{path.name} is too large")
        return raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不出 {path.name}", f"cannot read {path.name}") from error


def _sorted_out(files: list[Path]) -> tuple[dict[str, Any] | None, list[Path]]:
    """The copy of the content among the files, and the attachments."""
    copy, others = None, []
    for path in files:
        found = _copy_in(path) if copy is None else None
        if found is None:
            others.append(path)
        else:
            copy = found
    return copy, others


def _copy_in(path: Path) -> dict[str, Any] | None:
    """The object of a parts.json; None for any other file."""
    if path.suffix != ".json":
        return None
    try:
        found = json.loads(_text(path), object_pairs_hook=_without_repeats)
    except BadReceipt:
        raise
    except (ValueError, RecursionError, BadInput):
        return None
    if not isinstance(found, dict):
        return None
    return found if not found or any(map(_is_part, found)) else None


def _is_part(name: str) -> bool:
    return commitments.PART_ID.fullmatch(name) is not None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadReceipt("repeated key", name)
        found[name] = value
    return found


def _attachment(held: Receipt, path: Path) -> str:
    """Which attachment of the version a file is, '' for none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise BadInput(f"读不出 {path.name}", f"cannot read {path.name}") from error
    for part, committed in held.manifest:
        if part.startswith("a/") and part in held.salts:
            made = commitments.commitment(held.salts[part], part, digest.hexdigest())
            if made == committed:
                return part
    return ""


def _told(result: str, held: Receipt, attached: dict[Path, str]) -> tuple[str, str]:
    event = entry.parse(held.entry)
    place = held.index + 1
    in_chinese = [
        SAYS[result][0],
        f"索引号 {event.item}，第 {event.rev} 版，{event.type}，{event.org}，{event.time}",
        f"公开记录第 {place} 条",
        *[f"附件 {path.name}：{part}" for path, part in attached.items()],
        "证明这一版在这个时间公开过，不证明之后一直有效。",
    ]
    in_english = [
        SAYS[result][1],
        f"Item {event.item}, version {event.rev}, {event.type}, {event.org}, {event.time}",
        f"Entry {place} of the log",
        *[f"Attachment {path.name}: {part}" for path, part in attached.items()],
        "Proved is that this version was published at that time, not that it is still valid.",
    ]
    return "\n".join(in_chinese), "\n".join(in_english)


def _say(status: int, in_chinese: str, in_english: str) -> int:
    (sys.stdout if status == 0 else sys.stderr).write(f"{in_chinese}\n{in_english}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
