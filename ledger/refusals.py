"""Why nothing is signed, in words, and what a person is to do about it (spec §9).

The kinds are stable names for logs and alarms; the sentences are for the operator.
"""

import errno

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import note, tree
from .keys import BadKeyFile
from .log_files import RewriteRefused

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_LEAVE = gettext_lazy("不要删除或改动 ledger 目录里的任何文件。")
SAYS = {
    "database_behind": (
        gettext_lazy("数据库里的记录比已公布的少。"),
        gettext_lazy("多半是恢复了较早的备份：运行 manage.py ledger_restore。"),
    ),
    "other_entries": (
        gettext_lazy("数据库里的记录与已公布的不同。"),
        gettext_lazy("运行 manage.py ledger_check 看是哪几条，查明谁改了数据库、恢复了哪份备份。"),
    ),
    "tree": (
        gettext_lazy("已公布的数据块与检查点对不上。"),
        gettext_lazy("从备份取回 ledger 目录里缺少或被改的文件，再运行 manage.py ledger_check。"),
    ),
    "rewrite": (
        gettext_lazy("要写的文件已经存在，内容却不同。"),
        gettext_lazy("可能有两套数据库共用一个 ledger 目录：查明后只留正确的一套。"),
    ),
    "checkpoint": (
        gettext_lazy("检查点不是现用的密钥签的，或被改过。"),
        gettext_lazy("核对 LEDGER_KEY_FILE 和 LEDGER_ORIGIN 是否仍是原来的，或从备份取回检查点。"),
    ),
    "key": (
        gettext_lazy("签名密钥不能用。"),
        gettext_lazy("按提示改正 LEDGER_KEY_FILE 所指的文件；密钥丢失时从保管处取回。"),
    ),
    "disk": (
        gettext_lazy("磁盘已满或不能写入。"),
        gettext_lazy("腾出空间后会自动继续，已公布的记录没有受影响。"),
    ),
    "files": (
        gettext_lazy("ledger 目录里的文件读不出或缺少。"),
        gettext_lazy("核对目录的权限；文件缺少时从备份取回。"),
    ),
    "clock": (
        gettext_lazy("服务器的时钟比最后一条记录晚十分钟以上。"),
        gettext_lazy("校准时钟；在那之前不能公开或撤下任何信息。"),
    ),
}


class RefusedToSign(Exception):
    """Log, files and database disagree: a person must look before anything is signed."""

    def __init__(self, kind: str, detail: str = ""):
        super().__init__(f"{kind} {detail}".strip())
        self.kind, self.detail = kind, detail


def told(kind: str, detail: str = "") -> str:
    """What happened and what to do, for the operator."""
    what, todo = SAYS.get(kind, (kind, ""))
    where = _("（%s）") % detail if detail else ""
    leave = "" if kind in ("key", "disk", "clock") else str(_LEAVE)
    return f"{what}{where}{todo}{leave}"


def refusal_of(error: Exception) -> RefusedToSign:
    """The refusal that an error of a publisher's step means."""
    if isinstance(error, RefusedToSign):
        return error
    if isinstance(error, BadKeyFile):
        return RefusedToSign("key", str(error))
    if isinstance(error, note.BadNote):
        return RefusedToSign("checkpoint", str(error))
    if isinstance(error, RewriteRefused):
        return RefusedToSign("rewrite", str(error))
    if isinstance(error, tree.BadProof):
        return RefusedToSign("tree", str(error))
    if isinstance(error, OSError):
        return RefusedToSign("disk" if error.errno in FULL else "files", type(error).__name__)
    return RefusedToSign("tree", str(error)[:80])
