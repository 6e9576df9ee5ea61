"""Grounds on which information may or must be kept back (政府信息公开条例 Art. 14-16)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Ground:
    """`is_must`: the law forbids disclosure; otherwise the organ may keep it back, and whether it
    does is a decision of its own that must say why."""

    key: str
    article: str
    label: str
    is_must: bool
    about: str


_ALL = (
    Ground(
        "state_secret",
        _("条例第十四条"),
        _("国家秘密"),
        True,
        _("依法确定为国家秘密的，不得公开。是否属于国家秘密不能确定的，移送保密行政管理部门。"),
    ),
    Ground(
        "law_forbids",
        _("条例第十四条"),
        _("法律、行政法规禁止公开"),
        True,
        _("须写明是哪部法律、行政法规的哪一条；规章和文件不能作为依据。"),
    ),
    Ground(
        "three_securities",
        _("条例第十四条"),
        _("危及国家安全、公共安全、经济安全、社会稳定"),
        True,
        _("须写明公开后可能危及什么。"),
    ),
    Ground(
        "third_party",
        _("条例第十五条"),
        _("商业秘密、个人隐私等第三方合法权益"),
        True,
        _("第三方同意公开，或者不公开会对公共利益造成重大影响的，应当公开。能隐去的，隐去后公开。"),
    ),
    Ground(
        "internal_affairs",
        _("条例第十六条第一款"),
        _("内部事务信息"),
        False,
        _("人事管理、后勤管理、内部工作流程等，可以不公开，不是必须不公开。"),
    ),
    Ground(
        "process",
        _("条例第十六条第二款"),
        _("过程性信息"),
        False,
        _("讨论记录、过程稿、磋商信函、请示报告等，可以不公开；法律规定应当公开的，从其规定。"),
    ),
    Ground(
        "enforcement_file",
        _("条例第十六条第二款"),
        _("行政执法案卷"),
        False,
        _("可以不公开；法律规定应当公开的，从其规定。处罚决定等另有公开要求。"),
    ),
)
GROUNDS = {ground.key: ground for ground in _ALL}
CHOICES = [(ground.key, ground.label) for ground in _ALL]
