"""Names that read like words: believed behind a label that only one person can follow."""

import re
from collections.abc import Iterator

from . import lexicon
from .document import Document
from .mention import HAN, Mention
from .surroundings import is_role
from .word_model import WordModel

# 来电人幸运称, 承租人农心，起火: the label names one person, a name must follow.
LABEL_END = re.compile(r"(?:人|者|户主|户|员|职工|学生|矿工|司机|对象|家长|老人|患者|儿童)$")
ENDS = re.compile(
    r"(?=[、，,。；;:(\n]|$|[称说系因患于在的和与及诉被拟已现曾未不将从向对到为是也又]|反映|表示|驾驶|投诉|举报|申请"
    r"|签字|签收|领取|使用|承包|承租|居住|提出|要求|认为|本人|夫妇|一家|全家|家[中里]|户)"
)
MASKED = re.compile(r"[某*×]")
STEP = re.compile(r"[、,，]|和|及|与")
# What an office says about the labelled person without naming it.
ATTRIBUTES = frozenset(
    "户口 户籍 住房 房屋 房产 收入 身份 家庭 家属 家人 权益 单位 成绩 成员 金额 全家 全部 全体 方面 车辆 安全 关系 明细 名单 信息 账户 数量 情况 时间"
    " 应当 应该 应为 相关 有关 年龄 平均 平时 常年 任何 所有 包括 关于 通过 通知 都应 能够 经过 经济 经营 支付 党员 万元 高龄 房东 房租 易地 和平"
    " 危房 原则 计划 管理 满意 须知 项目 别人 双方 终身 终止 有效 有权 有意 后续 从事 公开 公示 公布 权利 印章 利益 利用 解决 支持 温暖 连续 石料"
    " 安置 安排 安心 居住 居家 明确 强制 广大 国家 国籍 年满 年底 年初 年度 向社会 时候 元以上 元以下 元 水平 水电 东西 干部 后果 乐观 红火".split()
)
WIDOWED = re.compile(rf"家长([{HAN}]{{2}}(?:妈妈?|爸爸?))(?=[，,。；;、)\s]|$)")
HOUSES = re.compile(
    rf"(?<![{HAN}])((?:[{HAN}]{{2,3}}户、){{1,20}}[{HAN}]{{2,3}}户)(?=各|均|每户|分别|[，,。；;]|$)"
)


def find(doc: Document, words: WordModel) -> Iterator[Mention]:
    for match in _labels().finditer(doc.text):
        yield from _after(doc, match.end(), words)
    for match in WIDOWED.finditer(doc.text):
        yield Mention(match.start(1), match.end(1), 8.0, "nickname")
    for match in _pet_names().finditer(doc.text):
        yield Mention(match.start(), match.end(), 8.0, "nickname")
    for match in HOUSES.finditer(doc.text):
        for house in re.finditer(rf"([{HAN}]{{2,3}})户", match.group()):
            name = house.group(1)
            if name[0] in words.surnames and not is_role(name + "户") and name not in ATTRIBUTES:
                start = match.start() + house.start()
                yield Mention(start, start + len(name), 8.0, "labelled")


def _after(doc: Document, place: int, words: WordModel) -> Iterator[Mention]:
    """The name at `place` and those of the list that it opens."""
    for _ in range(30):
        name = _name_at(doc, place, words)
        if not name:
            return
        yield Mention(place, place + len(name), 7.2, "labelled")
        step = STEP.match(doc.text, place + len(name))
        if not step:
            return
        place = step.end()


def _name_at(doc: Document, place: int, words: WordModel) -> str:
    for size in (3, 2):
        name = doc.text[place : place + size]
        if (
            len(name) == size
            and name[0] in words.surnames
            and re.fullmatch(f"[{HAN}]+", name)
            and ENDS.match(doc.text, place + size)
            and not is_role(name)
            and not MASKED.search(name + doc.text[place + size : place + size + 1])
            and name not in lexicon.word_set("no_names", "illnesses", "places")
            and not any(name.startswith(word) for word in ATTRIBUTES)
            and (size == 2 or name not in words.words)
        ):
            return name
    return ""


@lexicon.cached
def _labels() -> re.Pattern[str]:
    lists = ("citizen_roles", "complainant_roles", "victim_roles", "minor_roles")
    single = [
        word
        for word in lexicon.word_set(*lists)
        if len(word) >= 3 and LABEL_END.search(word) and not word.endswith(("人员", "代表"))
    ]
    ordered = sorted(single, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, ordered)) + ")[:为是 ]{0,2}")


@lexicon.cached
def _pet_names() -> re.Pattern[str]:
    return re.compile(lexicon.pattern("nicknames") + f"(?![{HAN}]{{0,1}}[村屯镇县市河沟])")
