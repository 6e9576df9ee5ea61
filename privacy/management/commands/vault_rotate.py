from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from privacy import vault
from privacy.models import VaultObject


class Command(BaseCommand):
    help = "把保险箱对象的数据密钥改用 VAULT_KEYS 的第一把钥匙包裹；完成后才可删去旧钥匙。"

    def handle(self, **options):
        rewrapped, failed = 0, 0
        for sealed in VaultObject.objects.filter(erased_at=None).iterator(chunk_size=500):
            try:
                rewrapped += vault.rewrap(sealed)
            except vault.VaultErased:
                continue
            except vault.VaultUnavailable as error:
                failed += 1
                self.stderr.write(str(error))
        self.stdout.write(_("已改用新钥匙：%(count)d 个") % {"count": rewrapped})
        if failed:
            raise CommandError(
                _("%(count)d 个对象打不开，旧钥匙还不能删除。") % {"count": failed}, returncode=1
            )
