"""Prepare a new site, or complete an old one: safe to run at every start."""

from django.core.management.base import BaseCommand
from django.db import transaction

from disclosure.catalogue import versions
from home.setup.catalogue import load_catalogue
from home.setup.duties import load_assignments
from home.setup.organisation import load_regions, load_units
from home.setup.site import ensure_columns, ensure_home
from search.teaching.seeding import seed_synonyms
from workflows.setup import install


class Command(BaseCommand):
    help = "载入行政区划、公开主体、公开目录、依据和页面结构；可重复运行，不覆盖已修改的内容。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--refresh", action="store_true", help="用随附文件覆盖区划、单位和目录的内容"
        )

    def handle(self, *args, refresh=False, **options):
        with transaction.atomic():
            self._say("行政区划", load_regions(refresh=refresh))
            self._say("公开主体", load_units(refresh=refresh))
            self._say("目录事项", load_catalogue(refresh=refresh))
            self._say("目录版本", int(versions.settle(is_refreshed=refresh) is not None))
            self._say("公开分工", load_assignments())
            self._say("同义词", seed_synonyms())
            home, made = ensure_home()
            self._say("首页", int(made))
            self._say("单位专栏", ensure_columns(home))
            install()
            self.stdout.write("审核流程和用户组：已就绪")

    def _say(self, what, made):
        self.stdout.write(f"{what}：新增{made}" if made else f"{what}：已是最新")
