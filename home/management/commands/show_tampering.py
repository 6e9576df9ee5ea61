"""Two short acts: an altered notice is caught, and a rewritten log is refused."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo import tampering
from ledger import keys, monitor
from ledger.checkpoint import verified
from ledger.log_files import LogFolder
from ledger.models import LedgerEntry
from ledger.monitor_state import State
from ledger.note import verifier_of
from ledger.publisher import publish
from ledger.remote import FolderLog
from search import verify
from search.desk.examples import Example, example
from search.desk.verdict_page import heading_of

LINE = "─" * 66


class Command(BaseCommand):
    help = "演示：改动过的公告会被查出，改写过的公开记录会被拒绝。只用于演示站点，不改动任何数据。"

    def handle(self, **options):
        # A forged checkpoint under the true key must not come to exist on a real site.
        if not settings.OUTBOX_INLINE:
            raise CommandError("只能在演示站点上运行。Only on a demo site.", returncode=2)
        found = example()
        if found is None:
            raise CommandError(
                "站点里没有示例公告，请先运行 make demo。No example notices yet.", returncode=2
            )
        caught = self._altered_notice(found)
        refused = self._rewritten_log(found)
        if not (caught and refused):
            raise CommandError("演示没有得到应有的结果。", returncode=1)

    # -- act one ----------------------------------------------------------------------------
    def _altered_notice(self, shown: Example) -> bool:
        self._act("一、改一个数字，拿去核对", "1. One digit of a notice is changed")
        self._say(f"《{shown.title}》", shown.number)
        genuine, altered = verify.by_text(shown.genuine), verify.by_text(shown.altered)
        for label, text, verdict in (
            ("原句 as published", shown.genuine, genuine),
            ("改过 altered", shown.altered, altered),
        ):
            self._say(f"[{label}] {text}", f"→ {verdict.state}: {heading_of(verdict)}")
        for each in altered.differences:
            self._say(f"   公开的 published: {each.published}    手里的 in the copy: {each.copy}")
        return genuine.state in ("excerpt", "current") and altered.state == "altered"

    # -- act two ----------------------------------------------------------------------------
    def _rewritten_log(self, shown: Example) -> bool:
        self._act(
            "二、用真密钥改写公开记录", "2. The log is rewritten and signed with the true key"
        )
        publish()
        with tempfile.TemporaryDirectory(prefix="tampering-") as folder:
            state = State(Path(folder) / "monitor")
            try:
                return self._two_looks(Path(folder), state, shown)
            finally:
                state.close()

    def _two_looks(self, folder: Path, state: State, shown: Example) -> bool:
        signing, origin = keys.load(Path(settings.LEDGER_KEY_FILE)), settings.LEDGER_ORIGIN
        verifiers = [verifier_of(key, origin) for key in signing]
        published = LogFolder()
        now = verified(published.checkpoint() or "", origin, verifiers)
        honest, forged = folder / "honest", folder / "forged"
        shutil.copytree(published.base, honest)
        first = monitor.watch(FolderLog(honest), verifiers, state)
        self._say(
            f"监看者第一次看：{len(first.problems)} 个问题，共 {first.size} 条",
            f"An outside monitor looks: {len(first.problems)} problems, {first.size} entries",
        )
        entries = tampering.entries_of(published, now.size)
        row = LedgerEntry.objects.filter(item=shown.number).order_by("index").first()
        entries[row.index] = tampering.with_other_content(entries[row.index], shown.altered)
        tampering.write_log(forged, entries, origin, signing)
        self._say(
            f"有人把第 {row.index + 1} 条换成改过的内容，重算全部数据块，用真密钥重新签名。",
            f"Somebody puts other content under entry {row.index + 1}, makes all tiles anew and "
            "signs them with the true key.",
        )
        second = monitor.watch(FolderLog(forged), verifiers, state)
        self._say("监看者再看：拒绝。", "The monitor looks again: refused.")
        for chinese, english in second.problems:
            self._say(f"   {_without(folder, chinese)}", f"   {_without(folder, english)}")
        told = " ".join(chinese for chinese, _english in second.problems)
        return not first.problems and f"第 {row.index + 1} 条被改写：{shown.number}" in told

    def _act(self, chinese: str, english: str) -> None:
        self.stdout.write(f"{LINE}\n{chinese}\n{english}\n{LINE}")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)


def _without(folder: Path, text: str) -> str:
    """Places in the thrown-away folder mean nothing to the reader."""
    return text.replace(f"{folder}/", "")
