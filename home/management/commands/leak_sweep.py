import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure.evidence import withheld_values
from disclosure.models import Clearance
from privacy import sweep, vault
from privacy.needles import Needles


class Command(BaseCommand):
    help = (
        "在全部数据表、索引、运行文件、日志、邮件和数据库文件的原始字节里查找不应存在的个人信息。"
        "不给出清单时，查找各次审查中决定不公开的号码。发现任何一处，退出码为 1。"
    )

    def add_arguments(self, parser):
        given = parser.add_mutually_exclusive_group()
        given.add_argument("--needle-file", metavar="文件", help="每行一个要查找的内容（UTF-8）")
        given.add_argument("--stdin", action="store_true", help="从标准输入读取，每行一个")
        parser.add_argument("--json", action="store_true", help="每处一行 JSON")

    def handle(self, *, needle_file, stdin, json: bool, **options):
        wanted = Needles(self._values(needle_file, stdin))
        if not wanted and (stdin or needle_file):
            raise CommandError(_("没有可查找的内容。"), returncode=2)
        found = 0
        for hit in sweep.everywhere(wanted) if wanted else ():
            found += 1
            self.stdout.write(_as_json(hit) if json else str(hit))
        if found:
            sys.exit(1)
        if not json:
            self.stdout.write(_("没有发现：共查找 %(count)d 项。") % {"count": len(wanted)})

    def _values(self, needle_file, stdin) -> list[str]:
        if stdin:
            return sys.stdin.read().splitlines()
        if needle_file is None:
            return _withheld_numbers()
        try:
            return Path(needle_file).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("读不了清单文件：%s") % type(error).__name__, returncode=2
            ) from error


def _withheld_numbers() -> list[str]:
    """What reviewers decided to withhold, from the vault; short names would hit other persons."""
    cleared = Clearance.objects.exclude(withheld_id=None)
    values: set[str] = set()
    for clearance in cleared.iterator(chunk_size=500):
        try:
            values.update(withheld_values(clearance))
        except vault.VaultErased:
            continue  # its time of keeping is over
        except vault.VaultUnavailable as error:
            raise CommandError(_("保险箱打不开：%s") % error, returncode=2) from error
    return [needle.value for needle in Needles(values).needles if needle.has_many_digits]


def _as_json(hit: sweep.Hit) -> str:
    return json.dumps(
        {"needle": hit.needle, "where": hit.where, "place": hit.place, "row": hit.row},
        ensure_ascii=False,
    )
