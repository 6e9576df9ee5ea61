"""`python -m supervision.recompute EXPORT [--vkey VKEY] [--log PLACE]`: compute the published rates
of coverage and timeliness again, without this site's server, database or framework.

EXPORT is the downloaded ZIP or the folder it was unpacked to. With --vkey (the key of the log, as
it is printed and published) the signature is checked; with --log (the address of the log or a
copied folder) every publication is looked up in it. Needs only Python and `cryptography`.

Exit status: 0 all agrees, 1 something does not, 2 bad usage or not readable.
"""

import argparse
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ledger.note import BadNote, Verifier
from ledger.remote import Unreachable
from ledger.remote import opened as opened_log
from ledger.tiles import BadTile
from supervision.coverage import figures_file, logged, package
from supervision.coverage.checking import MOST_NAMED, Result, check
from supervision.coverage.manifest import Manifest
from supervision.coverage.measure import Figures, percent

WELL, DIFFERS, CANNOT = 0, 1, 2
HEADINGS = ("单位", "应公开", "按期", "晚于期限", "未公开", "签无内容", "公开率", "按期率")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print one table and the verdict, return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        verifiers = [Verifier.from_vkey(text) for text in _keys(given)]
        if given.log and not verifiers:
            raise BadNote("--log needs a --vkey")
        result = check(package.opened(given.export), verifiers)
        if given.log and result.manifest:
            _look_into_log(given.log, verifiers, result, result.manifest)
    except (BadNote, package.BadPackage, OSError, UnicodeDecodeError) as error:
        return _say(CANNOT, f"用法不对或文件读不出：{error}", f"Bad usage or not readable: {error}")
    except (Unreachable, BadTile) as error:
        return _say(CANNOT, f"公开记录读不出：{error}", f"The log cannot be read: {error}")
    _print(result)
    return _verdict(result)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m supervision.recompute",
        description="重新计算公开率和按期率。Compute the published rates again.",
    )
    parser.add_argument("export", type=Path, metavar="EXPORT", help="下载的 ZIP，或解开后的文件夹")
    parser.add_argument("--vkey", action="append", default=[], help="公开记录的公钥")
    parser.add_argument("--vkeys", type=Path, help="公钥文件，每行一个")
    parser.add_argument("--log", help="公开记录的地址，或复制下来的文件夹")
    return parser


def _keys(given: argparse.Namespace) -> list[str]:
    return [*given.vkey, *(given.vkeys.read_text("utf-8").split() if given.vkeys else [])]


def _look_into_log(place: str, verifiers: list[Verifier], result: Result, found: Manifest) -> None:
    try:
        days = logged.days_of(opened_log(place), verifiers, found.log)
    except logged.OtherLog as error:
        result.add("公开记录和清单里写的对不上", f"The log is another one: {error}")
        return
    outcome = logged.compared(result.facts, days, found.as_of)
    _out(f"公开记录里核对到 {outcome.found} 次公开，日期相同。")
    _out(f"{outcome.found} publications are in the log on the same day.")
    if outcome.before_log:
        _out(f"{outcome.before_log} 次公开早于公开记录的记载（例如从旧网站转来的）。")
        _out(f"{outcome.before_log} are dated before the log knows them (taken over, for example).")
    for item in outcome.unknown[:MOST_NAMED]:
        result.add(f"公开记录里没有 {item}", f"{item} is not in the log")
    for item in outcome.other_day[:MOST_NAMED]:
        result.add(f"{item} 的日期与公开记录不同", f"The log has other days for {item}")


def _print(result: Result) -> None:
    """The total and every unit, by code."""
    if not result.figures:
        return
    of_units = [(k, f) for (scope, k), f in result.figures.items() if scope == figures_file.UNIT]
    _row(HEADINGS)
    _row(_cells("合计 Total", result.figures[figures_file.TOTAL, ""]))
    for unit, found in sorted(of_units, key=lambda pair: pair[0]):
        _row(_cells(result.names.get(unit, unit), found))


def _cells(name: str, found: Figures) -> tuple[str, ...]:
    numbers = (found.owed, found.on_time, found.late, found.missing, found.nothing)
    rates = (percent(found.coverage), percent(found.timeliness))
    return (name, *map(str, numbers), *(f"{rate}%" if rate else "–" for rate in rates))


def _row(cells: Sequence[str]) -> None:
    first, *others = cells
    _out(_padded(first, 28) + "".join(" " * (9 - _width(cell)) + cell for cell in others))


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _verdict(result: Result) -> int:
    for in_chinese, in_english in result.problems:
        _say(DIFFERS, in_chinese, in_english)
    if result.problems or result.manifest is None:
        return _say(DIFFERS, "不一致", "Does not agree")
    signed = (
        ("签名有效", "the signature is valid")
        if result.is_signed
        else ("没有给公钥，签名没有核对", "no key was given, so the signature was not checked")
    )
    day = result.manifest.as_of
    return _say(
        WELL,
        f"一致：重新算出的数字和公布的完全相同（截至 {day}，{signed[0]}）",
        f"Agrees: the figures computed here are those published (as of {day}; {signed[1]})",
    )


def _say(status: int, in_chinese: str, in_english: str) -> int:
    for text in (in_chinese, in_english):
        (sys.stdout if status == WELL else sys.stderr).write(f"{_printable(text)}\n")
    return status


def _out(text: str) -> None:
    sys.stdout.write(f"{_printable(text)}\n")


def _printable(text: str) -> str:
    """Names come from a file that somebody may have changed: none may steer the terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


if __name__ == "__main__":
    sys.exit(main())
