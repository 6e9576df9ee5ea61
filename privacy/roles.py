"""Whose name is it: an official's or a citizen's? Evidence stands left, right or in the header.

Without evidence the role is `citizen`: an unknown role means that the name is not shown.
"""

import re
from dataclasses import dataclass

from . import lexicon
from .document import Document

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
FILLERS = re.compile(
    r"(?:\d{1,3}[人名]|[\s:,\"'“”‘’\-—]|为|是|系|叫|即|名叫|名字叫|由|的|同志|\(签字\)|签字|签名|\(签名\)"
    r"|\(盖章\)|名单|名录|如下|依次|分别|有)+$"
)
BRACKET_END = re.compile(r"\([^()]{0,20}\)$")
# Endings of offices and professions that no list names one by one.
PROFESSION = re.compile(
    r"[\u4e00-\u9fff]{2}(?:(?<![人党学会社团船伤病雇职动驶营球童店])员|师(?<!律师函)"
    r"|(?<![家校生成班增延])长|干部|官)$"
)
PERSONNEL = re.compile(r"人员$")
STAFF = re.compile(
    r"(?:复核|审核|执法|检查|监测|采样|检测|检验|调查|工作|值班|值守|巡查|经办|承办|办案|管理|技术|医务|医护"
    r"|教学|科研|监管|督查|督导|施工|救援|勘查|评估|测绘|核查|登记|窗口|驻村|帮扶|包保|服务|安保|核实|采访"
    r"|联络|专业|参会|列席|与会|出席|到会|陪同|流调|督导|评审|验收|考核|接访|随行|消杀|防疫|业务|财务|统计|审计|接待|信访|受理|抢险|救护|护理|保洁|维修|操作|指挥|调度)人员$"
)
HEADING = re.compile(r"([^。；;:\n]{2,30}):(?!.*[。;；\n])[^:\n]*$")
LISTING = re.compile(r"名单|名册|花名|如下|[户人者童生员儿]$")
PERSONS_LISTS = tuple(name for cls, lists in LISTS.items() if cls != OFFICIAL for name in lists)
# What may follow an office in a heading: 优秀教师的决定 is a list of teachers, 会签到 of nobody.
OFFICE_LIST = re.compile(
    r"(?:名单|名录|花名册|如下|的决定|的通报|的通知|的?公示|情况|人员|成员|组成|有"
    r"|补助|补贴|津贴|奖励|表彰|名册|推荐|认定|任命|聘任|聘用|公告|一览表|联系方式|电话)*"
)
APPOINTED = re.compile(r"(?:同志)?(?:为|任|担任)([^，。；、\s,;]{2,20})")
GIFTS = re.compile(r"捐|善款|感谢|爱心|赠")
NOT_PERSONS = re.compile(
    r"学校|单位|企业|机构|村|项目|医院|药店|产品|品种|目录|公司|商户|景区|场所|园区|河流|断面"
)
NUMBERED = re.compile(r"(?:\d+[.、)]|\(\d+\)|[①-⑨])\s*$")
OFFICE_END = re.compile(
    r"(?:[局厅委办处科股室所站队部馆]|中心|公司|政府|委员会|集团|分局|法院|检察院|协会|学会|联合会"
    r"|残联|妇联|团委|总工会"
    r"|组织部|宣传部|统战部|政法委|纪委|监委|总会|基金会|报社|杂志社|出版社|指挥部|领导小组"
    r"|党组|党委|人大|政协|支部|(?:工作|专家|核查|验收|调查|检查|督导|评审|考核|巡察|审计|评估|鉴定|指导|协调|保障|医疗|救治|复核|普查)组|专班)$"
)
NO_OFFICE = re.compile(
    r"(?:住处|到处|处处|何处|福利中心|供养中心|养老中心|托养中心|康复中心|病室|教室|寝室|居室"
    r"|卧室|厕所|住所|场所|派出所抓获)$"
)
OFFICE_IN_BRACKET = re.compile(
    r"[局厅委办院所站]$|中心$|公司$|政府|委员会|学校$|大学$|学院$|医院$|协会$|镇$|乡$|街道$"
    r"|党委|单位|主任|书记|[局处科站所院校馆县市镇乡组部厅队]长|教授|经理|工程师|医师|主持|干部"
    r"|记者|代表|\d{2,4}-?\d{7,8}"
)
CITIZEN_IN_BRACKET = re.compile(
    r"[男女]|^(?:其?[妻夫父母子女兄弟姐妹]|本人|丈夫|妻子|父亲|母亲|儿子|女儿|爷爷|奶奶|祖父|祖母|外祖[父母]|家属|亲属|监护人|家长|户主)$|岁|\d级|[一二三四]级|残疾|患|身份证|贫困|低保|特困|[村屯组社]$|族$|死亡|受伤|遇难"
    r"|入住|迁出|迁入|终止|停发|取消|退出|户主|化名|学生|年级|班$|电话1|手机|出生|生于|[已病亡]故|夫妇|夫妻|之[子女父母妻夫]"
)
SCHOOL_IN_BRACKET = re.compile(
    r"[\u4e00-\u9fff]{1,16}(?:大学|学院|学校|[中小]学|一中|附中|幼儿园|高中|实验)"
)
SCHOOL = "括注学校"
BEARERS = re.compile(r"传承人[^。；\n]{0,16}[:：]")
CITIZEN_RIGHT = re.compile(
    r"[,，、 (]*(?:[男女](?![士性生方])|\d{1,3}岁"
    r"|[一二三四五六七八九]?十[一二三四五六七八九]?岁|年[近逾满]|身份证|(?:本人"
    r"|身体)?[因身]?患(?!者)|因病|病[故逝重]|重病|因[^，。；,;\n]{1,10}(?:住院|去世|死亡|致贫"
    r"|返贫|失去|离世|急需)|"
    r"户(?!籍|均|口)|一家|全家|家(?:中|庭|里|的|住|境|贫)|夫妇|夫妻|等\d+户|的?(?:遗体|遗孀"
    r"|家属|亲属|监护|孩子|住院|身份证|银行|病情|残疾)|"
    r"低保|特困|残疾|肢体|视力|听力|智力|精神|言语|死亡|身亡|遇难|受伤|失踪|失联|溺|亡故|去世"
    r"|逝世|离世|涉嫌|被(?:刑|拘|判|告|抓|查|盗|骗|救|送|砸|撞|困|埋|冲|淹|烧|咬|电|倒)|"
    r"[左右双][腿臂手脚眼耳侧下上]|头部|骨折|重伤|轻伤|当场(?:死|身|昏|晕)|抢救|申请|领取|住院|入住|住(?:在"
    r"|址)?|家住|(?:现)?就读|出生|生于|生活|丧失|瘫|无(?:劳动|收入|业|房|子女)|[已]?退休|下岗"
    r"|失业|离异|丧偶|离婚|"
    r"的?(?:父亲|母亲|丈夫|妻子|儿子|女儿|爱人|父母|配偶|爷爷|奶奶|孙子|孙女|监护人|家|孩子"
    r"|房屋|危房|申请))"
)
MEETING_RIGHT = re.compile(
    r" ?(?:同志)?(?:等(?:\d+人)?)?(?:参加|出席|列席)(?:了)?(?:会议|座谈|调研|活动|评审|验收"
    r"|检查|[，,。；;\n]|$)"
)
COMPLAINT_RIGHT = re.compile(
    r"[ ]*(?:同志|先生|女士)?(?:来信|来电|来访|反映|投诉|举报|信访|提出的信访|等\d*人反映)"
)
DONOR_RIGHT = re.compile(r"[ ]*(?:先生|女士|同志)?(?:捐(?!助对象)|认捐)")
GIFT_RIGHT = re.compile(r"[ ,，:]*\d[\d,.]*(?:元|万元)(?:[、;；,，。\n]|$)")
COMRADE_RIGHT = re.compile(
    r"(?:同志)?(?:党内|政务|被?诫勉)|同志(?:负责|主持|分管|牵头|任|担任|兼任|到会|出席|讲话|参加|陪同|带队|牺牲|先进)"
)
# 请联系甲，0431-…: whom to ask, with an office's line.
ASKED = re.compile(r"(?:联系|咨询|请找|致电|询问|拨打|监督|举报|受理|服务)[^，。；;\n]{0,6}$")
LINE_RIGHT = re.compile(
    r"[ ,，:(]{1,3}(?:联系|办公|咨询)?(?:电话)?[: ]{0,2}\(?0\d{2,3}[)\- ]?\d{7,8}(?!\d)"
)
LINE_LEFT = re.compile(r"0\d{2,3}[\- ]?\d{7,8}[ ,，、(]{1,3}$")
ASKED_LINE = re.compile(r"(?:联系|咨询|监督|举报|办公|值班|受理|服务|投诉|热线)")
MINOR_RIGHT = re.compile(
    r"(?:小?同学|小朋友|(?:的)?(?:爸爸?|妈妈?|爷爷|奶奶|姥姥|姥爷|家长)(?![\u4e00-\u9fff]{2}))"
)
ADULT_RIGHT = re.compile(r"(?:先生|女士|大爷|大娘|大妈|大叔|阿姨|奶奶|爷爷|师傅|老人)")
ADDRESSED = re.compile(r"[ ]*(?:同志|先生|女士)?[:：]\s*(?:\n|你|您|本机关|本局|经|现|我)")
SIGN_OFF = re.compile(r"(?:意见|审批|审核|审查|签批|批示|签发|领导|负责人|主管)[^\n]{0,6}[:：]")
APPLICANT_SIGN = re.compile(
    r"(?:申请人|领取人|户主|本人|当事人|监护人|家长|承诺人|委托人|个人)[^\n]{0,4}[:：]"
)
CLASS_LIST = re.compile(
    r"(?:年级|[高初小大][一二三四五六]|班|中班|学前班)[()\d一二三四五六七八九十班]*[:：]\s*$"
)
TITLE_CHUNK = re.compile(
    r"[ \t]{1,8}([^\s，。；、,;()]{2,30})|[,，]([^\s，。；、,;()]{2,24})(?=[，。；、,;\n]|$)"
    r"|\(([^()]{2,30})\)"
)


@dataclass(frozen=True, slots=True)
class Role:
    """`strength` 0 none, 1 hint or inherited, 2 words beside the name, 3 a header or label."""

    cls: str
    strength: int
    why: str
    entry: str = ""  # the word of our lists that decided (lexicon.entry)


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
    if COMRADE_RIGHT.match(after):
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
