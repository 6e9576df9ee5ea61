import json as json_module
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ledger.keys import BadKeyFile
from ledger.note import BadNote
from ledger.refusals import RefusedToSign, refusal_of, told
from ledger.restoring import Loss, restore
from ledger.tree import BadProof

REFUSED = 3


class Command(BaseCommand):
    help = (
        "从备份恢复数据库之后使用：从已发布的数据块补回缺少的记录，逐条列出内容已丢失的信息，"
        "和备份里又出现的、本已撤下的内容。有损失时退出码为 1，记录对不上时为 3。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="每条一行 JSON")

    def handle(self, *, json: bool, **options):
        try:
            losses = restore()
        except (RefusedToSign, BadNote, BadProof, BadKeyFile, OSError, ValueError) as error:
            refusal = refusal_of(error)
            why = told(refusal.kind, refusal.detail)
            raise CommandError(_("不能恢复：%s") % why, returncode=REFUSED) from error
        for loss in losses:
            self.stdout.write(
                json_module.dumps(asdict(loss), ensure_ascii=False) if json else _told(loss)
            )
        if losses:
            sys.exit(1)
        if not json:
            self.stdout.write(_("没有缺少的记录。"))


def _told(loss: Loss) -> str:
    words = {
        "content_lost": _("内容已丢失，请重新公开"),
        "withdrawn_again": _("备份里仍在公开，请重新撤下"),
        "removed_content_is_back": _("备份里又有了已删去的内容，请立即重新删去"),
    }
    return f"{loss.item} r{loss.rev} {loss.type} {words[loss.kind]}"
