"""Which catalogue row an imported item fulfils: by code, by kind, or by its title (pure).

Reprinted laws and documents without a fitting row stay without one: their domain is enough.
"""

import re

# Kinds of notice as exported by the systems of the seed, with the row they fulfil.
KINDS = {
    "fpzj": "P9",
    "tuichu": "P7",
    "bangfu": "P10",
    "xmk": "P3",
    "dibao_std": "W1-1",
    "dibao_guide": "W1-1",
    "dibao_list": "W1-4",
    "tekun": "W2-1",
    "linshi": "W8-2",
    "canji": "W10-2",
    "guer": "W12-1",
    "gaoling": "W9-1",
    "fucai": "W14",
    "yiliao": "W4-2",
    "zhufang": "W6-3",
    "zizhu": "E4",
    "zhaosheng": "E11",
    "minban": "E8",
    "kongchuo": "E5",
    "yimiao": "H2",
    "yiqing": "H4",
    "jkfp": "H8",
    "spcj": "H10",
    "heimd": "H11",
    "huanping": "V8",
    "yujing": "V13",
    "kqzl": "V16",
    "hbcf": "V11",
    "shuiyuan": "V17",
    "shigu": "D11",
    "jiuzai": "D7",
    "juanzeng": "D8",
    "xiangying": "D3",
    "mianfei": "C5",
    "tysheshi": "C9",
    "feiyi": "C8",
    "saishi": "C11",
    "goumai": "C6",
}

# First match wins; the pattern is looked for in the title.
TITLES = [
    (re.compile(pattern), code)
    for pattern, code in (
        (r"扶贫.*项目库|脱贫.*项目库", "P3"),
        (r"扶贫.*资金.*(?:分配|计划)", "P8"),
        (r"扶贫.*资金", "P9"),
        (r"贫困.*退出|脱贫.*公示", "P7"),
        (r"贫困.*识别", "P6"),
        (r"帮扶责任人", "P10"),
        (r"(?:低保|最低生活保障).*(?:标准|办法|指南|条例|通知|实施)", "W1-1"),
        (r"(?:低保|最低生活保障).*(?:初审|拟)", "W1-3"),
        (r"(?:低保|最低生活保障).*(?:名单|对象)", "W1-4"),
        (r"(?:低保|最低生活保障).*(?:资金|发放)", "W1-2"),
        (r"特困.*(?:办法|标准|指南|通知)", "W2-1"),
        (r"特困.*(?:资金|发放)", "W2-2"),
        (r"医疗救助", "W4-2"),
        (r"临时救助.*(?:办法|标准|指南)", "W8-1"),
        (r"临时救助", "W8-2"),
        (r"公共租赁住房|公租房|住房救助", "W6-3"),
        (r"孤儿.*标准", "W12-1"),
        (r"高龄津贴|养老服务补贴", "W9-1"),
        (r"残疾人.*补贴", "W10-2"),
        (r"彩票公益金", "W14"),
        (r"学生资助|困难学生", "E4"),
        (r"义务教育.*(?:招生|入学)", "E11"),
        (r"民办学校.*(?:年检|年度检查)", "E8"),
        (r"控辍保学", "E5"),
        (r"预防接种|免疫规划", "H2"),
        (r"传染病.*疫情", "H4"),
        (r"食品安全.*抽检", "H10"),
        (r"食品.*黑名单", "H11"),
        (r"环境影响评价.*受理", "V7"),
        (r"环境影响评价.*拟", "V8"),
        (r"环境影响评价.*(?:批复|决定)", "V9"),
        (r"重污染天气", "V13"),
        (r"空气质量", "V16"),
        (r"饮用水", "V17"),
        (r"环境.*行政处罚", "V11"),
        (r"安全生产事故|生产安全事故", "D11"),
        (r"应急预案", "D1"),
        (r"救灾(?:款|物)", "D7"),
        (r"捐赠款物", "D8"),
        (r"应急响应", "D3"),
        (r"免费开放", "C5"),
        (r"体育设施名录", "C9"),
        (r"非物质文化遗产.*名录", "C8"),
        (r"体育赛事", "C11"),
        (r"政府购买公共文化", "C6"),
    )
]
# Rows for a rule or policy of a domain as such, where the catalogue has one.
POLICY_ROWS = {
    "poverty": "P1",
    "education": "E1",
    "environment": "V4",
    "culture_sport": "C1",
    "cross": "X1",
}
_POLICY = re.compile(r"(?:法|条例|办法|规定|意见|通知|决定|细则|规划|方案|批复|函)(?:（[^）]*）)?$")


def row_code(hint: str, title: str, known: frozenset[str]) -> str | None:
    """Code of the catalogue row meant by the file's hint or the title, None when unclear."""
    plain = hint.strip()
    for code in (plain, plain.upper(), KINDS.get(plain.casefold())):
        if code in known:
            return code
    for pattern, code in TITLES:
        if pattern.search(title) and code in known:
            return code
    return None


def is_policy(title: str) -> bool:
    """Whether the title is that of a law, regulation or policy document."""
    return bool(_POLICY.search(title.strip()))


def policy_row(domain: str, title: str) -> str | None:
    """Code of the row for policy as such, where the domain has one."""
    if domain == "environment":
        by_medium = {"大气": "V1", "水污染": "V2", "水": "V2", "土壤": "V3"}
        return next((code for word, code in by_medium.items() if word in title), "V4")
    if domain == "disaster" and "预案" in title:
        return "D1"
    return POLICY_ROWS.get(domain)
