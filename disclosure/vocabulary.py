"""Closed vocabularies of the order and of the document standards (pure).

Sources: 吉政办函〔2018〕120号 (domains, stages, audiences), 政府信息公开条例 (publicity attribute),
党政机关公文处理工作条例 (genres).
"""

from django.utils.translation import gettext_lazy as _

DOMAINS = [
    ("poverty", _("脱贫攻坚")),
    ("welfare", _("社会救助和社会福利")),
    ("education", _("教育")),
    ("health", _("基本医疗卫生")),
    ("environment", _("环境保护")),
    ("disaster", _("灾害事故救援")),
    ("culture_sport", _("公共文化体育")),
    ("cross", _("综合")),
]
# 综合 collects rows of no single domain: accepted by filters, without a tile on the home page.
SEVEN_DOMAINS = DOMAINS[:7]

STAGES = [
    ("decision", _("决策")),
    ("approval", _("审批")),
    ("management", _("管理")),
    ("service", _("服务")),
    ("execution", _("执行")),
    ("result", _("结果")),
]

AUDIENCES = [("all", _("全社会")), ("area", _("特定区域")), ("group", _("特定群体"))]

PUBLICITY = [
    ("proactive", _("主动公开")),
    ("on_application", _("依申请公开")),
    ("withheld", _("不予公开")),
    # Referred to the department in charge or the secrecy authority (条例 Art. 17).
    ("undecided", _("待确定")),
]

VALIDITY = [
    ("有效", _("有效")),
    ("修改", _("已修改")),
    ("失效", _("已失效")),
    ("废止", _("已废止")),
]

GENRES = [
    (name, _(name))
    for name in (
        "决议 决定 命令（令） 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要 "
        "规章 规范性文件 解读 动态 公示 数据"
    ).split()
]

TOPICS = [
    (name, _(name))
    for name in (
        "政府组织机构 综合政务 国民经济管理、国有资产监管 财政、金融、审计 国土资源、能源 "
        "农业、林业、水利 工业、交通 商贸、海关、旅游 市场监管、安全生产监管 城乡建设、环境保护 "
        "科技、教育 文化、广电、新闻出版 卫生、体育 人口与计划生育、妇女儿童工作 劳动、人事、监察 "
        "公安、安全、司法 民政、扶贫、救灾 民族、宗教 对外事务 港澳台侨工作 国防 其他"
    ).split()
]
DEFAULT_TOPIC = {
    "poverty": "民政、扶贫、救灾",
    "welfare": "民政、扶贫、救灾",
    "education": "科技、教育",
    "health": "卫生、体育",
    "environment": "城乡建设、环境保护",
    "disaster": "民政、扶贫、救灾",
    "culture_sport": "文化、广电、新闻出版",
    "cross": "综合政务",
}

# Reason codes of the ledger (verification/spec.md §4): never free text.
REASONS = [
    ("correction", _("更正")),
    ("update", _("更新")),
    ("privacy", _("保护个人隐私")),
    ("expired", _("公示期满")),
    ("repealed", _("废止或失效")),
    ("error", _("发布有误")),
    ("legal", _("依法撤下")),
    ("review", _("复核")),
]
# What the pure calendar writes on its days (duecalendar.py), named here to be translated.
DAY_NOTES = [_("形成"), _("到期"), _("调休班"), _("元旦"), _("春节"), _("清明节")]
DAY_NOTES += [_("劳动节"), _("端午节"), _("中秋节"), _("国庆节")]
# Removal for these two leaves no content behind: 410 instead of a banner (I5).
REMOVING_REASONS = frozenset({"privacy", "legal"})
