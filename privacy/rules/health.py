"""Illness written about a person. Names of illnesses in policy and statistics are no finding."""

import re
from collections.abc import Iterator

from .. import lexicon
from ..document import Document
from ..findings import KEEP, Hit
from ..persons import Persons

PREFIX = (
    r"(?:(?:慢性|急性|亚急性|先天性|原发性|继发性|重度|中度|轻度|重型|中型|轻型|严重|晚期"
    r"|早期|中晚期|终末期|恶性|良性|双侧|双|左侧?|右侧?|单侧|(?:小腿|大腿|前臂|上臂|手臂"
    r"|[腿臂肩膝踝腕髋腰])部?|[手脚]指|[股胫腓肋颅锁髋桡尺跟]骨|[腰颈胸]椎|[头面胸腹背眼]部"
    r"|外伤性|陈旧性|开放性|多发性|复发性|难治性|非霍奇金|霍奇金|系统性|特发性"
    r"|[ⅠⅡⅢⅣ一二三四1-4][期型级]))"
)
BODY = "[\u4e00-\u9fff]"
GENERAL = (
    rf"{BODY}{{1,8}}?(?:综合[征症]|[^毛通防]病(?![例人房床历史情种区害虫毒者])|炎症?|癌|肿?瘤"
    rf"|骨折|损伤|衰竭|硬化|梗[塞死]|溃疡|结石|栓塞|出血|坏死|萎缩|瘫痪?|障碍症?|中毒|感染"
    rf"|畸形|缺损|[^临]症(?![状例]))"
)
BLOOD = re.compile(r"血型[:为是 ]{0,2}((?:AB|A|B|O)型?(?:Rh)?[阴阳]?性?)")
BESIDE = re.compile(rf"[，,、( ]{{0,2}}({PREFIX}{{0,4}}{GENERAL})(?=[，,。；;、)( \n]|$)")
VERB = re.compile(
    rf"(?:身?患(?!者)有?|罹患|因患|确诊(?:为|患)?|诊断(?:为|患|出|[:：])|患上|查出|检出|得了"
    rf"|染上|因)({PREFIX}{{0,4}}{GENERAL}|[\u4e00-\u9fff]{{2,10}}?(?=住院|去世|死亡|致贫|返贫"
    rf"|急需|瘫|，|,|。|、|\)|$))"
)
# Injuries said by the part of the body: 左手食指末节离断, 全身烧伤面积40%.
PART = (
    "(?:[左右双]?(?:手|足|脚|眼|耳|腿|臂|肩|膝|踝|腕|髋|肘|小腿|大腿|前臂|上臂|下肢|上肢)(?:部|背|掌)?"
    "|[头面颈胸腰腹背臀]部|全身|双下肢|双上肢|颅脑|脊[柱椎]|[颈胸腰]椎|胸腹部|[拇食中环小]指|[一二三四]肢)"
)
INJURY = re.compile(
    rf"{PART}(?:{PART}|末节|近节|第?[一二三四五\d]根?)?(?:多处|重度|轻度|严重|开放性|粉碎性)?"
    r"(?:离断|断离|缺失|缺损|截肢|骨折|烧伤|烫伤|擦伤|挫伤|裂伤|挫裂伤|扭伤|拉伤|刺伤|割伤|砸伤|压伤|冻伤"
    r"|咬伤|灼伤|炸伤|贯通伤|损伤|受伤|瘫痪|麻木|失明|失聪|萎缩|畸形|侧弯|溃烂|水肿|坏死)"
    r"(?:面积\d{1,3}%|[一二三ⅠⅡⅢ]度)?"
)
VERB_SURE = re.compile(
    rf"(?:身?患(?!者)有?|罹患|因患|确诊(?:为|患)|诊断(?:为|患|出|[:：])|患上|查出|检出|得了"
    rf"|染上)({BODY}{{2,12}}?)(?=[，,。；;、()\n]|住院|去世|死亡|致贫|返贫|急需|多年|需|在|长期"
    rf"|并|的|后|$)"
)
# A line of a form says it of whoever the form is about; lists of illnesses are policy.
LABELLED = re.compile(
    r"(?:^|[\n；;，, ])(?:所患)?(?:疾病(?:名称)?|病名|患病情况|病情|诊断(?:结果|结论)?|健康状况)[:：] ?"
    r"([^\n，,。；;:：]{2,20})(?=[\n，,。；;]|$)"
)
HEALTHY = re.compile(r"无|健康|良好|正常|一般|不详|见|如下|详|\d+[种类]|等|.*、.*、")
GENERIC_LEFT = re.compile(
    r"(?:病种|\d+种|包括|等|防治|预防|筛查|救治|防控|疫苗|治疗|传染病|报告|\d+例|例输入性"
    r"|例)[^。；;\n]{0,4}$"
)
GENERIC_RIGHT = re.compile(
    r" ?(?:防治|防控|预防|筛查|救治|监测|诊疗|疫苗|\d+例|等\d*[种类]|等(?:重?大病|疾病|病种"
    r"|慢性)|患者(?:救助|管理|救治|服务|免费|门诊|家庭)|医院|科(?![\u4e00-\u9fff]?学)|研究|知识"
    r"|宣传|日|发病|发生率|死亡率|患病率|专项|保险|患者(?:\d|[、，,由等和及的。；;]))"
)


@lexicon.cached
def _pattern() -> re.Pattern[str]:
    words = sorted(lexicon.word_set("illnesses", "medicines"), key=len, reverse=True)
    han = "|".join(re.escape(word) for word in words if not word[0].isascii())
    # SLE is an illness, the same letters inside a number are not.
    letters = "|".join(re.escape(word) for word in words if word[0].isascii())
    named = f"(?P<word>{han}|(?<![A-Za-z0-9])(?:{letters})(?![A-Za-z0-9]))"
    return re.compile(
        f"{PREFIX}{{0,4}}{named}(?:急性加重期?|急性发作|术后|后遗症|并发症|晚期|早期|病史|伴[{BODY[1:-1]}]{{2,6}})?"
    )


def find(doc: Document, persons: Persons) -> Iterator[Hit]:
    for cell in doc.cells:
        value = doc.text[cell.start : cell.end]
        if (
            cell.column == "HEALTH"
            and value.strip()
            and not re.fullmatch(r"[\s无\-/健康良好]+", value)
        ):
            yield Hit(cell.start, cell.end, "HEALTH", 0.9, "所在列为疾病或健康状况")
    for match in LABELLED.finditer(doc.text):
        if not HEALTHY.match(match.group(1)):
            yield Hit(match.start(1), match.end(1), "HEALTH", 0.75, "疾病一栏的内容")
    for match in VERB_SURE.finditer(doc.text):
        if persons.tied(doc, match.start(1), match.end(1)):
            yield Hit(match.start(1), match.end(1), "HEALTH", 0.8, "个人病情")
    for match in VERB.finditer(doc.text):
        value = match.group(1)
        if re.search(r"[病症癌瘤炎折伤竭化塞死疡石血瘫]$", value) and persons.tied(
            doc, match.start(1), match.end(1)
        ):
            yield Hit(match.start(1), match.end(1), "HEALTH", 0.8, "个人病情")
    for match in INJURY.finditer(doc.text):
        if persons.tied(doc, match.start(), match.end()) and not _generic(
            doc, match.start(), match.end()
        ):
            yield Hit(match.start(), match.end(), "HEALTH", 0.8, "个人伤情")
    for match in _pattern().finditer(doc.text):
        if _generic(doc, match.start(), match.end()):
            continue
        if persons.tied(doc, match.start(), match.end()):
            entry = lexicon.entry(match["word"], "illnesses", "medicines")
            says = "与个人相连的疾病、用药或治疗"
            yield Hit(match.start(), match.end(), "HEALTH", 0.9, says, entry=entry)


def _generic(doc: Document, start: int, end: int) -> bool:
    if GENERIC_RIGHT.match(doc.after(end, 12)):
        return True
    return GENERIC_LEFT.search(doc.before(start, 20)) is not None


def find_beside(doc: Document, names: list[Hit]) -> Iterator[Hit]:
    """An illness written straight behind a citizen's name, whatever it is called."""
    for name in names:
        if name.action == KEEP:
            continue
        match = BESIDE.match(doc.text, name.end)
        if match:
            yield Hit(match.start(1), match.end(1), "HEALTH", 0.75, "姓名后的病情或伤情")
    for match in BLOOD.finditer(doc.text):
        yield Hit(match.start(1), match.end(1), "HEALTH", 0.6, "血型")
