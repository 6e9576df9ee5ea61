"""The detector's reasons in the reader's language.

The detector speaks Chinese, in sentences built from a closed set of phrases; here each phrase has
its translation, so that a screen in English says the same. A phrase that is not known stays as it
is rather than being lost.
"""

import re

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

NAME = _("姓名")
PHRASES = frozenset(
    {
        NAME,
        # Whose it is.
        _("公职人员或单位代表"), _("个人（救助、申请、当事等对象）"), _("未成年人"), _("投诉、举报人"),
        _("伤亡人员"), _("捐赠人"),
        # Why it is thought so.
        _("为审批意见的落款"), _("为文书的受文人"), _("前为人员类别"), _("前为单位名称"),
        _("前为工作人员类别"), _("前为班级名称"), _("前为职务或职业"), _("后为任职、聘用"),
        _("后为单位和职务"), _("后为参加会议等公务活动"), _("后有“同学”等称呼"), _("后有个人情况"),
        _("后有投诉、反映等语"), _("后有捐赠字样或金额"), _("左右语境不一致"), _("所在列的表头"),
        _("括注个人情况"), _("括注单位或职务"), _("括注学校"), _("捐赠清单中的姓名和金额"), _("身份不明"),
        _("与前一姓名并列"), _("与后一姓名并列"), _("与文中他处同名者一致"), _("列于传承人名单"),
        _("与名录中的负责人同名"), _("但语境为个人"), _("在本单位公开名录中"), _("请核对"), _("与公布的办公电话并列"),
        _("与名录中的公职人员同名"), _("语境看不出是谁"),
        _("未见要求匿名"), _("要求匿名或未同意公开"), _("仅第二识别器认出"), _("建议保留"),
        # Numbers.
        _("居民身份证号码"), _("港澳台居民居住证号码"), _("外国人永久居留身份证号码"), _("残疾人证号"),
        _("含残疾类别和等级"), _("校验位正确"), _("地区和出生日期成立"), _("校验位不符"), _("与字母相连"),
        _("15位身份证号"), _("可能是15位身份证号"), _("标明为证件号码"), _("格式有误"),
        _("身份证号码遮盖不完整"), _("出生年份仍可见"), _("证件、账号或电话的尾号"), _("可与他处信息拼合"),
        _("证件号码分列书写"), _("电话或账号分列书写"), _("可与邻列拼合"),
        _("银行卡号或账号"), _("跨行书写"), _("前缀或校验相符"), _("附近有账户字样"), _("标明为账号或卡号"),
        _("单位账户（捐赠、缴款等专户）"), _("手机号码"), _("手机号遮盖不足"), _("可推出全号"),
        _("所在列为工作电话"), _("住宅或个人的固定电话"), _("个人的固定电话"), _("固定电话"),
        _("按办公电话处理"), _("在本单位公开电话名录中"), _("标明为办公或公布的电话"),
        _("为前文负责人或联系人的工作电话"), _("机动车号牌"), _("公务车辆号牌"), _("护照号码"),
        _("出入境证件号码"), _("军人、警察证件号码"), _("户口簿号或户号"), _("社会保障或医保号码"),
        _("学籍号、考号等"), _("全国学籍号"), _("含身份证号码"), _("病案号码"), _("驾驶证号码"),
        _("统一社会信用代码"), _("属单位标识"),
        # Addresses, accounts, circumstances.
        _("所在列为住址"), _("村以下的自然屯住址"), _("门牌级住址"), _("应概括到村或社区"),
        _("门牌级地址"), _("用途不明"), _("单位或项目地址"), _("公布的地址"), _("同句没有个人情况"),
        _("住处坐标"), _("个人电子邮箱"), _("公共机构的电子邮箱"), _("对外公布的办公邮箱"),
        _("个人微信号"), _("个人QQ号"), _("所在列为社交账号"), _("出生日期"), _("姓名后括注的日期"),
        _("与个人相连的残疾类别、等级"), _("所在列为残疾类别或等级"), _("与个人相连的疾病、用药或治疗"),
        _("疾病一栏的内容"),
        _("个人病情"), _("个人伤情"), _("姓名后的病情或伤情"), _("所在列为疾病或健康状况"), _("血型"),
        _("个人或家庭的收入"), _("家庭财产"), _("所在列为收入或财产"), _("致贫、致困原因"),
        _("计划生育特殊家庭情形"), _("所在列涉及个人境况"), _("个人行程"), _("国家秘密或内部资料标志"),
        _("与本件其他地方标出的内容相同"), _("商业秘密标志"), _("个人的民族、宗教信仰"), _("照片、指纹、签名等"),
    }
)  # fmt: skip
BEFORE, BEHIND, BELOW = _("前有“%(word)s”"), _("后有“%(word)s”"), _("列于“%(word)s”之下")
QUOTING = {"前有": BEFORE, "后有": BEHIND, "列于": BELOW}
QUOTED = re.compile(r"(前有|后有|列于)“([^”]{1,40})”(?:之下)?")
CUT = re.compile(r"[，：]")


def phrases_of(reason: str) -> list[str]:
    """The phrases that make up a reason."""
    return [part for part in CUT.split(reason.rstrip("。")) if part]


def is_known(phrase: str) -> bool:
    return phrase in PHRASES or QUOTED.fullmatch(phrase) is not None


def in_words(reason: str) -> str:
    """The reason as a sentence of the active language."""
    if (translation.get_language() or "zh").startswith("zh"):
        return reason
    told = []
    for phrase in phrases_of(reason):
        quoted = QUOTED.fullmatch(phrase)
        if quoted and phrase not in PHRASES:
            told.append(gettext(QUOTING[quoted[1]]) % {"word": quoted[2]})
        else:
            told.append(gettext(phrase))
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
