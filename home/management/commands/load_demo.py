"""Fill a site with the demo: documents, notices, accounts, work in progress. Safe to run again."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

from disclosure.models import DisclosurePage
from home.demo import corpus
from home.demo.accounts import ACCOUNTS, PASSWORD, assign_reviewers, ensure_accounts
from home.demo.asked import ensure_asked
from home.demo.coverage import ensure_coverage
from home.demo.duties import ensure_duties
from home.demo.files import ensure_files
from home.demo.lists import ensure_lists
from home.demo.withheld import ensure_withheld
from home.demo.work import ensure_work


class Command(BaseCommand):
    help = "载入示例：文件、公告、账号和进行中的工作。可重复运行，中断后接着做。"

    def handle(self, *args, **options):
        self.started = time.monotonic()
        call_command("setup_site", stdout=self.stdout)
        users = ensure_accounts()
        self._say("账号已就绪")
        if corpus.is_loaded():
            self._say("文件和公告已载入")
        else:
            self._load(users)
        self._say(f"进行中的工作：新增{ensure_work(users)}")
        self._say(f"带附件的信息：新增{ensure_files(users)}")
        self._say(f"名册：新增{ensure_lists(users)}")
        self._say(f"不公开事项：新增{ensure_withheld(users)}")
        self._say(f"公开义务：新增{ensure_duties(users)}")
        self._say(ensure_coverage())
        self._say(f"检索维护：新增{ensure_asked(users)}")
        self._farewell()

    def _load(self, users):
        assign_reviewers(users, corpus.map_issuers())
        self._say("正在载入文件和公告，首次约需一两分钟")
        corpus.load(
            cleared_by=users["reviewer"],
            released_by=users["publisher"],
            report=lambda problem: self.stderr.write(f"第{problem.row}行：{problem.reason}"),
            progress=self._progress,
        )

    def _progress(self, counts):
        self._say(f"已处理{counts['rows']}条，已公开{counts['released']}条")

    def _say(self, sentence):
        self.stdout.write(f"[{time.monotonic() - self.started:5.1f}秒] {sentence}")

    def _farewell(self):
        live = DisclosurePage.objects.released().count()
        self.stdout.write(f"公开信息{live}条。")
        self.stdout.write(
            "改动会被查出、改写会被拒绝：/verify/ 的“试一试”，或 manage.py show_tampering 。"
        )
        self.stdout.write(
            "各单位公开得怎么样：/scoreboard/ ，在自己的电脑上重新计算：docs/coverage.md 。"
        )
        self.stdout.write("后台地址 /admin/ ，示例账号（仅供演示）：")
        for name, shown, *_rest in ACCOUNTS:
            self.stdout.write(f"  {name:<10} {PASSWORD}   {shown}")
