import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home import leaks
from privacy import sweep, vault
from privacy.needles import Needles


class Command(BaseCommand):
    help = (
        "在全部数据表、索引、运行文件、日志、邮件和数据库文件的原始字节里查找不应存在的个人信息。"
        "不给出清单时，查找各次审查中决定不公开的号码，并在每件信息自己的公开页面、接口、索引、"
        "附件和旧版本里查找决定不公开的全部内容（包括姓名）。发现任何一处，退出码为 1。"
    )

    def add_arguments(self, parser):
        given = parser.add_mutually_exclusive_group()
        given.add_argument("--needle-file", metavar="文件", help="每行一个要查找的内容（UTF-8）")
        given.add_argument("--stdin", action="store_true", help="从标准输入读取，每行一个")
        parser.add_argument("--json", action="store_true", help="每处一行 JSON")

    def handle(self, *, needle_file, stdin, json: bool, **options):
        given = self._values(needle_file, stdin)
        if given is not None and not given:
            raise CommandError(_("没有可查找的内容。"), returncode=2)
        looked_for, hits = self._given(given) if given else self._withheld()
        found = 0
        for hit in hits:
            found += 1
            self.stdout.write(_as_json(hit) if json else str(hit))
        if found:
            sys.exit(1)
        if not json:
            self.stdout.write(_("没有发现：共查找 %(count)d 项。") % {"count": looked_for})

    def _given(self, values: list[str]) -> tuple[int, Iterator[sweep.Hit]]:
        wanted = Needles(values)
        return len(wanted), sweep.everywhere(wanted)

    def _withheld(self) -> tuple[int, Iterator[sweep.Hit]]:
        """What reviewers decided to withhold, from the vault."""
        try:
            by_item = list(leaks.withheld_by_item())
        except vault.VaultUnavailable as error:
            raise CommandError(_("保险箱打不开：%s") % error, returncode=2) from error
        numbers = _numbers(value for _one, values in by_item for value in values)
        hits = chain(
            sweep.everywhere(numbers) if numbers else (),
            *(leaks.of_item(clearance, values) for clearance, values in by_item),
        )
        return sum(len(values) for _one, values in by_item), hits

    def _values(self, needle_file, stdin) -> list[str] | None:
        """What the caller gave, without blanks; None when nothing was given."""
        if stdin:
            text = sys.stdin.read()
        elif needle_file is None:
            return None
        else:
            try:
                text = Path(needle_file).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(
                    _("读不了清单文件：%s") % type(error).__name__, returncode=2
                ) from error
        return [needle.value for needle in Needles(text.splitlines()).needles]


def _numbers(values: Iterable[str]) -> Needles:
    """Values that mean the same person in any table of the site; short names may not."""
    return Needles(n.value for n in Needles(values).needles if n.has_many_digits)


def _as_json(hit: sweep.Hit) -> str:
    return json.dumps(
        {"needle": hit.needle, "where": hit.where, "place": hit.place, "row": hit.row},
        ensure_ascii=False,
    )
