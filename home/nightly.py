"""What a site does every night, in order: end, tidy, then look whether all is as it should be.

Each step is a command of its own that an operator can call by hand; a step that fails or finds
something does not keep the others from running.
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import gettext_lazy as _
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

WELL, FOUND, FAILED = "well", "found", "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """One command with its arguments; `label` says what it looks at or does."""

    command: str
    label: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step went; `lines` are what it printed: places and kinds, never values."""

    step: Step
    status: str
    seconds: float
    lines: tuple[str, ...]


STEPS = (
    Step("take_catalogue", _("到期的目录版本生效")),
    Step("recompute", _("最迟公开日按工作日历重算")),
    Step("plan_duties", _("公开义务按目录和分工排定")),
    Step("end_periods", _("到期的名册撤下")),
    Step("drain_outbox", _("补做没有完成的更新")),
    Step("send_alerts", _("发出订阅邮件")),
    Step("vault_retention", _("销毁保存期满的原件")),
    Step("finish_scrubs", _("清除数据库里的残留")),
    Step("purge_asked", _("过期的检索统计删除")),
    Step("clearsessions", _("清理过期的登录状态")),
    Step("publish_coverage", _("公开率和按期率签名给出")),
    Step("check_site", _("网站按全国检查指标自查")),
    Step("check_live", _("公开内容与放行决定一致")),
    Step("ledger_check", _("公开记录与公开内容一致")),
    Step("rebuild_search", _("检索库与公开内容一致"), ("--check",)),
    Step("leak_sweep", _("决定不公开的内容哪里都没有")),
)


def steps() -> tuple[Step, ...]:
    """The steps of this installation: finished tasks are kept only where a worker does them, and
    only some have a cluster to look after."""
    found = list(STEPS)
    if settings.SEARCH_ENGINE == "elastic":
        found.append(Step("search_cluster", _("Elasticsearch 的状态和设置")))
    if isinstance(task_backends["default"], DatabaseBackend):
        found.append(Step("prune_db_task_results", _("清理做完的后台任务")))
    return tuple(found)


def run(steps: tuple[Step, ...], start: Callable[[Step], None] = bool) -> Iterator[Outcome]:
    """Run the steps one after the other; `start` is told before each."""
    for step in steps:
        start(step)
        began = time.monotonic()
        status, lines = _call(step)
        yield Outcome(step, status, time.monotonic() - began, lines)


def _call(step: Step) -> tuple[str, tuple[str, ...]]:
    out = io.StringIO()
    try:
        call_command(step.command, *step.arguments, stdout=out, stderr=out)
        status = WELL
    except SystemExit as end:
        status = WELL if not end.code else FOUND
    except CommandError as error:
        out.write(f"{error}\n")
        status = FAILED
    except Exception as error:  # noqa: BLE001  the next steps must run whatever this one met
        # The type alone: messages of the database quote what people wrote.
        out.write(f"{type(error).__name__}\n")
        status = FAILED
    return status, tuple(out.getvalue().splitlines())
