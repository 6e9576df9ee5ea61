"""Names with their roles, and what belongs to a person: illness, disability, income, telephone."""

import re
from collections import defaultdict
from dataclasses import replace

from . import lexicon
from .document import Document
from .findings import KEEP, Hit
from .mention import Mention
from .names import find_mentions
from .occupancy import Occupancy
from .persons import Persons
from .policy import Policy
from .role_forms import BEARERS
from .roles import (
    CITIZEN,
    COMPLAINANT,
    DONOR,
    MINOR,
    NAME_CLASSES,
    OFFICIAL,
    SAYS,
    SCHOOL,
    UNKNOWN,
    Role,
    heading_role,
    role_of,
)
from .rules import belief, birth_date, disability, health, income, situation, track
from .second_opinion import UNSURE

LIST_GAP = re.compile(
    r"[ \t]*(?:\([^()]{0,80}\))?(?:[ ,，]*\d[\d,.]*(?:元|万元|册|件|本|套|公斤|吨"
    r"|箱))?[ \t]*(?:[、,，;；/\n\t ]|和|及|与|以及){1,3}[ \t]*"
)
BACK_GAP = re.compile(r" ?(?:[、,，]|和|及|与|以及) ?")
ANONYMOUS = re.compile(r"匿名|未同意|不同意公开|不愿|不公开|要求保密|化名")
OFFICE_LINE = re.compile(
    r"(?:监督|举报|咨询|投诉|值班|办公|服务|公示|热线|业务|应急|救灾|受理|报名|联系人|单位|传真"
    r"|经办|办事|工作|公务|维权|求助|防汛|报警|征集|客服|窗口|代理机构|采购人|招标人"
    r"|项目)[^，。；;\n]{0,8}$"
)
PRIVATE_LINE = re.compile(
    r"(?:本人|户主|申请人|监护人|家长|患者|来电|您|其|个人|家庭|投诉人"
    r"|举报人)[^，。；;\n]{0,8}$"
)
# 联系受援人：, 家长手机: whose line it is stands before the number itself.
LINE_WORD = re.compile(r"(?:联系|[:为是 ]|电话|手机|号码|方式|的|号|微信|致电|\()+$")
PRIVATE_ROLES = ("citizen_roles", "minor_roles", "complainant_roles", "victim_roles", "kin")
PERSONS = frozenset(NAME_CLASSES)
OWNER_REACH = 70
NEAR = 16
PERSONAL = frozenset(
    "RESIDENT_ID RESIDENT_ID_15 BANK_ACCOUNT PERSONAL_PHONE DISABILITY_CERT DATE_OF_BIRTH PLATE".split()
)


def with_names(doc: Document, hits: list[Hit], *, policy: Policy, allowed: set[str]) -> list[Hit]:
    """All hits: the structured ones, names, and what counts only beside a person."""
    taken = Occupancy(len(doc.text))
    for hit in hits:
        taken.add(hit)
    mentions = [
        one for one in find_mentions(doc, _numbers(hits)) if taken.is_free(one.start, one.end)
    ]
    judged = _roles(doc, mentions, policy)
    # An official of the register whose name a citizen of this text bears as well.
    shared = {
        one.text(doc) for one, role in judged if role.cls != OFFICIAL and role.strength >= 2
    } & allowed
    names = [_name_hit(doc, one, role, allowed, shared) for one, role in judged]
    for hit in names:
        taken.add(hit)
    hits = [*hits, *names]
    for hit in birth_date.find_beside(doc, names):
        if taken.is_free(hit.start, hit.end):
            taken.add(hit)
            hits.append(hit)
    persons = Persons.of(hits)
    for hit in health.find_beside(doc, names):
        if taken.is_free(hit.start, hit.end) and persons.tied(doc, hit.start, hit.end):
            taken.add(hit)
            hits.append(hit)
    for rule in (health.find, disability.find, income.find, track.find, belief.find):
        for hit in rule(doc, persons):
            if taken.is_free(hit.start, hit.end):
                taken.add(hit)
                hits.append(hit)
    for hit in situation.find_bereft(doc):
        if taken.is_free(hit.start, hit.end) and persons.tied(doc, hit.start, hit.end):
            hits.append(hit)
    return [_owned(doc, hit, hits, allowed) for hit in hits]


def _numbers(hits: list[Hit]) -> int:
    """How many numbers of persons the text holds: a hint that names stand beside them."""
    return sum(hit.cls in PERSONAL and hit.action != KEEP for hit in hits)


def _roles(doc: Document, mentions: list[Mention], policy: Policy) -> list[tuple[Mention, Role]]:
    """Own evidence, else that of the list the name stands in, else that of its namesakes."""
    roles: list[Role] = []
    for place, one in enumerate(mentions):
        role = _by_list(doc, one, role_of(doc, one.start, one.end), policy)
        if role.strength == 0 and place:
            previous = mentions[place - 1]
            gap = doc.text[previous.end : one.start]
            if LIST_GAP.fullmatch(gap) and roles[-1].strength:
                role = replace(roles[-1], strength=min(roles[-1].strength, 1), why="与前一姓名并列")
        if role.strength == 0:
            role = heading_role(doc, one.start)
        roles.append(role)
    for place in range(len(mentions) - 2, -1, -1):
        gap = doc.text[mentions[place].end : mentions[place + 1].start]
        if not roles[place].strength and roles[place + 1].strength and BACK_GAP.fullmatch(gap):
            roles[place] = replace(roles[place + 1], strength=1, why="与后一姓名并列")
    evidence: dict[str, set[str]] = defaultdict(set)
    for one, role in zip(mentions, roles, strict=True):
        if role.strength:
            evidence[one.text(doc)].add(role.cls)
    for place, (one, role) in enumerate(zip(mentions, roles, strict=True)):
        known = evidence.get(one.text(doc), set())
        if role.strength == 0 and len(known) == 1:
            roles[place] = Role(next(iter(known)), 1, "与文中他处同名者一致")
        elif role.strength == 0 and (known or policy.minors):
            roles[place] = Role(MINOR if policy.minors else CITIZEN, 0, role.why)
    return list(zip(mentions, roles, strict=True))


def _by_list(doc: Document, one: Mention, role: Role, policy: Policy) -> Role:
    """Lists that say whose a school in brackets is, or that bearers of heritage follow."""
    if role.why == SCHOOL:
        heading = heading_role(doc, one.start)
        if policy.minors or (heading.strength and heading.cls != OFFICIAL):
            return heading if heading.cls != OFFICIAL and heading.strength else UNKNOWN
    if (
        policy.key == "HERITAGE"
        and role.cls == CITIZEN
        and BEARERS.search(doc.before(one.start, 200))
    ):
        return Role(OFFICIAL, 1, "列于传承人名单")
    return role


def _name_hit(doc: Document, one: Mention, role: Role, allowed: set[str], shared: set[str]) -> Hit:
    confidence = min(0.99, 0.6 + max(one.score - 5.0, 0.0) / 40 + 0.08 * role.strength)
    name = one.text(doc)
    if name in allowed:
        if name in shared and role.strength < 2:
            why = "与名录中的公职人员同名，语境看不出是谁，请核对"
            return Hit(one.start, one.end, CITIZEN, 0.5, why)
        if role.cls == OFFICIAL or role.strength < 2:
            return Hit(one.start, one.end, OFFICIAL, 0.9, "在本单位公开名录中", KEEP)
        return Hit(
            one.start,
            one.end,
            role.cls,
            confidence,
            "与名录中的负责人同名，但语境为个人，请核对",
            _act(role),
        )
    return replace(_proposed(doc, one, role, confidence), entry=role.entry)


def _proposed(doc: Document, one: Mention, role: Role, confidence: float) -> Hit:
    reason = f"姓名，{SAYS[role.cls]}：{role.why}"
    if one.kind == UNSURE:
        confidence = 0.4 + 0.05 * role.strength
        reason += "，仅第二识别器认出，请核对"
    if role.cls == OFFICIAL:
        return Hit(one.start, one.end, OFFICIAL, confidence, reason, KEEP)
    if role.cls == DONOR:
        if not ANONYMOUS.search(_item(doc, one)):
            return Hit(one.start, one.end, DONOR, confidence, reason + "，未见要求匿名", KEEP)
        return Hit(
            one.start, one.end, DONOR, confidence, reason + "，要求匿名或未同意公开", "generalise"
        )
    return Hit(one.start, one.end, role.cls, confidence, reason, _act(role))


def _item(doc: Document, one: Mention) -> str:
    """The entry of a list that the name stands in."""
    left = re.split(r"[、；;。\n]", doc.before(one.start, 24))[-1]
    return left + re.split(r"[、；;。\n]|爱心|市民|热心|单位", doc.after(one.end, 40))[0]


def _act(role: Role) -> str:
    return "remove" if role.cls in (COMPLAINANT, MINOR) else ""


def _owner(doc: Document, hit: Hit, hits: list[Hit]) -> Hit | None:
    """The person named last before the number in its sentence."""
    first, _ = doc.sentence(hit.start, hit.end)
    first = max(first, hit.start - OWNER_REACH)
    owners = [one for one in hits if first <= one.start < hit.start and one.cls in PERSONS]
    return max(owners, key=lambda one: one.start, default=None)


def _is_near(owner: Hit, hit: Hit) -> bool:
    return hit.start - owner.end <= NEAR


def _owned(doc: Document, hit: Hit, hits: list[Hit], allowed: set[str]) -> Hit:
    """A mobile that belongs to an office or an official is kept."""
    if hit.cls not in ("PERSONAL_PHONE", "EMAIL", "LANDLINE") or hit.action == KEEP:
        return hit
    value = re.sub(r"[\s\-]", "", doc.text[hit.start : hit.end])
    if value in {re.sub(r"[\s\-]", "", entry) for entry in allowed}:
        return replace(hit, cls="OFFICE_PHONE", action=KEEP, reason="在本单位公开电话名录中")
    if hit.cls != "PERSONAL_PHONE" or hit.action:
        return hit
    cell = doc.cell(hit.start)
    if cell and cell.column == "PERSONAL_PHONE":
        return hit
    left = doc.before(hit.start, 16)
    if PRIVATE_LINE.search(left) or lexicon.longest_suffix(LINE_WORD.sub("", left), *PRIVATE_ROLES):
        return hit
    owner = _owner(doc, hit, hits)
    citizen = owner is not None and owner.cls != OFFICIAL and owner.action != KEEP
    if citizen and not OFFICE_LINE.search(doc.text[owner.end : hit.start]) and _is_near(owner, hit):
        return hit
    if OFFICE_LINE.search(left):
        return replace(hit, cls="OFFICE_PHONE", action=KEEP, reason="标明为办公或公布的电话")
    if owner and owner.cls == OFFICIAL and "传承人" not in owner.reason:
        return replace(
            hit, cls="OFFICE_PHONE", action=KEEP, reason="为前文负责人或联系人的工作电话"
        )
    return hit
