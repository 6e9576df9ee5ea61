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

from . import commitments, entry, receipt
from .note import BadNote, Verifier
from .receipt import BadReceipt, Receipt

SAYS = {
    "entry": "公开记录里有这一版；没有给出内容，所以只核对了记录本身",
    "content": "内容与公开的一致",
    "partial": "留下的内容与公开的一致；其余部分后来删去，不能再核对",
    "withdrawn": "这是一条撤下的记录",
}
REFUSED, BAD_USAGE = 1, 2


class BadInput(Exception):
    """A file that cannot be read, or a key that is none."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, say the result in one screen, return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        verifiers = [Verifier.from_vkey(text) for text in _keys(given)]
        held = receipt.parse(_text(given.receipt))
        copy, files = _sorted_out(given.files)
        result = receipt.verify(
            held, copy, origin=given.origin or verifiers[0].name, verifiers=verifiers
        )
        attached = {path: _attachment(held, path) for path in files}
    except BadReceipt as error:
        part = f"（部分：{error.part}）" if error.part else ""
        return _say(f"核对没有通过：{error}{part}", REFUSED)
    except (BadInput, BadNote) as error:
        return _say(f"用法不对：{error}", BAD_USAGE)
    foreign = [path for path, part in attached.items() if not part]
    for path in foreign:
        _say(f"不在这一版的附件里：{path.name}", REFUSED)
    if foreign:
        return REFUSED
    return _say(_told(result, held, attached), 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ledger.verify", description="核对公开凭证。")
    parser.add_argument("receipt", type=Path, metavar="凭证", help=".tlog-proof 文件")
    parser.add_argument("files", type=Path, nargs="*", metavar="文件", help="parts.json 和附件")
    parser.add_argument("--vkey", action="append", default=[], help="公钥，与印出来的一致")
    parser.add_argument("--vkeys", type=Path, help="公钥文件，每行一个")
    parser.add_argument("--origin", help="公开记录的名称，默认取第一把公钥的名称")
    return parser


def _keys(given: argparse.Namespace) -> list[str]:
    found = [*given.vkey, *(_text(given.vkeys).split() if given.vkeys else [])]
    if not found:
        raise BadInput("请用 --vkey 或 --vkeys 给出公钥")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不出 {path.name}") from error


def _sorted_out(files: list[Path]) -> tuple[dict[str, str] | None, list[Path]]:
    """The copy of the content among the files, and the attachments."""
    copy, others = None, []
    for path in files:
        found = _copy_in(path)
        if found is None or copy is not None:
            others.append(path)
        else:
            copy = found
    return copy, others


def _copy_in(path: Path) -> dict[str, str] | None:
    """The object of a parts.json; None for any other file."""
    if path.suffix != ".json":
        return None
    try:
        found = json.loads(_text(path))
    except (ValueError, RecursionError, BadInput):
        return None
    is_copy = isinstance(found, dict) and all(map(commitments.PART_ID.fullmatch, found))
    return found if is_copy else None


def _attachment(held: Receipt, path: Path) -> str:
    """Which attachment of the version a file is, '' for none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise BadInput(f"读不出 {path.name}") from error
    for part, committed in held.manifest:
        if part.startswith("a/") and part in held.salts:
            made = commitments.commitment(held.salts[part], part, digest.hexdigest())
            if made == committed:
                return part
    return ""


def _told(result: str, held: Receipt, attached: dict[Path, str]) -> str:
    event = entry.parse(held.entry)
    lines = [
        SAYS[result],
        f"索引号 {event.item}，第 {event.rev} 版，{event.type}，{event.org}，{event.time}",
        f"公开记录第 {held.index + 1} 条",
        *[f"附件 {path.name}：{part}" for path, part in attached.items()],
        "证明这一版在这个时间公开过，不证明之后一直有效。",
    ]
    return "\n".join(lines)


def _say(text: str, status: int) -> int:
    (sys.stdout if status == 0 else sys.stderr).write(text + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
