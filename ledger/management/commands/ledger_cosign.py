import hashlib
import os
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ledger import checkpoint, keys, note, tiles, tree
from ledger.checkpoint import Checkpoint
from ledger.note import BadNote, Verifier
from ledger.remote import RemoteLog, Unreachable

REFUSED = 3


class Command(BaseCommand):
    help = (
        "为另一个单位的公开记录联署：核对它只是在上次见过的检查点之后增长，存下新的检查点，"
        "再输出签名行。发现改写时拒绝联署，退出码为 3。"
    )

    def add_arguments(self, parser):
        parser.add_argument("url", metavar="网址", help="如 https://gk.example.gov.cn/ledger")
        parser.add_argument("vkey", metavar="公钥", help="对方的公钥，与印出来的一致")
        parser.add_argument("--key", type=Path, metavar="文件", help="联署私钥，默认本站的签名私钥")
        parser.add_argument("--name", metavar="名称", help="联署者名称，默认本站公开记录的名称")

    def handle(self, *, url, vkey, key, name, **options):
        try:
            verifier = Verifier.from_vkey(vkey)
            signing = keys.load(key or Path(settings.LEDGER_KEY_FILE))[0]
            log = RemoteLog(url)
        except (BadNote, keys.BadKeyFile, Unreachable) as error:
            raise CommandError(str(error), returncode=2) from error
        stored = self._state(verifier)
        try:
            text, now = log.checkpoint(verifier)
            _refuse_rewrite(log, self._seen(stored, verifier), now)
        except Unreachable as error:
            raise CommandError(_("读不到公开记录：%s") % error, returncode=1) from error
        except (BadNote, tree.BadProof) as error:
            raise CommandError(_("拒绝联署：%s") % error, returncode=REFUSED) from error
        # Persisted before it is signed: a witness never signs what it could forget.
        _persist(stored, text)
        moment = int(time.time())
        line = note.cosignature_line(now.body, signing, name or settings.LEDGER_ORIGIN, moment)
        self.stdout.write(line, ending="")

    @staticmethod
    def _state(verifier: Verifier) -> Path:
        name = hashlib.sha256(verifier.vkey.encode()).hexdigest()[:32]
        return Path(settings.VAR_DIR) / "cosigned" / f"{name}.checkpoint"

    @staticmethod
    def _seen(stored: Path, verifier: Verifier) -> Checkpoint | None:
        if not stored.exists():
            return None
        text = stored.read_text(encoding="utf-8")
        return checkpoint.verified(text, verifier.name, [verifier])


def _refuse_rewrite(log: RemoteLog, seen: Checkpoint | None, now: Checkpoint) -> None:
    """BadProof unless the new checkpoint continues the one seen, by the log's own tiles."""
    node = tiles.nodes_in(log.read, now.size)
    if tree.root(node, now.size) != now.root:
        raise tree.BadProof(_("数据块与检查点不符"))
    if seen is None or seen.size == 0:
        return
    if now.size < seen.size:
        raise tree.BadProof(_("公开记录变短了"))
    proof = tree.consistency_proof(node, seen.size, now.size)
    tree.verify_consistency(seen.size, now.size, proof, seen.root, now.root)


def _persist(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
