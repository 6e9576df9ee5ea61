"""E-mail addresses; mailboxes of public bodies stay."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import KEEP, Hit

ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64} ?(?:@|\(at\)|\[at\]|#at#| at )"
    r" ?[A-Za-z0-9-]{1,63}(?: ?(?:\.|\(dot\)|\[dot\]| dot ) ?[A-Za-z0-9-]{1,63}){1,5}",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"咨询|举报|监督|投诉|单位|办公|征求意见|意见征集|投稿|受理|公开|反馈|报名|信访|官方|服务"
    r"|本局|我局|厅|局"
)
HOME = re.compile(r"个人|本人|申请人|您|监护人|家长|投诉人|举报人|其")


def find(doc: Document) -> Iterator[Hit]:
    for match in ADDRESS.finditer(doc.text):
        domain = re.split("@|at", match.group().lower())[-1]
        left = doc.label(match.start(), 16)
        if ".gov" in domain or "edu.cn" in domain or domain.endswith("gov.cn"):
            yield Hit(match.start(), match.end(), "EMAIL", 0.9, "公共机构的电子邮箱", KEEP)
        elif (
            OFFICE.search(re.split(r"[，,。；;、]", left)[-1])
            and not HOME.search(left)
            and not doc.cell(match.start())
        ):
            yield Hit(match.start(), match.end(), "EMAIL", 0.7, "对外公布的办公邮箱", KEEP)
        else:
            yield Hit(match.start(), match.end(), "EMAIL", 0.9, "个人电子邮箱", "mask")
