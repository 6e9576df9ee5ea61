"""Marks of state secrets and trade secrets: stop and escalate."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit

STATE = re.compile(
    r"(?:绝密|机密|秘密)\s?[★☆]\s?(?:\d+年|长期)?|内部(?:文件|资料)[，, ]?(?:不得|注意"
    r"|严禁)(?:外传|保存|泄露)"
)
LEVEL = re.compile(r"密级[:： ]{1,2}(?:绝密|机密|秘密)")
TRADE = re.compile(
    r"[\[【(]商业秘密[\]】)]|商业秘密[★☆]|本(?:文件|材料|资料|附件|方案)(?:属于?|含有?|涉及)(?:我?公司)?商业秘密"
    r"|(?:工艺|产品)配方[:为 ]{1,2}|企业内部资料[，, ]?(?:请勿|不得|严禁)外传"
)


def find(doc: Document) -> Iterator[Hit]:
    for pattern in (STATE, LEVEL):
        for match in pattern.finditer(doc.text):
            yield Hit(
                match.start(), match.end(), "STATE_SECRET", 0.9, "国家秘密或内部资料标志", "remove"
            )
    for match in TRADE.finditer(doc.text):
        yield Hit(match.start(), match.end(), "BUSINESS_SECRET", 0.8, "商业秘密标志", "remove")
