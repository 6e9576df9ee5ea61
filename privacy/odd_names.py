"""Names that are no run of Han signs with a surname: spaced, vertical, dotted, Latin, given only."""

import re
from collections.abc import Iterator
from functools import cache

from pypinyin import lazy_pinyin

from . import lexicon
from .document import Document
from .lattice import candidates
from .mention import HAN, Mention
from .surroundings import RELATED, is_role, left_weight
from .word_model import WordModel

DOTTED = re.compile(f"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}")
POINTED = re.compile(rf"([{HAN}]{{2,10}})\.([{HAN}]{{2,8}})")
NOT_DOTTED = re.compile(
    r"公司|集团|大学|牛顿|的|中国|论坛|杯|展|节|版|篇|奖|计划|工程|之[旅家]|[0-9]"
)
DOTTED_LEFT = re.compile(
    r"(?:户主|[由与和对向给让请及是为将被叫随同找人者户员长任记师生子女父母妻夫家属爱侣方])"
)
DOTTED_RIGHT = re.compile(r"[的等因患已现在系于从为到向对拟和与及家户同先女表反说称住申领身诉]")
VERTICAL = re.compile(rf"(?m)^[ ]*([{HAN}])[ ]*\n[ ]*([{HAN}])[ ]*(?:\n[ ]*([{HAN}])[ ]*)?$")
LATIN = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z]{1,11}(?:[ '.-]{1,2}[A-Z][A-Za-z]{0,11}){1,3}(?![A-Za-z])"
)
BROKEN = re.compile(rf"([{HAN}]{{1,8}})[ ]*\n[ ]*([{HAN}]{{1,6}})")
LABELLED_LATIN = re.compile(
    r"(?:姓名|户主|患者|学生|申请人|监护人"
    r"|[Nn]ame)[: ]{1,3}([A-Za-z]{2,12}(?:[ .'-][A-Za-z]{2,12}){1,3})"
)
ALIAS = re.compile(
    rf"(?:外号|绰号|小名|乳名|昵称|人称|网名|又名|曾用名|大名)(?:叫|为|是|:)?[\"“'‘]?([{HAN}]{{2,4}}?)(?=[\"”'’，,。、)；;]|$)"
)
BEFORE_ALIAS = re.compile(
    rf"(?<![{HAN}])([{HAN}]{{2,4}})\((?:小名|外号|绰号|乳名|昵称|大名|曾用名)"
)
CALLED = re.compile(
    rf"(?:我叫|名叫|叫做|名字叫|名字是|自称)[“\"]?([{HAN}]{{2,4}}?)(?=[，,。、;；”\"\s(]|$)"
)
SEXED = re.compile(rf"(?<![{HAN}])([{HAN}]{{2,4}})(?:[,，(（] ?)[男女](?=[,，、)）\s])")
MARRIED = re.compile(rf"(?<![{HAN}])([{HAN}]{{1,2}}氏)(?=[，,(（、。]|$)")
PERSONS = "(?:幼儿|学生|儿童|孤儿|同学|孩子|少年|老人|村民|患者|群众|居民|残疾人|贫困户|特困人员)"
COUNTED = re.compile(
    rf"(?<![{HAN}])((?:[{HAN}]{{2,4}}[、和及,，]){{1,9}}[{HAN}]{{2,4}}?)等?(?:[一二两三四五六七八九十]|\d{{1,2}})[名位个]{PERSONS}"
)
WHOLE = 12.0  # a name over two lines against its first half
GIVEN_EDGE = re.compile(r"[(,，、。;；:\n 的由在患于和与现已因被就上年读考今正刚跟随也才还]|$")
TWICE = re.compile(rf"[、,，和及]([{HAN}])\1(?![{HAN}]*[、,，]?\d)")
LATIN_LABEL = ("citizen_roles", "minor_roles", "victim_roles", "complainant_roles", "kin")


@lexicon.cached
def _spaced_form() -> re.Pattern[str]:
    compound = lexicon.pattern("compound_surnames")
    return re.compile(
        rf"(?<![{HAN}])(?P<surname>[{HAN}]|{compound})"
        rf" {{1,4}}(?:[{HAN}]{{2}}|[{HAN}](?: {{1,4}}[{HAN}]){{0,2}})(?![{HAN}])"
    )


@lexicon.cached
def _ranked() -> re.Pattern[str]:
    """王老三, 李家媳妇."""
    surnames = lexicon.pattern("surnames")
    return re.compile(
        rf"(?<=[{HAN}、，,。:\n ])({surnames}(?:老[大二三四五六七八九]"
        r"|家(?:媳妇|小子|丫头|老[大二三四五]|大嫂|二嫂|婶子|大娘|大爷|闺女|儿子)))"
    )


def find(doc: Document, words: WordModel) -> Iterator[Mention]:
    yield from _dotted(doc)
    yield from _pointed(doc)
    yield from _spaced(doc, words)
    yield from _vertical(doc, words)
    yield from _latin(doc)
    yield from _given_only(doc, words)
    yield from _wrapped(doc, words)
    yield from _nicknames(doc, words)
    yield from _counted(doc)
    for match in CALLED.finditer(doc.text):
        if not is_role(match.group(1)):
            yield Mention(match.start(1), match.end(1), 8.0, "called")
    for match in SEXED.finditer(doc.text):
        if not is_role(match.group(1)) and not lexicon.longest_prefix(match.group(1), "no_names"):
            yield Mention(match.start(1), match.end(1), 8.0, "sexed")


def _dotted(doc: Document) -> Iterator[Mention]:
    """阿卜杜拉·买买提: the sign runs at both ends are cut where other words begin."""
    for match in DOTTED.finditer(doc.text):
        if NOT_DOTTED.search(match.group()):
            continue
        first, *_, last = match.group().split("·")
        start = match.start() + max((cut.end() for cut in DOTTED_LEFT.finditer(first)), default=0)
        cut = DOTTED_RIGHT.search(last, 1)
        end = match.end() - (len(last) - cut.start() if cut else 0)
        name = doc.text[start:end]
        if name[0] != "·" and name not in lexicon.word_set("public_figures", "no_names"):
            yield Mention(start, end, 100.0, "dotted")


def _pointed(doc: Document) -> Iterator[Mention]:
    """阿依谢姆古丽.吐尔迪: a full stop in place of the middle dot, between known blocks."""
    for match in POINTED.finditer(doc.text):
        first, last = match.groups()
        place = next((n for n in range(len(first)) if _is_block(first[n:])), None)
        if place is not None and _is_block(last):
            size = len(lexicon.longest_prefix(last, "minority_names"))
            yield Mention(match.start() + place, match.start(2) + size, 100.0, "dotted")


def _is_block(text: str) -> bool:
    return len(lexicon.longest_prefix(text, "minority_names")) > 1


def _spaced(doc: Document, words: WordModel) -> Iterator[Mention]:
    """张 三, 李  四 光, 南宫 雪: signs set apart; whole words such as 单 位 are no names."""
    for match in _spaced_form().finditer(doc.text):
        if _reads_as_name(match.group().replace(" ", ""), words, -6.0):
            yield Mention(match.start(), match.end(), 14.0, "spaced")


def _vertical(doc: Document, words: WordModel) -> Iterator[Mention]:
    """One sign a line."""
    for match in VERTICAL.finditer(doc.text):
        name = "".join(sign for sign in match.groups() if sign)
        if _reads_as_name(name, words, -6.0):
            start = match.start(1)
            end = match.end(3) if match.group(3) else match.end(2)
            yield Mention(start, end, 14.0, "vertical")


def _reads_as_name(name: str, words: WordModel, least: float) -> bool:
    if name in words.words or not 2 <= len(name) <= 4:
        return False
    return any(
        one.start == 0 and one.end == len(name) and one.margin > least
        for one in candidates(name, words)
    )


@lexicon.cached
def _pinyin_surnames() -> frozenset[str]:
    names = (*lexicon.words("surnames")[:400], *lexicon.words("compound_surnames"))
    return frozenset("".join(lazy_pinyin(name)) for name in names)


@cache
def _syllables() -> frozenset[str]:
    return frozenset(lazy_pinyin(sign)[0] for sign in map(chr, range(0x4E00, 0x8FA6)))


def _latin(doc: Document) -> Iterator[Mention]:
    """Zhang Wei by its surname and syllables, any other Latin name behind a person's label."""
    for match in LABELLED_LATIN.finditer(doc.text):
        yield Mention(match.start(1), match.end(1), 14.0, "latin")
    for match in LATIN.finditer(doc.text):
        parts = re.split(r"[ '.-]+", match.group().lower())
        pinyin = all(_is_pinyin(part) for part in parts) and len(parts) <= 3
        known = pinyin and bool({parts[0], parts[-1]} & _pinyin_surnames())
        before = doc.before(match.start(), 16).rstrip(" :为是叫(")
        labelled = lexicon.longest_suffix(before, *LATIN_LABEL) != ""
        if known or labelled:
            yield Mention(match.start(), match.end(), 14.0, "latin")


@cache
def _is_pinyin(part: str) -> bool:
    """Whether the letters are one to three syllables of pinyin."""
    reach = {0}
    for _ in range(3):
        reach |= {
            end
            for start in reach
            for end in range(start + 1, min(start + 6, len(part)) + 1)
            if part[start:end] in _syllables()
        }
    return len(part) in reach and len(part) > 1


def _wrapped(doc: Document, words: WordModel) -> Iterator[Mention]:
    """A name that a line break cuts, as in text taken from PDF files."""
    for match in BROKEN.finditer(doc.text):
        joined = match.group(1) + match.group(2)
        middle = len(match.group(1))
        for one in candidates(joined, words):
            if not one.start < middle < one.end:
                continue
            start = match.start() + one.start
            end = match.end(2) - (len(joined) - one.end)
            left = left_weight(doc, start, first=False)
            if left >= RELATED and one.margin + left >= 6:
                yield Mention(start, end, one.margin + left + WHOLE, "wrapped")


def _nicknames(doc: Document, words: WordModel) -> Iterator[Mention]:
    """外号“老倔头”, 二柱子（小名…）, 卢王氏."""
    for pattern in (ALIAS, BEFORE_ALIAS, _ranked(), MARRIED):
        for match in pattern.finditer(doc.text):
            married = pattern is MARRIED
            if not married or all(sign in words.surnames for sign in match.group(1)[:-1]):
                yield Mention(match.start(1), match.end(1), 14.0, "nickname")


def _counted(doc: Document) -> Iterator[Mention]:
    """乐乐、壮壮、安琪三名幼儿: each member of a list that ends in a count of persons."""
    for match in COUNTED.finditer(doc.text):
        for name in re.finditer(rf"[{HAN}]+", match.group(1)):
            if 2 <= len(name.group()) <= 4:
                start = match.start(1) + name.start()
                yield Mention(start, start + len(name.group()), 8.0, "listed")


@lexicon.cached
def _before_given() -> re.Pattern[str]:
    lists = lexicon.pattern("minor_roles", "child_kin", "kin")
    return re.compile(rf"{lists}(?:[:“\"]|叫|名叫|小名|乳名|昵称)*([{HAN}]{{2}})")


def _given_only(doc: Document, words: WordModel) -> Iterator[Mention]:
    """幼儿朵朵, 女儿丽丽, 长子建国: a given name alone behind a child's or a relation's word."""
    for match in _before_given().finditer(doc.text):
        given = match.group(1)
        if not GIVEN_EDGE.match(doc.text, match.end()):
            continue
        twice = given[0] == given[1] and (given[0] in words.given or given[0] in words.last)
        likely = given in words.pairs and given not in words.words
        if (twice or likely) and given not in lexicon.word_set(
            "kin", "common_words", "domain_words"
        ):
            yield Mention(match.start(1), match.end(1), 6.0, "given")
            position = match.end()
            while more := TWICE.match(doc.text, position):  # 幼儿豆豆、壮壮
                yield Mention(more.start(1), more.end(), 6.0, "given")
                position = more.end()
