"""Whose name is it: an official's or a citizen's? Evidence stands left, right or in the header.

Without evidence the role is `citizen`: an unknown role means that the name is not shown.
"""

import re
from dataclasses import dataclass

from . import lexicon
from .document import Document
from .role_forms import (
    ADDRESSED,
    ADULT_RIGHT,
    APPLICANT_SIGN,
    APPOINTED,
    ASKED,
    ASKED_LINE,
    BRACKET_END,
    CADRE_RIGHT,
    CITIZEN_IN_BRACKET,
    CITIZEN_RIGHT,
    CLASS_LIST,
    COMPLAINT_RIGHT,
    COMRADE_RIGHT,
    DONOR_RIGHT,
    FILLERS,
    GIFT_RIGHT,
    GIFTS,
    HEADING,
    LINE_LEFT,
    LINE_RIGHT,
    LISTING,
    MEETING_RIGHT,
    MINOR_RIGHT,
    NO_OFFICE,
    NOT_PERSONS,
    NUMBERED,
    OFFICE_END,
    OFFICE_IN_BRACKET,
    OFFICE_LIST,
    PERSONNEL,
    PROFESSION,
    SCHOOL_IN_BRACKET,
    SIGN_OFF,
    STAFF,
    TITLE_CHUNK,
)

OFFICIAL, CITIZEN, MINOR = "OFFICIAL_NAME", "RECIPIENT_NAME", "MINOR_NAME"
COMPLAINANT, VICTIM, DONOR = "COMPLAINANT", "VICTIM", "DONOR"
NAME_CLASSES = (OFFICIAL, CITIZEN, MINOR, COMPLAINANT, VICTIM, DONOR)
LISTS = {
    CITIZEN: ("citizen_roles", "kin"),
    MINOR: ("minor_roles",),
    COMPLAINANT: ("complainant_roles",),
    VICTIM: ("victim_roles",),
    DONOR: ("donor_roles",),
    OFFICIAL: ("official_roles", "role_endings", "official_acts"),
}
SAYS = {
    OFFICIAL: "公职人员或单位代表",
    CITIZEN: "个人（救助、申请、当事等对象）",
    MINOR: "未成年人",
    COMPLAINANT: "投诉、举报人",
    VICTIM: "伤亡人员",
    DONOR: "捐赠人",
}
PERSONS_LISTS = tuple(name for cls, lists in LISTS.items() if cls != OFFICIAL for name in lists)
SCHOOL = "括注学校"


@dataclass(frozen=True, slots=True)
class Role:
    """`strength` 0 none, 1 hint or inherited, 2 words beside the name, 3 a header or label."""

    cls: str
    strength: int
    why: str
    entry: str = ""  # the word of our lists that decided (lexicon.entry)


POLITE = re.compile(r" ?(?:先生|女士|同志|老师)")
UNKNOWN = Role(CITIZEN, 0, "身份不明")


def role_of(doc: Document, start: int, end: int) -> Role:
    """The role of the name at [start, end) by its own surroundings."""
    cell = doc.cell(start)
    if cell and cell.column in NAME_CLASSES:
        inside = doc.before(start, start - cell.start)
        own = _left(inside) if inside.strip() else None
        return own or Role(cell.column, 3, "所在列的表头")
    left = _left(doc.before(start, 40)) or _asked(doc, start, end)
    right = _right(doc, start, end)
    if left and right and left.cls != right.cls:
        if left.cls == OFFICIAL and left.strength >= 2 and POLITE.match(doc.after(end, 3)):
            return left  # 传承人某某先生: a form of address says nothing about the person
        return _stronger(left, right)
    return left or right or _sign_off(doc, start, end) or UNKNOWN


def heading_role(doc: Document, start: int) -> Role:
    """The role that the words before the last colon of the line give to a whole list."""
    heading = HEADING.search(doc.before(start, 160))
    if heading is None:
        return UNKNOWN
    best = (-1, 0, UNKNOWN)
    for cls, lists in LISTS.items():
        for match in lexicon.compiled(*lists).finditer(heading.group(1)):
            rest = heading.group(1)[match.end() :]
            if len(match.group()) < 2 or (cls == OFFICIAL and not OFFICE_LIST.fullmatch(rest)):
                continue
            if (match.end(), len(match.group())) > best[:2]:
                why = f"列于“{match.group()}”之下"
                entry = lexicon.entry(match.group(), *lists)
                best = (match.end(), len(match.group()), Role(cls, 1, why, entry))
    return best[2]


def _stronger(left: Role, right: Role) -> Role:
    """Between two words the more careful one, except that 户主 beats a title and a title a kin."""
    if CITIZEN in (left.cls, right.cls) and OFFICIAL in (left.cls, right.cls):
        official = left if left.cls == OFFICIAL else right
        return official if official.strength > 2 else Role(CITIZEN, 2, "左右语境不一致")
    if left.cls == OFFICIAL and left.strength >= 2 and right.cls == COMPLAINANT:
        return left  # 班主任反映 speaks of an office, not of a complaint
    special = [role for role in (left, right) if role.cls not in (CITIZEN, OFFICIAL)]
    return special[0] if special else left


def _left(before: str) -> Role | None:
    if CLASS_LIST.search(before):
        return Role(MINOR, 3, "前为班级名称")
    labelled = before.rstrip().endswith((":", "："))
    plain = _stripped(before)
    found: tuple[int, Role] | None = None
    for cls, lists in LISTS.items():
        word = lexicon.longest_suffix(plain, *lists)
        if word in lexicon.word_set("official_acts") and not (labelled or before[-1:].isspace()):
            word = ""
        special = cls not in (CITIZEN, OFFICIAL)  # 失踪人员 stands in two lists
        least = found[0] + (not special) if found else 2
        if len(word) >= max(least, 2):
            strength, entry = 3 if labelled else 2, lexicon.entry(word, *lists)
            found = len(word), Role(cls, strength, f"前有“{word}”", entry)
    if found:
        return found[1]
    if STAFF.search(plain):
        return Role(OFFICIAL, 2, "前为工作人员类别")
    if PERSONNEL.search(plain):
        return Role(CITIZEN, 1, "前为人员类别")
    if PROFESSION.search(plain):
        return Role(OFFICIAL, 1, "前为职务或职业")
    if OFFICE_END.search(plain) and not NO_OFFICE.search(plain):
        return Role(OFFICIAL, 1, "前为单位名称")
    return None


def _asked(doc: Document, start: int, end: int) -> Role | None:
    """Whoever is named beside an office's line as the one to ask."""
    before = doc.before(start, 30)
    if ASKED.search(before) and LINE_RIGHT.match(doc.text, end):
        return Role(OFFICIAL, 1, "与公布的办公电话并列")
    line = LINE_LEFT.search(before)
    if line and ASKED_LINE.search(before[: line.start()]):
        return Role(OFFICIAL, 1, "与公布的办公电话并列")
    return None


def _stripped(before: str) -> str:
    """The text left of a name without numbering, fillers and one bracket."""
    plain = FILLERS.sub("", NUMBERED.sub("", before))
    if plain.endswith(")"):
        plain = FILLERS.sub("", BRACKET_END.sub("", plain))
    return plain.replace(" ", "")


def _right(doc: Document, start: int, end: int) -> Role | None:
    after = doc.after(end, 40)
    title = lexicon.longest_prefix(after.lstrip(" "), "official_right")
    if len(title) >= 2:
        return Role(OFFICIAL, 2, f"后有“{title}”", f"official_right:{title}")
    if COMRADE_RIGHT.match(after) or CADRE_RIGHT.match(doc.after(end, 100)):
        return Role(OFFICIAL, 2, "后为任职、聘用")
    if MEETING_RIGHT.match(after):
        return Role(OFFICIAL, 2, "后为参加会议等公务活动")
    bracket = re.match(r"\s?\(([^()]{1,40})\)?", after)
    if bracket:
        inside = bracket.group(1)
        if CITIZEN_IN_BRACKET.search(inside):
            return Role(CITIZEN, 2, "括注个人情况")
        if OFFICE_IN_BRACKET.search(inside) or is_office(inside):
            # A school in brackets may be a pupil's: then the heading of the list decides.
            if SCHOOL_IN_BRACKET.fullmatch(inside):
                return Role(OFFICIAL, 1, SCHOOL)
            return Role(OFFICIAL, 2, "括注单位或职务")
    if COMPLAINT_RIGHT.match(after):
        return Role(COMPLAINANT, 2, "后有投诉、反映等语")
    if ADDRESSED.match(after + doc.text[end + 40 : end + 60]) and _line_start(doc, start):
        return Role(CITIZEN, 2, "为文书的受文人")
    if MINOR_RIGHT.match(after):
        return Role(MINOR, 2, "后有“同学”等称呼")
    if ADULT_RIGHT.match(after) or CITIZEN_RIGHT.match(after):
        return Role(CITIZEN, 2, "后有个人情况")
    appointed = APPOINTED.match(after)
    if appointed and is_office(appointed.group(1)):
        return Role(OFFICIAL, 2, "后为任职、聘用")
    if chunk := TITLE_CHUNK.match(after):
        text = next(filter(None, chunk.groups()))
        if is_office(text):
            return Role(OFFICIAL, 2, "后为单位和职务")
    if GIFT_RIGHT.match(after) and GIFTS.search(doc.before(start, 60)):
        return Role(DONOR, 1, "捐赠清单中的姓名和金额")
    if DONOR_RIGHT.match(after):
        return Role(DONOR, 1, "后有捐赠字样或金额")
    return None


def announces_persons(doc: Document, start: int) -> bool:
    """Whether a list at `start` stands under a heading such as 低保户名单."""
    line = doc.before(start, 60)
    if line.strip():
        heading = HEADING.search(line)
        title = heading.group(1) if heading and heading.end() == len(line) else ""
    else:
        above = doc.text[max(0, start - 80) : max(0, start - len(line) - 1)]
        title = above.rsplit("\n", 1)[-1]
    if LISTING.search(title) is None or NOT_PERSONS.search(title):
        return False
    return "名单" in title or lexicon.compiled(*PERSONS_LISTS).search(title) is not None


def is_office(words: str) -> bool:
    """Whether the words end in an office or a profession and not in a citizen's role."""
    role = lexicon.longest_suffix(words, "role_endings", "official_roles")
    other = lexicon.longest_suffix(words, "citizen_roles", "minor_roles", "victim_roles")
    if len(other) > len(role):
        return False
    return bool(role) or (PROFESSION.search(words) or STAFF.search(words)) is not None


def _line_start(doc: Document, start: int) -> bool:
    return not doc.before(start, 6).strip()


def _sign_off(doc: Document, start: int, end: int) -> Role | None:
    """A name that closes a line of comments such as 负责人意见：同意。"""
    if doc.after(end, 3).strip(" 。.\t"):
        return None
    line = doc.before(start, 60)
    if APPLICANT_SIGN.search(line):
        return None
    if SIGN_OFF.search(line) or line.rstrip().endswith(("同意。", "属实。", "情况属实", "同意")):
        return Role(OFFICIAL, 1, "为审批意见的落款")
    return None
