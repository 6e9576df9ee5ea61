"""WeChat and QQ accounts of people; public accounts (公众号) stay."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit

WECHAT = re.compile(
    r"(?:微信|微 信|威信|薇信|V信|WeChat|vx|wx(?!id_)|v❤|➕V|加V)(?!公众|公号|小程序|群)(?:号码?|ID"
    r"|账号|帐号|名|昵称)?[ 是为:()]{0,4}"
    r"([A-Za-z][-_A-Za-z0-9]{4,29}|[1-9]\d{4,10}(?!\d)|1[3-9]\d{9})",
    re.IGNORECASE,
)
WXID = re.compile(r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{4,24}")
QQ = re.compile(
    r"(?<![A-Za-z])(?:QQ|扣扣|企鹅|球球|扣号|Q号)(?!群|邮箱)(?:号码?"
    r"|账号)?[ 是为:()]{0,4}([1-9](?:[ \-]?\d){4,10})(?!\d)",
    re.IGNORECASE,
)


def find(doc: Document) -> Iterator[Hit]:
    for match in WECHAT.finditer(doc.text):
        if "公众" not in doc.before(match.start(), 6):
            yield Hit(match.start(1), match.end(1), "WECHAT", 0.9, "个人微信号")
    for match in WXID.finditer(doc.text):
        yield Hit(match.start(), match.end(), "WECHAT", 0.95, "个人微信号")
    for match in QQ.finditer(doc.text):
        yield Hit(match.start(1), match.end(1), "QQ", 0.9, "个人QQ号")
    for cell in doc.cells:
        value = doc.text[cell.start : cell.end].strip()
        if cell.column in ("WECHAT", "QQ") and re.fullmatch(r"[-_A-Za-z0-9]{5,30}", value):
            start = doc.text.index(value, cell.start)
            yield Hit(start, start + len(value), cell.column, 0.9, "所在列为社交账号")
