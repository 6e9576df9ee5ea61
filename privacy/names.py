"""Names of people: where they stand. Whose they are says roles.py."""

import re
from collections import defaultdict
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
# What a name must gain over words: less where the text is known to speak of persons.
THRESHOLD, PERSONAL_THRESHOLD, SOME_THRESHOLD = 5.0, 2.0, 3.5
STRONG = 9.0
DENSE, SPARSE = 500, 2000  # signs of text per sure name or number
LIST_GAP = re.compile(r"[ \t]*(?:\([^()]{0,60}\))?[ \t]*(?:[、,，;；/\n\t ]|和|及|与|以及){1,4}[ \t]*")
RIGHT_WORDS = re.compile(
    r"(?:同志|先生|女士|表示|反映|介绍|告诉|说|称|认为|参加|出席|带领|等|户|家|夫妇|的|因|患|已|现|在|系|于|从|为|到|向|对|拟|等\d)"
)
PARTICLES = frozenset("由与和对向给让请及是为将被把叫替随同陪找据使以或即因经致")
PERSONAL_DATA = re.compile(r"[ ,，、:：(]*(?:[男女][,，、)\s]|身份证|\d{17}|\d{6}[ -]?(?:19|20)\d\d|1[3-9]\d{9}|联系电话|电话|手机)")
ORGANISATION = re.compile(
    f"[{HAN}]{{0,4}}?(?:养[殖猪鸡牛羊鱼鹿蜂]+[场厂]|[场厂店铺]|诊所|药房|超市|公司|合作社|农场|林场|牧场|商行|饭店|宾馆|酒店|旅店|餐馆|烧烤|美容院|理发店|纪念馆|纪念碑|纪念堂|故居|陵园|"
    "学校|小学|中学|大学|医院|幼儿园|基金会|艺术馆|美术馆|工作室|事务所|[杯奖路街镇乡县]|大桥|水库|广场|祠堂|宗祠|精神|思想|主义|理论|式|工程|班组|创新工作室)"
)
PLACE_TAILS = frozenset("村镇乡县区庄屯堡寨池桥路街巷庙寺塔墓院馆室厂店窑峡沟洞亭阁殿祠碑旗州市省")
PLACE_RIGHT = re.compile(r"(?:[村镇乡屯庄寨岭沟湖岛峡桥塔墓庙寺]|家[庄屯村窝堡沟岗店子河院]|遗址|故里|公路|大街|路段|[王公]墓|氏)")
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


def find_mentions(doc: Document, numbers: int = 0) -> list[Mention]:
    """All believed mentions in order, without overlaps; `numbers` counts personal numbers."""
    words = model()
    found = [*_in_columns(doc), *_dotted(doc), *_spaced(doc, words), *_in_prose(doc, words, numbers)]
    chosen = _without_overlaps(found)
    return _without_overlaps([*chosen, *_repeated(doc, chosen)])


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
            yield Mention(match.start(), match.end(), 40.0, "dotted")


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


def _in_prose(doc: Document, words: WordModel, numbers: int) -> list[Mention]:
    """Names in running text: word lattice plus surroundings, then lists."""
    scored: list[Mention] = []
    edges: tuple[set[int], set[int]] = set(), set()
    public = _public_places(doc)
    for run in RUN.finditer(doc.text):
        edges[0].add(run.start())
        edges[1].add(run.end())
        for one in candidates(run.group(), words):
            if one.margin < -12 or run.start() + one.start in public:
                continue
            scored.append(_weighed(doc, run.start(), len(run.group()), one))
    bonus = _list_bonus(doc, edges, scored)
    scored = [replace(one, score=one.score + bonus.get((one.start, one.end), 0.0)) for one in scored]
    sure = numbers + len({one.start for one in scored if one.score >= STRONG})
    spread = len(doc.text) / sure if sure else SPARSE + 1
    limit = PERSONAL_THRESHOLD if spread <= DENSE else SOME_THRESHOLD if spread <= SPARSE else THRESHOLD
    return [one for one in scored if one.score >= limit]


def _public_places(doc: Document) -> set[int]:
    """Places inside names of historic and leading persons, unless a citizen's label stands before."""
    places: set[int] = set()
    for match in re.finditer(lexicon.pattern("public_figures"), doc.text):
        if not lexicon.longest_suffix(doc.before(match.start(), 8).rstrip(" :"), "citizen_roles"):
            places.update(range(match.start(), match.end()))
    return places


def _weighed(doc: Document, offset: int, size: int, one: Candidate) -> Mention:
    start, end = offset + one.start, offset + one.end
    score = one.margin + _left_weight(doc, start, one.start == 0) + _right_weight(doc, end, one.end == size)
    if one.start == 0 and one.end == size:
        score += 1.5
    tail = doc.text[end - 1]
    if (tail in PLACE_TAILS or PLACE_RIGHT.match(doc.text, end)) and score < STRONG:
        score -= 5
    if doc.text[end - 1] == "某" or doc.text[start + 1] == "某" or doc.text[end : end + 1] in ("某", "×"):
        score -= 40
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
        return 6.0
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


def _list_bonus(
    doc: Document, edges: tuple[set[int], set[int]], scored: list[Mention]
) -> dict[tuple[int, int], float]:
    """Extra weight for possible names that stand in a row: 甲、乙和丙."""
    first: dict[int, list[Mention]] = defaultdict(list)
    last: list[Mention] = []
    for one in scored:
        if one.start in edges[0]:
            first[one.start].append(one)
        if one.end in edges[1]:
            last.append(one)
    bonus: dict[tuple[int, int], float] = {}

    def score(one: Mention) -> float:
        return one.score + bonus.get((one.start, one.end), 0.0)

    for left in sorted(last, key=lambda one: one.start):
        gap = LIST_GAP.match(doc.text, left.end)
        for right in first[gap.end()] if gap else ():
            whole = left.start in edges[0] and right.end in edges[1]
            for here, there in ((left, right), (right, left)):
                anchor = score(there)
                gain = 5.0 if anchor >= STRONG else 3.0 if anchor >= 2 and whole else 0.0
                key = (here.start, here.end)
                bonus[key] = max(bonus.get(key, 0.0), gain)
    return bonus


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
