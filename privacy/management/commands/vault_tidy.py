import time

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import vault, vault_files
from privacy.models import VaultObject

# Longer than any upload's transaction: younger files may belong to one that is still open.
SETTLED_AFTER_SECONDS = 3600


class Command(BaseCommand):
    help = "销毁保存期已满的保险箱对象，并删除没有对象的残留文件。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只统计，不删除")

    def handle(self, *, dry_run, **options):
        due = VaultObject.objects.filter(erased_at=None, retention_until__lt=timezone.localdate())
        stray = list(self._stray_files())
        self.stdout.write(
            _("保存期满：%(due)d 个；残留文件：%(stray)d 个")
            % {"due": due.count(), "stray": len(stray)}
        )
        if dry_run:
            return
        for sealed in due:
            vault.erase(sealed)
        for path in stray:
            path.unlink(missing_ok=True)

    def _stray_files(self):
        """Left by a rolled back transaction or by a process killed between commit and delete."""
        kept = set(VaultObject.objects.filter(erased_at=None).values_list("pk", flat=True))
        for object_id, path in vault_files.stored():
            whole = path.suffix == vault_files.SUFFIX
            settled = time.time() - path.stat().st_mtime > SETTLED_AFTER_SECONDS
            if settled and not (whole and object_id in kept):
                yield path
