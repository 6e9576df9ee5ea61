"""`vault_retention`: erase originals whose time is over, and prove it; after a restore, again."""

import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from privacy import retention, vault_files
from privacy.models import VaultObject

# Longer than any upload's transaction: younger files may belong to one that is still open.
SETTLED_AFTER_SECONDS = 3600


class Command(BaseCommand):
    help = (
        "销毁保存期已满的保险箱原件并留下证明；恢复备份后用 --after-restore 再次销毁已销毁的原件。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出，不销毁")
        parser.add_argument(
            "--after-restore", action="store_true", help="把备份里又出现的、已销毁过的原件再销毁"
        )
        parser.add_argument("--log", help="另存的销毁记录文件（vault-erasures.log）")

    def handle(self, *, dry_run, after_restore, log, **options):
        extra = self._extra(log)
        again = retention.alive_again(retention.erased_ids(extra)) if after_restore else []
        due, held = retention.due()
        stray = list(self._stray_files())
        self.stdout.write(
            _(
                "保存期满：%(due)d 个；仍在使用：%(held)d 个；备份带回：%(again)d 个；残留文件：%(stray)d 个"
            )
            % {"due": len(due), "held": len(held), "again": len(again), "stray": len(stray)}
        )
        for sealed in [*due, *again]:
            self.stdout.write(f"{sealed.pk} {sealed.kind} {sealed.retention_until or '-'}")
        if dry_run:
            return
        retention.give_terms()
        retention.erase_all(again, "after-restore")
        retention.erase_all(due, "retention")
        for path in stray:
            path.unlink(missing_ok=True)
        self._prove()

    def _prove(self):
        proven, waiting = retention.prove()
        self.stdout.write(_("已销毁并核实：%(count)d 个") % {"count": proven})
        for proof in waiting:
            self.stderr.write(
                f"{proof.vault_object} key={proof.key_gone} file={proof.file_gone} "
                f"database={proof.database_clean_at is not None}"
            )
        if waiting:
            sys.exit(1)

    def _extra(self, log: str | None) -> Path | None:
        if log and not Path(log).is_file():
            raise CommandError(_("没有这个文件：%(path)s") % {"path": log}, returncode=2)
        return Path(log) if log else None

    def _stray_files(self):
        """Left by a rolled back transaction or by a process killed between commit and delete."""
        kept = set(VaultObject.objects.filter(erased_at=None).values_list("pk", flat=True))
        for object_id, path in vault_files.stored():
            whole = path.suffix == vault_files.SUFFIX
            settled = time.time() - path.stat().st_mtime > SETTLED_AFTER_SECONDS
            if settled and not (whole and object_id in kept):
                yield path
