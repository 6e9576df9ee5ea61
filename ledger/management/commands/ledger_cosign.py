import fcntl
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ledger import checkpoint, cosigned_files, cosigning, keys, note, tiles, tree
from ledger.checkpoint import Checkpoint
from ledger.note import BadNote, Verifier
from ledger.publisher import AlreadyRunning
from ledger.refusals import RefusedToSign
from ledger.remote import RemoteLog, Unreachable, checkpoint_of, read_tile

UNREACHABLE, BAD_USAGE, REFUSED = 1, 2, 3
LARGEST_NOTE = 100_000  # bytes


class Command(BaseCommand):
    help = (
        "为另一个单位的公开记录联署：核对它只是在上次见过的检查点之后增长，存下新的检查点，"
        "再输出签名行。发现改写时拒绝联署，退出码为 3。"
        "用 --add 把别的单位给本站的联署加到本站的检查点上。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "url", nargs="?", metavar="网址", help="如 https://gk.example.gov.cn/ledger"
        )
        parser.add_argument("vkey", nargs="?", metavar="公钥", help="对方的公钥，与印出来的一致")
        parser.add_argument("--key", type=Path, metavar="文件", help="联署私钥，默认本站的签名私钥")
        parser.add_argument("--name", metavar="名称", help="联署者名称，默认本站公开记录的名称")
        parser.add_argument("--note", action="store_true", help="输出整个检查点，不只是签名行")
        parser.add_argument(
            "--add", metavar="文件", help="对方联署的签名行或检查点，- 为标准输入；不再要网址和公钥"
        )

    def handle(self, *, url, vkey, key, name, add, note, **options):
        if add:
            self._add(add)
        elif url and vkey:
            self._cosign(url, vkey, key, name, is_whole=note)
        else:
            raise CommandError(_("请给出网址和公钥，或用 --add。"), returncode=BAD_USAGE)

    # -- as a witness of another log -----------------------------------------------------------
    def _cosign(self, url, vkey, key, name, *, is_whole):
        try:
            verifier = Verifier.from_vkey(vkey)
            signing = keys.load(key or Path(settings.LEDGER_KEY_FILE))[0]
            log = RemoteLog(url)
        except (BadNote, keys.BadKeyFile, Unreachable) as error:
            raise CommandError(str(error), returncode=BAD_USAGE) from error
        with _alone_with(verifier) as stored:
            text, now = _seen_to_grow(log, verifier, stored)
            # Persisted before it is signed: a witness never signs what it could forget.
            _persist(stored, text)
        line = note.cosignature_line(
            now.body, signing, name or settings.LEDGER_ORIGIN, int(time.time())
        )
        self.stdout.write(text + line if is_whole else line, ending="")

    # -- witnesses' signatures for our own log -------------------------------------------------
    def _add(self, name):
        try:
            raw = sys.stdin.buffer.read(LARGEST_NOTE) if name == "-" else _read(Path(name))
            covered = cosigned_files.take(raw.decode("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("读不出联署：%s") % type(error).__name__, returncode=BAD_USAGE
            ) from error
        except cosigning.NoWitness as error:
            raise CommandError(
                _("没有认识的联署者，什么也没有改变。认识的列在 LEDGER_WITNESSES。"), returncode=1
            ) from error
        except AlreadyRunning as error:
            raise CommandError(_("发布进程正在运行，请稍后再试。"), returncode=1) from error
        except (BadNote, keys.BadKeyFile, RefusedToSign) as error:
            raise CommandError(_("拒绝这份联署：%s") % error, returncode=REFUSED) from error
        self.stdout.write(_("已加入，检查点：%(size)d 条") % {"size": covered.size})


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_NOTE)


@contextmanager
def _alone_with(verifier: Verifier) -> Iterator[Path]:
    """The file that remembers a log; two witnesses at once could sign two histories."""
    name = hashlib.sha256(verifier.vkey.encode()).hexdigest()[:32]
    stored = Path(settings.VAR_DIR) / "cosigned" / f"{name}.checkpoint"
    stored.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with stored.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield stored


def _seen_to_grow(log: RemoteLog, verifier: Verifier, stored: Path) -> tuple[str, Checkpoint]:
    """The log's checkpoint, found to continue the one stored; else a CommandError."""
    try:
        text, now = checkpoint_of(log, [verifier])
        _refuse_rewrite(log, _seen(stored, verifier), now)
    except (Unreachable, ValueError) as error:
        raise CommandError(_("读不到公开记录：%s") % error, returncode=UNREACHABLE) from error
    except (BadNote, tree.BadProof) as error:
        raise CommandError(_("拒绝联署：%s") % error, returncode=REFUSED) from error
    return text, now


def _seen(stored: Path, verifier: Verifier) -> Checkpoint | None:
    if not stored.exists():
        return None
    text = stored.read_text(encoding="utf-8")
    return checkpoint.verified(text, verifier.name, [verifier])


def _refuse_rewrite(log: RemoteLog, seen: Checkpoint | None, now: Checkpoint) -> None:
    """BadProof unless the new checkpoint continues the one seen, by the log's own tiles."""
    if seen is not None and now.size < seen.size:
        raise tree.BadProof(_("公开记录变短了"))
    node = tiles.nodes_in(lambda tile: read_tile(log, tile), now.size)
    if tree.root(node, now.size) != now.root:
        raise tree.BadProof(_("数据块与检查点不符"))
    if seen is None or seen.size == 0:
        return
    proof = tree.consistency_proof(node, seen.size, now.size)
    tree.verify_consistency(seen.size, now.size, proof, seen.root, now.root)


def _persist(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
