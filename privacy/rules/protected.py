"""What looks like personal data and must stay: document and case numbers, credit codes, amounts."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import KEEP, Hit
from ..validators import id_checksum, is_id_form, is_uscc

DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}[〔\[(【]\s?(?:19|20)\d\d\s?[〕\])】]\s?(?:第\s?)?[\dA-Za-z-]{1,8}\s?号"
)
# A number behind such a label belongs to a case, a project, a sample or an organisation.
CASE_LABEL = re.compile(
    r"(?:(?:合同|项目|受理|案件|立案|样品|批复|传输|采购|招标|中标|标段|订单|流水|发票|票据"
    r"|许可证?|执法证|执法|资格证|职业证|证书|登记证|备案|批准|批次|生产批|产品|设备|资产|监测"
    r"|报告|检测|检验|工单|交办|信访件|办件|事项|公告|公示|文书|处罚|索引|排污|注册|教育|专利"
    r"|商标|档案|宗地|地块|不动产权?证?|工程|规划|图号|编码|统一编码|国标|信用)"
    r"(?:书|件|表|单)?(?:证|许可证)?(?:编号|号码|代码|编码|号|文号|批号)|索引号|批号|文号"
    r"|发文字号|统一社会信用代码|信用代码|组织机构代码|项目代码|国家代码|招标编号|采购编号"
    r"|办学许可证号|执法证号|编码)"
    r"[)）]?\s{0,2}(?:为|是|:|第)?\s{0,2}$"
)
NUMBER = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,6}[0-9A-Za-z][0-9A-Za-z-]{4,31}(?![0-9A-Za-z])")
LETTERED = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,3}\d{20,24}(?![0-9A-Za-z])")
AMOUNT = re.compile(
    r"(?<![\d.])\d[\d,]{0,20}(?:\.\d{1,6})?\s?(?:元|万元|亿元|万|亿|平方米|公里|公顷|亩|吨|人次"
    r"|千瓦)"
)
USCC = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXYa-z]{2}\d{6}[0-9A-HJ-NPQRTUWXYa-z]{10}(?![0-9A-Za-z])"
)


def protected_spans(doc: Document) -> Iterator[Hit]:
    """Spans no later rule may touch; a Hit without class is no finding."""
    for pattern in (DOC_NUMBER, LETTERED):
        for match in pattern.finditer(doc.text):
            yield Hit(match.start(), match.end(), "", 1.0, "")
    yield from _credit_codes(doc)
    for match in NUMBER.finditer(doc.text):
        if sum(sign.isdigit() for sign in match.group()) < 5:
            continue
        left = doc.before(match.start(), 20)
        if CASE_LABEL.search(left) and not _is_person(match.group(), left):
            yield Hit(match.start(), match.end(), "", 1.0, "")


def amounts(doc: Document) -> Iterator[Hit]:
    """Sums of money, areas and measured values: no number rule may touch them."""
    for match in AMOUNT.finditer(doc.text):
        yield Hit(match.start(), match.end(), "", 1.0, "")


def _is_person(value: str, left: str) -> bool:
    """A case number that is a valid ID number is somebody's; a file about a person needs no check."""
    value, _dash, rest = value.upper().partition("-")
    if len(value) != 18 or len(rest) > 4 or not is_id_form(value) or value[6:10] >= "2012":
        return False
    return id_checksum(value) or "档案" in left


def _credit_codes(doc: Document) -> Iterator[Hit]:
    for match in USCC.finditer(doc.text):
        value = match.group().upper()
        label = doc.label(match.start(), 16)
        named = "信用代码" in label or doc.column(match.start()) == "USCC"
        numeric = is_id_form(value)
        if named and not (numeric and id_checksum(value)):
            sure = is_uscc(value)
        elif "身份" in label or "证件" in label:
            continue
        else:
            sure = is_uscc(value) and not (numeric and id_checksum(value))
        if sure or (named and not numeric):
            yield Hit(match.start(), match.end(), "USCC", 1.0, "统一社会信用代码，属单位标识", KEEP)
