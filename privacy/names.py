"""Names of people: where they stand. Whose they are says roles.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import lexicon
from .document import Document
from .lattice import Candidate, candidates
from .roles import CITIZEN, NAME_CLASSES
from .word_model import WordModel, model

HAN = "\u4e00-\u9fff\u3400-\u4dbf〇"
RUN = re.compile(f"[{HAN}]{{2,}}")
DOTTED = re.compile(f"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}")
THRESHOLD = 5.0
STRONG = 9.0
LIST_GAP = re.compile(r"[ \t]*(?:\([^()]{0,60}\))?[ \t]*(?:[、,，;；/\n\t ]|和|及|与|以及){1,4}[ \t]*")
RIGHT_WORDS = re.compile(
    r"(?:同志|先生|女士|表示|反映|介绍|告诉|说|称|认为|带领|等|户|家|夫妇|的|因|患|已|现|在|系|于|从|为|到|向|对|拟|等\d)"
)
PARTICLES = frozenset("由与和对向给让请及是为将被把叫替随同陪找据使以或即因经致")
PERSONAL_DATA = re.compile(r"[ ,，、:：(]*(?:[男女][,，、)\s]|身份证|\d{17}|\d{6}[ -]?(?:19|20)\d\d|1[3-9]\d{9}|联系电话|电话|手机)")
ORGANISATION = re.compile(
    f"[{HAN}]{{0,4}}?(?:养[殖猪鸡牛羊鱼鹿蜂]+[场厂]|[场厂店铺]|诊所|药房|超市|公司|合作社|农场|林场|牧场|商行|饭店|宾馆|酒店|旅店|餐馆|烧烤|美容院|理发店|纪念馆|纪念碑|纪念堂|故居|陵园|"
    "学校|小学|中学|大学|医院|幼儿园|基金会|艺术馆|美术馆|工作室|事务所|[杯奖路街镇乡县]|大桥|水库|广场|祠堂|宗祠|精神|思想|主义|理论|式|工程|班组|创新工作室)"
)
VERB_INSIDE = re.compile(r"[在到由被向与和的入往从将了是为对有去来看]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at [start, end); `score` is in log units, THRESHOLD and more is believed."""

    start: int
    end: int
    score: float
    kind: str = "name"

    def text(self, doc: Document) -> str:
        return re.sub(r"\s", "", doc.text[self.start : self.end])


def find_mentions(doc: Document) -> list[Mention]:
    """All believed mentions in order, without overlaps."""
    words = model()
    found = [*_in_columns(doc), *_dotted(doc), *_spaced(doc, words), *_in_prose(doc, words)]
    chosen = _without_overlaps(found)
    chosen = _without_overlaps([*chosen, *_repeated(doc, chosen)])
    return chosen


def _in_columns(doc: Document) -> Iterator[Mention]:
    """Cells below a header that promises names."""
    for cell in doc.cells:
        if cell.column not in NAME_CLASSES:
            continue
        value = doc.text[cell.start : cell.end]
        for part in re.finditer(r"[^\s、,，/;；()\d\"]+(?: {1,4}[^\s、,，/;；()\d\"](?![^\s、,，/;；()\d\"]))*", value):
            name = part.group()
            if 2 <= len(name.replace(" ", "")) <= 20 and not _is_filler(name):
                yield Mention(cell.start + part.start(), cell.start + part.end(), 30.0, "column")


def _is_filler(name: str) -> bool:
    """Cells that are no name: 匿名, totals, masks, units."""
    return bool(
        lexicon.longest_prefix(name, "no_names")
        or "*" in name
        or "某" in name
        or re.fullmatch(r"[\d\W]+", name)
    )


def _dotted(doc: Document) -> Iterator[Mention]:
    for match in DOTTED.finditer(doc.text):
        if match.group() not in lexicon.word_set("public_figures", "no_names"):
            yield Mention(match.start(), match.end(), 12.0, "dotted")


def _spaced(doc: Document, words: WordModel) -> Iterator[Mention]:
    """张 三, 李  四 光: signs set apart; whole words such as 单 位 are no names."""
    pattern = rf"(?<![{HAN}])([{HAN}]) {{1,4}}([{HAN}])(?: {{1,4}}([{HAN}]))?(?![{HAN}])"
    for match in re.finditer(pattern, doc.text):
        name = re.sub(" ", "", match.group())
        if name[0] not in words.surnames or name in words.words:
            continue
        best = max(candidates(name, words), key=lambda one: (one.end - one.start, one.margin))
        if best.end - best.start == len(name) and best.margin > -6:
            yield Mention(match.start(), match.end(), max(best.margin + 4, 8.0), "spaced")


def _in_prose(doc: Document, words: WordModel) -> Iterator[Mention]:
    """Names in running text: word lattice plus surroundings, then lists."""
    scored: list[Mention] = []
    whole: dict[int, Mention] = {}
    for run in RUN.finditer(doc.text):
        for one in candidates(run.group(), words):
            if one.margin < -12:
                continue
            mention = _weighed(doc, run.start(), len(run.group()), one)
            scored.append(mention)
            if one.end - one.start == len(run.group()):
                whole[run.start()] = mention
    bonus = _list_bonus(doc, whole, scored)
    for mention in scored:
        score = mention.score + bonus.get(mention.start, 0.0) * (mention.start in whole and whole[mention.start].end == mention.end)
        if score >= THRESHOLD and not _is_public(doc, mention):
            yield replace(mention, score=score)


def _weighed(doc: Document, offset: int, size: int, one: Candidate) -> Mention:
    start, end = offset + one.start, offset + one.end
    score = one.margin + _left_weight(doc, start, one.start == 0) + _right_weight(doc, end, one.end == size)
    if one.start == 0 and one.end == size:
        score += 1.5
    if ORGANISATION.match(doc.text, end) and not VERB_INSIDE.search(doc.text[end : end + 4]):
        score -= 8
    return Mention(start, end, score, one.kind)


def _left_weight(doc: Document, start: int, first: bool) -> float:
    before = doc.before(start, 24)
    plain = before.rstrip(" :：\t“\"'")
    names = ("official_roles", "citizen_roles", "minor_roles", "complainant_roles", "victim_roles", "donor_roles")
    word = lexicon.longest_suffix(plain, *names, "role_endings")
    if word:
        return 7.0 if before != plain or len(word) > 2 else 6.0
    if lexicon.longest_suffix(plain, "kin"):
        return 5.0
    if not before.strip():
        return 1.5
    if first:
        return 1.0
    if before[-1] in PARTICLES:
        return 1.0
    return -0.5


def _right_weight(doc: Document, end: int, last: bool) -> float:
    after = doc.after(end, 24)
    if lexicon.longest_prefix(after.lstrip(" "), "official_right"):
        return 5.0
    if PERSONAL_DATA.match(after):
        return 5.0
    if after.startswith("同志"):
        return 6.0
    if last:
        return 1.0
    if RIGHT_WORDS.match(after):
        return 1.0
    return -1.0


def _list_bonus(doc: Document, whole: dict[int, Mention], scored: list[Mention]) -> dict[int, float]:
    """Extra weight for runs that are entirely a possible name and stand in a row of such."""
    bonus: dict[int, float] = {}
    best: dict[int, float] = {}
    for mention in scored:
        best[mention.end] = max(best.get(mention.end, -99.0), mention.score)
    order = sorted(whole)
    for start in order:
        mention = whole[start]
        gap = LIST_GAP.match(doc.text, mention.end)
        if not gap or gap.end() not in whole:
            continue
        other = whole[gap.end()]
        for here, there in ((mention, other), (other, mention)):
            anchor = max(best[there.end], there.score + bonus.get(there.start, 0.0))
            gain = 5.0 if anchor >= STRONG else 3.0 if anchor >= 2 else 0.0
            bonus[here.start] = max(bonus.get(here.start, 0.0), gain)
    return bonus


def _is_public(doc: Document, mention: Mention) -> bool:
    name = doc.text[mention.start : mention.end]
    return name in lexicon.word_set("public_figures") and not doc.before(mention.start, 4).endswith(
        ("户主", "患者", "姓名:")
    )


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    taken: list[Mention] = []
    used: set[int] = set()
    for mention in sorted(found, key=lambda one: (-one.score - 0.6 * (one.end - one.start), one.start)):
        span = range(mention.start, mention.end)
        if used.isdisjoint(span):
            used.update(span)
            taken.append(mention)
    return sorted(taken, key=lambda one: one.start)


def _repeated(doc: Document, known: list[Mention]) -> Iterator[Mention]:
    """Every further mention of a name that was believed somewhere."""
    names = {
        one.text(doc)
        for one in known
        if one.score >= THRESHOLD + 1 or one.end - one.start > 2
    }
    names = {name for name in names if 2 <= len(name) <= 20}
    if not names:
        return
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    for match in re.finditer(pattern, doc.text):
        yield Mention(match.start(), match.end(), THRESHOLD, "repeated")
