"""Import items from JSONL, CSV or XLSX (also .gz) as drafts, or release what was public already."""

import csv
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand

from disclosure.models import Unit
from home.importing.clearing import rule_account
from home.importing.reading import UnreadableFile
from home.importing.run import Importer, Options, Problem

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = (
        "导入：字段 title text issuer date docnum domain catalogue source_id（或相应中文表头）。"
        "退出码：0 正常，1 有未导入的行，2 文件或参数有误。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--unit", metavar="CODE", help="整个文件归入此单位")
        parser.add_argument(
            "--already-public", action="store_true", help="没有发现个人信息的条目按导入规则直接公开"
        )
        parser.add_argument("--errors", metavar="FILE", help="把未导入的行写入此CSV文件")

    def handle(self, *args, file, dry_run, unit, already_public, errors, **options):
        self.started, self.shown = time.monotonic(), 0
        chosen = Options(
            unit=self._unit(unit) if unit else None, dry_run=dry_run, already_public=already_public
        )
        if already_public and not dry_run:
            chosen.cleared_by = rule_account()
        sink = self._sink(errors)
        importer = Importer(chosen, lambda problem: self._report(problem, sink), self._progress)
        try:
            path = Path(file)
            counts = importer.import_file(path, _digest(path))
        except UnreadableFile as problem:
            self._progress(importer.counts)
            self._stop(str(problem))
        except KeyboardInterrupt:
            self._progress(importer.counts)
            self.stderr.write("已中断。再次运行同一命令会接着做。")
            sys.exit(1)
        finally:
            if sink:
                sink.close()
        self._summary(counts, dry_run, already_public)
        if counts["errors"]:
            sys.exit(1)

    def _unit(self, code):
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            self._stop(f"没有代码为 {code} 的公开主体")
        return unit

    def _sink(self, errors):
        if not errors:
            return None
        try:
            sink = Path(errors).open("w", encoding="utf-8-sig", newline="")  # noqa: SIM115
        except OSError as problem:
            self._stop(f"无法写入错误报告：{problem.strerror}")
        csv.writer(sink).writerow(["row", "column", "reason"])
        return sink

    def _report(self, problem: Problem, sink) -> None:
        if sink:
            csv.writer(sink).writerow([problem.row, problem.column, problem.reason])
        if self.shown < SHOWN_PROBLEMS:
            place = f"第{problem.row}行" + (f" {problem.column}" if problem.column else "")
            self.stderr.write(f"{place}：{problem.reason}")
        elif self.shown == SHOWN_PROBLEMS:
            self.stderr.write("…… 其余问题见错误报告（--errors）")
        self.shown += 1

    def _progress(self, counts: Counter) -> None:
        seconds = max(time.monotonic() - self.started, 0.001)
        self.stdout.write(
            f"已读{counts['rows']}行：草稿{counts['drafted']}，公开{counts['released']}，"
            f"待对应{counts['held']}，已有{counts['skipped']}，有误{counts['errors']}"
            f"（每秒{counts['rows'] / seconds:.0f}行）"
        )

    def _summary(self, counts: Counter, dry_run: bool, already_public: bool) -> None:
        self._progress(counts)
        if dry_run:
            self.stdout.write("这是试运行，没有写入任何内容。")
            return
        if counts["held"]:
            self.stdout.write(
                "有发文机关未对应公开主体：请在后台“发文机关对应”中选定，条目随即转为草稿。"
            )
        if already_public and counts["review"]:
            self.stdout.write(
                f"{counts['review']}条疑有个人信息或领域待确认，保留为草稿等待人工处理。"
            )

    def _stop(self, sentence: str):
        self.stderr.write(sentence)
        sys.exit(2)


def _digest(path: Path) -> str:
    """SHA-256 of the file; UnreadableFile when it cannot be opened."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile("不是普通文件")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "文件名无效"
        raise UnreadableFile(f"无法读取文件：{reason}") from problem
