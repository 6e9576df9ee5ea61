"""Names of people: where they stand. Whose they are says roles.py."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from . import labelled_names, lexicon, odd_names, surroundings
from .document import Document
from .lattice import Candidate, candidates
from .mention import HAN, Mention
from .roles import NAME_CLASSES, announces_persons
from .second_opinion import UNSURE, Opinion
from .word_model import WordModel, model

RUN = re.compile(f"[{HAN}]{{2,}}")
HAN_SIGN = re.compile(f"[{HAN}]")
# What a name must gain over words: less where the text is known to speak of persons.
THRESHOLD, PERSONAL_THRESHOLD, SOME_THRESHOLD = 6.5, 2.0, 4.5
HOPELESS = -16.0  # no surroundings make up for this
COMMON = -13.0  # log probability from which a word is an everyday one
STRONG = 9.0  # carries its neighbours in a list
SURE = 7.0  # shows that the text speaks of persons
# Signs that follow a name far more often than they end one; at a stop only the last two do.
FUNCTION_SIGNS = frozenset(
    "入为等的了在与和及由被将已对向因系于从到并或其此该即也都各是有无患住现拟经称说至把让给同就又还仍均未不没"
)
CLOSING_SIGNS = frozenset("等的了")
GIVEN_TOO = frozenset("和有同")  # of these signs the ones that end given names too
FUNCTION_COST = 9.0
REMARK = re.compile(r"[ \t]?\([^()\n]{0,40}")
COUNTED = re.compile(r"\d[平公万千百亿元年月日时分号项]")  # 4.1万元 holds no person called 万元
LONGEST_NAME = 4
ROW_GAP = re.compile(r"[ \t]*(?:\([^()\n]{0,40}\))?[ \t]*(?:[、,，;；\n \t]|和|及){1,3}[ \t]*")
SHARE = re.compile(
    r"(?<=..)(?:每人|各[获得补奖领发]?|[两三四五六七八九]人|均[获为已]?|等\d*人?|分别)$"
)
# How laws, orders and plans speak: passages of them are short and name nobody.
RULES = re.compile(
    r"应当|不得|本[法条办规决]|条例|第[一二三四五六七八九十百零]+条|依法|国务院|国家|主管部门|人民政府"
    r"|加强|促进|推进|完善|开展|鼓励|制定|按照.{1,20}(?:规定|要求)|是指|包括"
)
DOUBTED = frozenset({"labelled", UNSURE, "given"})
SHORT = 300  # a fragment: no law, so more likely about somebody
DENSE, SPARSE = 500, 2000  # signs of text per sure name or number
LIST_GAP = re.compile(
    r"[ \t]*(?:\([^()]{0,60}\))?[ \t]*(?:[、,，;；/\n\t ]|和|及|与|以及){1,4}[ \t]*"
)


def find_mentions(doc: Document, numbers: int = 0) -> list[Mention]:
    """All believed mentions in order, without overlaps; `numbers` counts personal numbers."""
    words, opinion = model(), Opinion.on(doc)
    public = _public_places(doc)
    found = [
        *_in_columns(doc),
        *_in_prose(doc, words, numbers, opinion, public),
        *odd_names.find(doc, words),
        *labelled_names.find(doc, words),
    ]
    chosen = opinion.widened(doc, _without_overlaps(found), public)
    chosen = _believed_in_rules(doc, chosen, numbers)
    return _without_overlaps([*chosen, *_repeated(doc, chosen)])


def _believed_in_rules(doc: Document, chosen: list[Mention], numbers: int) -> list[Mention]:
    """In rules, which speak of nobody, a word behind 申请人 or 残疾人 is a word, and what only
    the second finder sees is no person."""
    if numbers or not RULES.search(doc.text) or any(_is_sure(one) for one in chosen):
        return chosen
    return [one for one in chosen if one.kind not in DOUBTED]


def _is_sure(one: Mention) -> bool:
    return one.score >= SURE and one.kind not in DOUBTED


def _in_columns(doc: Document) -> Iterator[Mention]:
    """Cells below a header that promises names."""
    for cell in doc.cells:
        if cell.column not in NAME_CLASSES:
            continue
        value = doc.text[cell.start : cell.end]
        for part in re.finditer(
            r"[^\s、,，/;；()\d\"]+(?: {1,4}[^\s、,，/;；()\d\"](?![^\s、,，/;；()\d\"]))*", value
        ):
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


def _in_prose(
    doc: Document, words: WordModel, numbers: int, opinion: Opinion, public: set[int]
) -> list[Mention]:
    """Names in running text: word lattice plus surroundings, then lists."""
    scored: list[Mention] = []
    edges: tuple[set[int], set[int]] = set(), set()
    for run in RUN.finditer(doc.text):
        edges[0].add(run.start())
        edges[1].add(run.end())
        for one in candidates(run.group(), words):
            if one.margin < HOPELESS or run.start() + one.start in public:
                continue
            if one.start == 0 and COUNTED.match(doc.text, max(run.start() - 1, 0)):
                continue
            weighed = _weighed(doc, run.start(), len(run.group()), one)
            gain = opinion.weight(weighed.start, weighed.end)
            scored.append(replace(weighed, score=weighed.score + gain) if gain else weighed)
    bonus = _list_bonus(doc, edges, scored)
    scored = [
        replace(one, score=one.score + bonus.get((one.start, one.end), 0.0)) for one in scored
    ]
    sure = numbers + len(
        {one.start for one in scored if one.score >= SURE - 2 * (one.kind == "nickname")}
    )
    spread = len(doc.text) / sure if sure else SPARSE + 1
    if spread <= DENSE:
        limit = PERSONAL_THRESHOLD
    else:
        is_fragment = len(doc.text) < SHORT and not RULES.search(doc.text)
        limit = SOME_THRESHOLD if spread <= SPARSE or is_fragment else THRESHOLD
    believed = [one for one in scored if one.score >= limit]
    return [*believed, *_by_consensus(doc, believed, words)]


def _by_consensus(doc: Document, believed: list[Mention], words: WordModel) -> Iterator[Mention]:
    """The odd member of a list of names: 宫本友、计红军、初振海 (计红军 reads like words)."""
    sure = {one.start: one for one in believed}
    chain: list[tuple[int, int]] = []
    for run in (*RUN.finditer(doc.text), None):
        if chain and run and REMARK.fullmatch(doc.text, chain[-1][1], run.start()):
            continue  # 黎明（死亡）、查干: a remark is no member
        if chain and (run is None or not ROW_GAP.fullmatch(doc.text, chain[-1][1], run.start())):
            yield from _odd_members(doc, chain, sure, words)
            chain = []
        if run:
            tail = SHARE.search(run.group())  # 丹珠每人300元 ends a list of persons
            chain.append((run.start(), run.start() + tail.start() if tail else run.end()))


def _odd_members(
    doc: Document, chain: list[tuple[int, int]], sure: dict[int, Mention], words: WordModel
) -> Iterator[Mention]:
    while chain and chain[0][1] - chain[0][0] > LONGEST_NAME:
        chain = chain[1:]  # the heading on the line above
    rest = [span for span in chain if span[0] not in sure and not _ends_sure(span, sure)]
    agreed = len(chain) >= 3 and len(rest) * 2 <= len(chain)
    if len(chain) < 2 or not rest or not (agreed or announces_persons(doc, chain[0][0])):
        return
    for start, end in rest:
        name = doc.text[start:end]
        known = name[0] in words.surnames and name[-1] not in surroundings.PLACE_TAILS
        other = surroundings.is_role(name) or _is_filler(name)
        counted = COUNTED.match(doc.text, max(start - 1, 0))
        if known and 2 <= len(name) <= 3 and not other and not counted:
            yield Mention(start, end, THRESHOLD, "listed")


def _ends_sure(span: tuple[int, int], sure: dict[int, Mention]) -> bool:
    """Whether a believed name closes the run, as in 名单如下张三."""
    return any(sure[place].end == span[1] for place in range(*span) if place in sure)


def _public_places(doc: Document) -> set[int]:
    """Places inside names of historic and leading persons, unless a citizen's label stands before."""
    places: set[int] = set()
    for match in lexicon.compiled("public_figures").finditer(doc.text):
        if not lexicon.longest_suffix(doc.before(match.start(), 8).rstrip(" :"), "citizen_roles"):
            places.update(range(match.start(), match.end()))
    return places


def _weighed(doc: Document, offset: int, size: int, one: Candidate) -> Mention:
    start, end = offset + one.start, offset + one.end
    left = surroundings.left_weight(doc, start, first=one.start == 0)
    right = surroundings.right_weight(doc, end, last=one.end == size)
    score = one.margin + left + right
    if doc.text[end - 1] in (FUNCTION_SIGNS if one.end < size else CLOSING_SIGNS):
        given = doc.text[end - 1] in GIVEN_TOO and right >= surroundings.PERSONAL
        score -= 2.0 if given else FUNCTION_COST
    if one.start == 0 and one.end == size:
        score += 1.5
    if left >= surroundings.LABELLED and right > 0:
        score += 5.0
    elif left >= surroundings.RELATED and right >= surroundings.PERSONAL:
        score += 4.0
    labelled = left >= surroundings.RELATED
    sure = labelled or score >= STRONG
    score -= surroundings.place_weight(doc, start, end, labelled=labelled, sure=sure)
    return Mention(start, end, score, one.kind)


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
                gain += 3.0 if anchor >= STRONG + 4 and whole else 0.0
                key = (here.start, here.end)
                bonus[key] = max(bonus.get(key, 0.0), gain)
    return bonus


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    taken: list[Mention] = []
    used: set[int] = set()
    for mention in sorted(
        found, key=lambda one: (-one.score - 0.6 * (one.end - one.start), one.start)
    ):
        span = range(mention.start, mention.end)
        if used.isdisjoint(span):
            used.update(span)
            taken.append(mention)
    return sorted(taken, key=lambda one: one.start)


def _given_alone(doc: Document, names: set[str]) -> Iterator[Mention]:
    """桂兰说 after 王桂兰 was named; given names that are words are left alone."""
    words = model()
    given = {name[1:] for name in names if len(name) == 3 and name[0] in words.surnames}
    given = {name for name in given if words.words.get(name, COMMON - 1) < COMMON}
    if not given:
        return
    # A pattern for each text would have to be compiled: a walk over each name is far cheaper.
    for name in given:
        for start in _places(doc.text, name):
            if not start or not HAN_SIGN.match(doc.text, start - 1):
                yield Mention(start, start + len(name), PERSONAL_THRESHOLD, "given")


def _places(text: str, word: str) -> Iterator[int]:
    """Where `word` stands, without overlaps."""
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def _repeated(doc: Document, known: list[Mention]) -> Iterator[Mention]:
    """Every further mention of a name that was believed somewhere."""
    names = {
        one.text(doc) for one in known if one.score >= THRESHOLD + 1 or one.end - one.start > 2
    }
    names = {name for name in names if 2 <= len(name) <= 20}
    yield from _given_alone(doc, names)
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for start in _places(doc.text, name):
            if taken.isdisjoint(range(start, start + len(name))):
                taken.update(range(start, start + len(name)))
                yield Mention(start, start + len(name), THRESHOLD, "repeated")
