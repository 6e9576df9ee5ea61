"""What stands left and right of a possible name, as log weights for or against it."""

import re

from . import lexicon
from .document import Document
from .mention import HAN
from .role_forms import ADDRESSED, CITIZEN_RIGHT, COMPLAINT_RIGHT, PROFESSION

ROLE_LISTS = (
    "official_roles",
    "official_acts",
    "role_endings",
    "citizen_roles",
    "minor_roles",
    "complainant_roles",
    "victim_roles",
    "donor_roles",
)
LABELLED, RELATED, PERSONAL = 9.0, 6.0, 4.0
FILLER = re.compile(r"(?:[ :\t\"'“]|\d{1,3}[人名]|为|是|系|叫|名叫|即)+$")
# Labels after which a name stands even without a colon.
SELF_LABELS = frozenset("姓名 户名 户主 持证人 开户人 姓名为 法定代表人".split())
DEALING = re.compile(
    r"(?:联系|找|通知|委托|陪同|会同|邀请|感谢|慰问|看望|走访|资助|救助|帮扶|接收|收到|关于"
    r"|同意|救出|送医|将|收养|寻找|举报|询问|约谈|接到|据|其中|支付|付给|发给|拨给|奖励|补偿|赔偿|汇给|打给|走进|来到|到|去|认识|遇到|见到|搀扶|扶起|叫上|带动|帮助|帮|采访|表扬|祝贺)$"
)
PARTICLES = frozenset("系由与和对向给让请及是为将被把叫替随同陪找据使以或即因经致")
RIGHT_WORDS = re.compile(
    r"(?:同志|先生|女士|表示|反映|介绍|告诉|说|称|认为|参加|出席|带领|签字|签名|签收|领取|代领"
    r"|发放|办理|提出|提供|咨询|诉|称|前往|来到|赶到|居住|驾驶|乘坐|缴纳|违反|使用|购买|负责"
    r"|陪同|走访|未|不|没|也|都|曾|正|将|及|与|和|又|仍|均|等|户|家|夫妇|的|因|患|已|现|在|系"
    r"|于|从|为|到|向|对|拟|受[灾伤助捐]|获|等\d)"
)
PERSONAL_RIGHT = re.compile(
    r"系(?:夫妻|父子|父女|母子|母女|兄弟|姐妹|同学|邻居)|今年(?:\d|[考上就读刚已])|代[领办签缴]|家(?=[里中的了查看走慰核入吃。，,;；])|户因|签字确认|签字认可|妈妈|爸爸|爷爷|奶奶|姥姥|家长|本人|相撞|名下|家\d口|的(?:手机|电话|身份证|住址|账号|银行卡|家属|家人|亲属|姓名|户口|微信|病情|诊断"
    r"|申请|父|母|妻|丈夫|儿子|女儿)|之[子女妻夫父母]"
    r"|(?:同志)?(?:反映|投诉|举报|来信|来电|信访|申请)|\((?:[男女]|持|学号|学籍|考号|身份证|电话|手机|不愿|匿名|同名|化名)"
)
PERSONAL_DATA = re.compile(
    r"[ ,，、:：(_]*(?:家庭(?:成员|人口)|保障人口|\d{1,2}(?:口人|人户|人)[,，、) ]|低保户|特困户|监护人|户籍|[男女][,，、)\s]|身份证|\d{17}|\d{6}[ -]?(?:19|20)\d\d|1[3-9]\d{9}"
    r"|联系电话|电话|手机|微信|QQ|残疾证)"
)
MONEY = re.compile(r"[ :,，\t]{0,4}\d[\d,.]*(?:元|万元)")
PLACE_TAILS = frozenset(
    "村镇乡县区庄屯堡寨池塘桥路街巷庙寺塔墓院馆室厂店窑峡沟洞亭阁殿祠碑旗州市省氏茶"
)
PLACE_RIGHT = re.compile(
    r"(?:[院校所站局厅]|[村镇乡屯庄寨岭沟湖江河溪塘岛峡桥塔墓庙寺族州]|家[庄屯村窝堡沟岗店子河院]|遗址|故里"
    r"|公路|大街|路段|[王公]墓|氏)"
)
HAMLET = re.compile(f"[{HAN}]家[屯沟湾岗店子窝堡营铺庄村院窑坟坡洼梁甸崴街油粉烧炉口岭]")
PLATE_HEAD = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·A-Z0-9*]"
)
MASKS = frozenset("某×*")
VERB_INSIDE = re.compile(
    r"投诉|反映|举报|申请|承包|负责|经营|(?<!美)发(?!店)|[获领给享住居户于在到由被向与和的入往从将了是为对去来看]"
    r"|有(?!限)"
)


@lexicon.cached
def _organisation() -> re.Pattern[str]:
    endings = lexicon.pattern("organisation_endings")
    firm = f"[{HAN}]{{0,7}}?(?:公司|集团|合作社|联合社)"
    return re.compile(f"{firm}|[{HAN}]{{0,4}}?{endings}|[{HAN}]?[路街]|[镇乡县]")


@lexicon.cached
def _school() -> re.Pattern[str]:
    """An ending that begins with the last sign of a supposed name: 李林小 + 学."""
    return re.compile(lexicon.pattern("organisation_endings"))


@lexicon.cached
def _ill() -> re.Pattern[str]:
    """An illness straight behind: 国秀芝（房颤）, 边长顺高血压."""
    grave = [
        word for word in lexicon.words("illnesses") if len(word) > 2 or word[-1] in "病症癌瘤炎"
    ]
    ordered = sorted(grave, key=len, reverse=True)
    return re.compile(
        r"[ (（]{0,2}(?:突发|身患|患有?|因)?(?:"
        + "|".join(map(re.escape, ordered))
        + rf")|[(（](?:慢性|急性|重度)?{lexicon.pattern('illnesses')}[)）]"
    )


def is_role(word: str) -> bool:
    """Whether the word itself names a role or a relation, such as 班主任."""
    return word in lexicon.word_set(*ROLE_LISTS, "kin", "domain_words", "official_right")


def left_weight(doc: Document, start: int, *, first: bool) -> float:
    """Evidence before a name; LABELLED and more means a label that announces a name."""
    before = doc.before(start, 24)
    plain = FILLER.sub("", before)
    if word := lexicon.longest_suffix(plain, *ROLE_LISTS):
        if word in SELF_LABELS or (before != plain and len(word) > 1):
            return LABELLED
        if word in lexicon.word_set("victim_roles", "complainant_roles"):
            return LABELLED
        if word in lexicon.word_set("official_acts"):
            return 3.0
        return 7.0 if len(word) > 1 else 4.0
    if PROFESSION.search(plain):
        return 5.0
    if lexicon.longest_suffix(plain, "kin"):
        return RELATED
    if not before.strip():
        return 1.5
    if DEALING.search(before):
        return 3.0
    if first:
        return 1.0
    return 1.0 if before[-1] in PARTICLES else -0.5


def right_weight(doc: Document, end: int, *, last: bool) -> float:
    """Evidence behind a name."""
    after = doc.after(end, 24)
    if lexicon.longest_prefix(after.lstrip(" "), "official_right"):
        return 5.0
    if PERSONAL_DATA.match(after) or _ill().match(after):
        return 5.0
    if lexicon.longest_prefix(after, "appellations"):
        return 5.0
    if after.startswith("同志"):
        return 12.0 if ADDRESSED.match(doc.text[end : end + 24]) else 6.0
    if ADDRESSED.match(doc.text[end : end + 24]) and _alone_on_line(doc, end):
        return 8.0
    if COMPLAINT_RIGHT.match(after) and _alone_on_line(doc, end):
        return 8.0
    if PERSONAL_RIGHT.match(after) or CITIZEN_RIGHT.match(after):
        return PERSONAL
    if MONEY.match(after):
        return 2.5
    if last:
        return 1.0
    return 1.0 if RIGHT_WORDS.match(after) else -1.0


def _alone_on_line(doc: Document, end: int) -> bool:
    """Whether the line holds nothing but the two to four signs before `end`."""
    return 2 <= len(doc.before(end, 8).strip()) <= 4


def place_weight(doc: Document, start: int, end: int, *, labelled: bool, sure: bool) -> float:
    """Evidence that this is a place, an organisation or a person already hidden (张某某)."""
    text = doc.text
    against = 0.0
    if not sure and (text[end - 1] in PLACE_TAILS or PLACE_RIGHT.match(text, end)):
        against += 5.0
    if PLATE_HEAD.match(text, end - 1):
        against += 20.0
    if text[start + 1 : end] in lexicon.word_set("official_right"):
        against += 40.0  # 王书记 is no name
    if not labelled and HAMLET.match(text, start, start + 3):
        against += 25.0
    if not sure and text[end - 1] in "河江":
        against += 2.5
    if text[start - 1 : start] in tuple("镇乡县市区旗道州") and text[end - 1] in PLACE_TAILS:
        against += 15.0
    if (
        "某" in text[start + 1 : end]
        or text[end : end + 1] in MASKS
        or text[start - 1 : start] in MASKS
    ):
        against += 40.0
    firm = _organisation().match(text, end)
    if firm is None and end - start > 2:
        firm = _school().match(text, end - 1)
    if firm and not VERB_INSIDE.search(firm.group()):
        against += 8.0 if labelled else 40.0
    return against
