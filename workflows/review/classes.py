"""Short names of the classes of personal data, and which of them may not simply stay.

Keys are those of the detector (privacy.yaml). A class without a name here shows its key.
"""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "RESIDENT_ID": _("身份证号"),
    "RESIDENT_ID_15": _("15位身份证号"),
    "HMT_RESIDENCE": _("居住证号"),
    "FOREIGNER_PR": _("外国人居留证号"),
    "PASSPORT": _("护照号"),
    "TRAVEL_PERMIT": _("通行证号"),
    "MILITARY_CARD": _("军警证件号"),
    "HUKOU": _("户口簿号"),
    "DISABILITY_CERT": _("残疾人证号"),
    "SOCIAL_CARD": _("社保、医保号"),
    "BANK_ACCOUNT": _("银行账号"),
    "PERSONAL_PHONE": _("手机号"),
    "LANDLINE": _("固定电话"),
    "EMAIL": _("电子邮箱"),
    "WECHAT": _("微信号"),
    "QQ": _("QQ号"),
    "PLATE": _("车牌号"),
    "USCC": _("统一社会信用代码"),
    "DATE_OF_BIRTH": _("出生日期"),
    "ADDRESS_DETAIL": _("详细住址"),
    "ADDRESS_VILLAGE": _("村（社区）"),
    "RECIPIENT_NAME": _("群众姓名"),
    "MINOR_NAME": _("未成年人姓名"),
    "OFFICIAL_NAME": _("公职人员姓名"),
    "OFFICE_PHONE": _("办公电话"),
    "HEALTH": _("病情"),
    "DISABILITY": _("残疾情况"),
    "HOUSEHOLD_INCOME": _("家庭收入、财产"),
    "POVERTY_CAUSE": _("致困原因"),
    "FAMILY_PLANNING": _("计划生育情形"),
    "RELIGION_ETHNIC": _("宗教、民族"),
    "BIOMETRIC": _("人脸、签名"),
    "TRACK": _("行踪"),
    "COMPLAINANT": _("举报人、投诉人"),
    "DONOR": _("捐赠人"),
    "VICTIM": _("伤亡人员"),
    "CANDIDATE_NO": _("学籍号、准考证号"),
    "QUASI": _("可拼出身份的内容"),
    "FREE_TEXT": _("自由填写的文字"),
    "BUSINESS_SECRET": _("商业秘密"),
    "STATE_SECRET": _("国家秘密标志"),
    "SMALL_CELL_3": _("人数过少的数字"),
    "SMALL_CELL_5": _("人数过少的数字"),
    "HIDDEN_CELL": _("能推算出过少人数的数字"),
}
# Classes that may be public as they are (privacy.yaml: severity info). All others are kept only
# with a reason and a legal basis (privacy.md 7.2).
FREE_TO_KEEP = frozenset({"LANDLINE", "USCC", "ADDRESS_VILLAGE", "OFFICIAL_NAME", "OFFICE_PHONE"})
# Values of these identify a person wherever they stand: no surface may show one that was hidden.
# The other classes are general words (a disease, an income) that may stand elsewhere rightly.
IDENTIFYING = frozenset(
    "RESIDENT_ID RESIDENT_ID_15 HMT_RESIDENCE FOREIGNER_PR PASSPORT TRAVEL_PERMIT MILITARY_CARD "
    "DISABILITY_CERT SOCIAL_CARD BANK_ACCOUNT PERSONAL_PHONE HUKOU WECHAT QQ EMAIL CANDIDATE_NO "
    "PLATE RECIPIENT_NAME MINOR_NAME DONOR VICTIM COMPLAINANT ADDRESS_DETAIL".split()
)


def label_of(cls: str) -> str:
    """The class in a word a reviewer uses."""
    return str(LABELS.get(cls, cls))


def needs_ground(cls: str, action: str) -> bool:
    """Whether this decision asks for a reason and a legal basis."""
    return action == "keep" and cls not in FREE_TO_KEEP
