"""Put in force the version of the catalogue whose day has come."""

from django.core.management.base import BaseCommand

from disclosure.catalogue.force import take_due


class Command(BaseCommand):
    help = "到了生效日期的目录版本生效；可重复运行。"

    def handle(self, *args, **options):
        self.stdout.write(f"生效的目录版本：{take_due()}")
