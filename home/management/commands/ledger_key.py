from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from disclosure.models import PublicVersion
from ledger import key_states, keys, note, publisher
from ledger.key_states import OVERLAP, KeyState
from ledger.log_files import LogFolder
from ledger.refusals import RefusedToSign, told

NOT_YET, BAD_USAGE, REFUSED = 1, 2, 3


class Command(BaseCommand):
    help = (
        "公开记录的签名密钥：show 列出各把密钥，new 生成第一把，rotate 加入新密钥（新旧同签），"
        "retire 停用旧密钥（同签满 90 天，新公钥已作为一条信息公开之后）。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "action", nargs="?", default="show", choices=["show", "new", "rotate", "retire"]
        )
        parser.add_argument("key_id", nargs="?", help="retire：要停用的密钥编号（8 位）")
        parser.add_argument("--file", type=Path, help="密钥文件，默认 LEDGER_KEY_FILE")
        parser.add_argument(
            "--compromised", action="store_true", help="retire：密钥已泄露，立即停用，不等 90 天"
        )

    def handle(self, *, action, key_id, file, compromised, **options):
        self.path = Path(file or settings.LEDGER_KEY_FILE)
        self.folder = LogFolder()
        try:
            if action == "retire":
                self._retire(key_id or "", compromised=compromised)
            else:
                {"show": self._show, "new": self._new, "rotate": self._rotate}[action]()
        except keys.BadKeyFile as error:
            raise CommandError(told("key", str(error)), returncode=REFUSED) from error
        except OSError as error:
            why = _("密钥文件不能写入：%s") % type(error).__name__
            raise CommandError(why, returncode=REFUSED) from error

    def _show(self):
        held = {_vkey(key) for key in keys.load(self.path)}
        states = key_states.known(self.folder)
        for state in states:
            here = "" if state.vkey in held or state.state != "signing" else _("（密钥文件里没有）")
            self.stdout.write(
                f"{state.key_id}  {_words(state)}{here}  {state.since} – {state.until or '…'}"
            )
            self.stdout.write(f"  {state.vkey}")
        for vkey in held - {state.vkey for state in states if state.state == "signing"}:
            self.stdout.write(_("还没有签过检查点：%s") % vkey)

    def _new(self):
        if self.folder.checkpoint() is not None:
            raise CommandError(
                _("这份公开记录已经有密钥。换密钥用 rotate；丢失的从保管处取回。"),
                returncode=REFUSED,
            )
        try:
            key = keys.create(self.path)
        except FileExistsError as error:
            raise CommandError(_("文件已经存在，没有改动。"), returncode=REFUSED) from error
        self.stdout.write(_vkey(key))
        self.stdout.write(_("请印出这把公钥，与备份的私钥分开保管。"))

    def _rotate(self):
        held = keys.load(self.path)
        if len(held) > 1:
            raise CommandError(_("已有两把密钥在同签，停用旧的之后才能再换。"), returncode=REFUSED)
        new = Ed25519PrivateKey.generate()
        keys.store(self.path, [*held, new])
        self._publish()
        self.stdout.write(_vkey(new))
        self.stdout.write(
            _(
                "从下一个检查点起新旧同签。现在请按普通信息公开下面这段话，走完审核流程；"
                "同签满 90 天后运行 manage.py ledger_key retire。"
            )
        )
        self.stdout.write(
            _("公开记录启用新的签名公钥：%(new)s 。原公钥 %(old)s 继续使用至少 90 天。")
            % {"new": _vkey(new), "old": _vkey(held[0])}
        )

    def _retire(self, key_id: str, *, compromised: bool):
        held = keys.load(self.path)
        going = [key for key in held if _key_id(key) == (key_id or _key_id(held[0]))]
        staying = [key for key in held if key not in going]
        if not going:
            raise CommandError(_("密钥文件里没有这把密钥。"), returncode=BAD_USAGE)
        if not staying:
            raise CommandError(_("这是唯一的密钥，请先 rotate。"), returncode=REFUSED)
        if not compromised:
            self._refuse_too_early([_vkey(key) for key in staying])
        keys.store(self.path, staying)
        if compromised:
            key_states.mark_compromised(self.folder, _vkey(going[0]))
        self._publish()
        self.stdout.write(_("已停用：%s") % _vkey(going[0]))

    def _refuse_too_early(self, staying: list[str]):
        now = datetime.now(UTC)
        signing = {
            state.vkey: state for state in key_states.known(self.folder) if state.state == "signing"
        }
        ages = [signing[vkey].age(now) for vkey in staying if vkey in signing]
        oldest = max(ages, default=None)
        if oldest is None or oldest < OVERLAP:
            days = oldest.days if oldest is not None else 0
            raise CommandError(
                _("新密钥只签了 %(days)d 天，同签须满 90 天。") % {"days": days},
                returncode=NOT_YET,
            )
        if not any(map(_is_announced, staying)):
            raise CommandError(
                _("新公钥还没有作为一条信息公开过，停用之后没有人能核对它。"), returncode=NOT_YET
            )

    def _publish(self):
        """Sign with the new set at once; where a publisher loops, it does within seconds."""
        try:
            publisher.publish()
        except publisher.AlreadyRunning:
            return
        except RefusedToSign as error:
            raise CommandError(told(error.kind, error.detail), returncode=REFUSED) from error


def _vkey(key) -> str:
    return note.verifier_of(key, settings.LEDGER_ORIGIN).vkey


def _key_id(key) -> str:
    return note.verifier_of(key, settings.LEDGER_ORIGIN).key_id.hex()


def _words(state: KeyState) -> str:
    words = {"signing": _("在用"), "retired": _("已停用"), "compromised": _("已泄露，不再可信")}
    return words[state.state]


def _is_announced(vkey: str) -> bool:
    """Whether a released item named the key; its entry in the log is what fixes it."""
    versions = PublicVersion.objects.annotate(words=Cast("parts", TextField()))
    return versions.filter(words__contains=vkey).exists()
