"""Answer questions about working days, publicity periods and reply clocks from a file."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from disclosure.calendars import current_calendar, shipped_overrides
from disclosure.day_requests import BadRequest, answer
from disclosure.workcalendar import WorkCalendar

LONGEST_LINE = 1_000_000


class Command(BaseCommand):
    help = "逐行读取JSON请求，输出到期日和逐日说明。退出码：0 正常，2 输入有误。"
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument(
            "--jsonl", required=True, metavar="IN", help="请求文件，每行一个JSON对象"
        )

    def handle(self, *args, jsonl, **options):
        try:
            file = Path(jsonl).open("rb")  # noqa: SIM115  closed by the with below
        except (OSError, ValueError) as problem:
            self.stderr.write(f"无法读取文件：{getattr(problem, 'strerror', None) or problem}")
            sys.exit(2)
        calendar = self._calendar()
        bad = 0
        with file:
            for number, line in enumerate(file, start=1):
                if line.strip(b" \t\r\n\xef\xbb\xbf"):
                    bad += not self._answer(number, line, calendar)
        if bad:
            self.stderr.write(f"{bad}行有误，其余各行已计算。")
            sys.exit(2)

    def _calendar(self):
        try:
            return current_calendar()
        except DatabaseError:
            self.stderr.write("数据库不可用：仅按随附日历计算，未计入本单位录入的调整。")
            return WorkCalendar(shipped_overrides())

    def _answer(self, number, line, calendar) -> bool:
        """Write the result of one line; False when it could not be answered."""
        request = None
        try:
            request = _request(line)
            result = answer(request, calendar)
        except BadRequest as problem:
            self.stderr.write(f"第{number}行：{problem}")
            known = {"id": request["id"]} if isinstance(request, dict) and "id" in request else {}
            self.stdout.write(_json(known | {"line": number, "error": str(problem)}))
            return False
        self.stdout.write(_json(result))
        return True


def _json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False)


def _request(line: bytes) -> object:
    if len(line) > LONGEST_LINE:
        raise BadRequest("该行过长")
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BadRequest("不是UTF-8编码") from problem
    except (ValueError, RecursionError) as problem:
        raise BadRequest("不是有效的JSON") from problem
