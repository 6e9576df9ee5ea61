import sys

from django.core.management.base import BaseCommand

from search.alerts import bounces, mails


class Command(BaseCommand):
    help = (
        "从标准输入读一封退信：地址确实不存在的订阅记一次，三次就删除。由邮件服务器逐封调用，"
        "见 docs/operator.md。"
    )

    def handle(self, *args, **options):
        subscriber = bounces.returned(sys.stdin.buffer.read(bounces.LARGEST))
        if subscriber is not None:
            mails.refused(subscriber)
        self.stdout.write("记了一次退信。" if subscriber else "不是退信，或订阅已经不在。")
