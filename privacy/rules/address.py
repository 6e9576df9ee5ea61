"""Home addresses below the village or community; addresses of offices and firms stay."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..findings import KEEP, Hit

NUMERAL = (
    r"(?:\d{1,5}(?:-\d{1,4}){0,3}|[一二三四五六七八九十百零〇两]{1,6}|[甲乙丙丁]|[A-Za-z]\d{0,4})"
)
DOOR = re.compile(
    rf"(?:(?:第{NUMERAL}(?=[户组队社])|(?<![第\d]){NUMERAL})(?:号楼|号院|号|栋|幢|座|单元|室"
    rf"|房间|房|门|组|社|队|层|楼|户|弄|排|床)(?![织长员合级外内籍主均])"
    rf"|(?<=[区园寓苑厦院域庭居府村])\d{{1,3}}(?:-\d{{1,4}}){{1,3}}(?!\d|[年月日-])"
    rf"(?:院|楼|内|附近|旁)?(?:附\d{{1,3}}号)?[ -]?){{1,6}}(?:\d{{1,4}}(?!\d|[年月日元万户人%.]))?"
)
BODY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·\-() ]{0,40}$")
# The address begins behind such a word.
LEAD = re.compile(
    r".*(?:[馆校厂院会社店场]址|地址依次为|地址分别为|地址|住址|住所地?|居住在|居住于|现住|家住"
    r"|住在|暂住|寄住|位于|坐落于?|户籍地|户籍|户口所在地|所在地|籍贯|家在|住|寄往|送达|送至"
    r"|[:： ]|是|系|在|为|于|租住|租房|从|到|至(?=[^省市县]{2,3}[省市县区]))"
)
PLACE = re.compile(
    r"[省市州县区旗乡镇村屯街道路巷弄委]|小区|社区|花园|家园|公寓|胡同|新村|大院|敬老院|福利院"
    r"|养老院|[家新]苑|名城|名都|嘉园|庄园|山庄|里(?=\d)|棚户区|林场|农场|宿舍|大厦|广场"
)
HAMLET = re.compile(
    r"(?:家住|现住|居住[在于]|住在|租住|住址[: ]?|户籍地址?[: ]?|户口所在地[: ]?)"
    r"([\u4e00-\u9fff]{2,24}?(?:村|社区)[\u4e00-\u9fff]{1,6}?(?:自然屯|屯|窝堡|沟里))(?!\d)"
)
# 迎春村 + 南队第112户: the village is named apart and may stay.
QUEUE = re.compile(r".*村(?=[东西南北中前后]队第?$)")
# 城市391户, 全县1284户: households counted, no door.
COUNT = re.compile(r"\d+户")
COUNTED = re.compile(
    r"(?:城市|农村|城区|城镇|乡镇|市区|县城|乡村|村镇|[全各本该](?:[省市州县区旗乡镇村]|街道|社区)"
    r"|其中|共有?|合计|总计|新增|累计|现有)$"
)
NO_ADDRESS = re.compile(
    r"第$|[年月]$|委员会|政府|令$|令第$|公告第$|部门|统$|应当|发布|公告|不足|超过|共计|每"
)
BARE_LABEL = re.compile(r"(?:^|[，,。；;、 ])(?:联系)?地址[:为是 ]{0,2}$")
PERSONAL = re.compile(
    r"身份证|[，,][男女][，,]|户主|申请人|患者|当事人|您|孤儿|残疾|低保|贫困户|收件人|\d{15}"
)
HOME = re.compile(r"住|户籍|户口|籍贯|家|通[讯信]地址|收件|邮寄|居|您|本人|租房|送达地址|安置在")
AT_HOME = re.compile(r"(?:家住|现住|居住[在于]|住在|租住|暂住|住址|家在)[:：是为 ]{0,2}$")
OFFICE = re.compile(
    r"办公|单位|馆址|校址|厂址|院址|会址|社址|营业|经营|注册|办学|企业|公司|机构|项目|建设地"
    r"|施工|窗口|大厅|受理|服务|咨询|接待|来访|信访|邮寄地址|邮编|地点|会场|考点|评标|开标|投标"
    r"|报名|法定代表人"
)
ORGANISATION = re.compile(
    r"(?:局|厅|委员会|政府|令$|令第$|公告第$|中心|公司|学校|大学|学院|医院|法院|检察院|大厦"
    r"|宾馆|酒店|银行|集团|协会|站|馆|办公室|厂|窗口|大厅|派出所|卫生院|商场|超市|广场|仓库"
    r"|养殖场|加工厂)$"
)
RESIDENTIAL = re.compile(
    r"单元|室|栋|幢|户|组|[一二三四五六七八九十\d]社|队|屯|床|门|弄|小区|花园|家园|公寓|胡同"
)


def find(doc: Document) -> Iterator[Hit]:
    for cell in doc.cells:
        value = doc.text[cell.start : cell.end]
        if cell.column == "ADDRESS_DETAIL" and len(value.strip()) > 1:
            start = cell.start + len(value) - len(value.lstrip())
            yield Hit(start, start + len(value.strip()), "ADDRESS_DETAIL", 0.9, "所在列为住址")
    for match in HAMLET.finditer(doc.text):
        yield Hit(match.start(1), match.end(1), "ADDRESS_DETAIL", 0.7, "村以下的自然屯住址")
    last: Hit | None = None
    for match in DOOR.finditer(doc.text):
        if COUNT.fullmatch(match.group()) and _is_count(doc, match):
            continue
        begin = _begin(doc, match.start())
        if begin is None:
            continue
        hit = _judged(doc, begin, match.start() + len(match.group().rstrip(" -")))
        if last and begin < last.end:
            hit = replace(hit, start=min(last.start, begin))  # 大路88号 + 花园9栋2门
        elif last:
            yield last
        last = hit
    if last:
        yield last


def _is_count(doc: Document, match: re.Match[str]) -> bool:
    """幸福小区12户居民 counts households; 住东风村3组12户 is a door."""
    before = doc.before(match.start(), 14)
    behind = doc.text[match.end() : match.end() + 1]
    return (
        COUNTED.search(before[-6:]) is not None
        or "\u4e00" <= behind <= "\u9fff"
        or HOME.search(before) is None
    )


def _begin(doc: Document, door: int) -> int | None:
    """Where the address with the door number at `door` begins; None when it is no address."""
    tail = BODY.search(doc.before(door, 40))
    left = tail.group() if tail else ""
    lead = LEAD.match(left)
    body = left[lead.end() :] if lead else left
    # An unbalanced bracket belongs to the sentence, not to the address.
    if ("(" in body and ")" not in body) or (")" in body and "(" not in body):
        body = re.split(r"[()]", body)[-1]
    body = body.lstrip(" -·0123456789")
    at_home = lead is not None and AT_HOME.search(lead.group()) is not None
    if len(body) < 2 or not (at_home or PLACE.search(body)) or NO_ADDRESS.search(body):
        return None
    kept = QUEUE.match(body)
    return door - len(body) + (kept.end() if kept else 0)


def _judged(doc: Document, start: int, end: int) -> Hit:
    value = doc.text[start:end]
    column = doc.column(start)
    left = doc.label(start, 14)
    home = HOME.search(left) is not None
    office = OFFICE.search(left) is not None or column in ("office_address", "org")
    office = office or ORGANISATION.search(doc.before(start, 8).rstrip(" (:，,")) is not None
    if office and not home:
        return Hit(start, end, "ADDRESS_DETAIL", 0.6, "单位或项目地址", KEEP)
    first, last = doc.sentence(start, end)
    if BARE_LABEL.search(left) and not PERSONAL.search(doc.text[first:last]):
        return Hit(start, end, "ADDRESS_DETAIL", 0.5, "公布的地址，同句没有个人情况", KEEP)
    if home or RESIDENTIAL.search(value):
        return Hit(
            start, end, "ADDRESS_DETAIL", 0.9 if home else 0.8, "门牌级住址，应概括到村或社区"
        )
    return Hit(start, end, "ADDRESS_DETAIL", 0.6, "门牌级地址，用途不明")
