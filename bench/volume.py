"""Invented notices in any number, for measuring how indexes grow. The same number, the same notice.

Names of places, money and dates vary, sentences repeat: what a province's notices are like. About
one in eight is long (a measure or a list), so that the mean is near 1,000 signs.
"""

import random
from collections.abc import Iterator

from search.record import SearchRecord

PLACES = (
    "长春 吉林 四平 辽源 通化 白山 松原 白城 延边 梅河口 公主岭 榆树 农安 德惠 九台 双阳 舒兰 桦甸 "
    "磐石 蛟河 永吉 双辽 梨树 伊通 东丰 东辽 集安 柳河 辉南 临江 抚松 靖宇 前郭 扶余 乾安 长岭"
).split()
TOWNS = "城关 新安 太平 双城堡 大岗子 茂兴 永春 红石 龙王 二道 西阳 泉眼 黑林子 合心 三合".split()
# (domain, bureau, stage, title, what the text says over and over)
KINDS = [
    ("welfare", "民政局", "service", "城乡居民最低生活保障申请办理指南",
     "申请低保的家庭应当如实申报收入和财产，乡镇受理后入户核查并组织民主评议。"),
    ("welfare", "民政局", "result", "临时救助资金发放情况公示",
     "对因病因灾生活困难的家庭给予临时救助，救助金经银行卡发放到户。"),
    ("welfare", "残疾人联合会", "result", "困难残疾人生活补贴和护理补贴发放情况",
     "残疾人两项补贴按月发放，补贴标准每年调整一次。"),
    ("education", "教育局", "result", "家庭经济困难学生资助名单公示",
     "国家助学金经学生申请、班级评议、学校审核后发放，助学贷款另行办理。"),
    ("education", "教育局", "plan", "义务教育阶段学校招生入学工作方案",
     "坚持免试就近入学，随迁子女凭居住证入学，民办学校收费标准同时公布。"),
    ("health", "卫生健康局", "service", "预防接种门诊和疫苗接种安排",
     "适龄儿童免费接种国家免疫规划疫苗，接种后留观三十分钟。"),
    ("health", "医疗保障局", "standard", "大病保险报销比例和医疗救助标准",
     "参保居民住院费用按比例报销，大病保险和医疗救助依次结算。"),
    ("environment", "生态环境局", "result", "建设项目环境影响评价审批决定公告",
     "环评审批前公示五个工作日，企业应当取得排污许可后排放污染物。"),
    ("environment", "生态环境局", "result", "环境空气质量月报",
     "细颗粒物平均浓度同比下降，空气质量优良天数比例上升。"),
    ("disaster", "应急管理局", "fund", "灾后重建资金和救灾物资分配使用情况",
     "救灾物资和捐赠款物优先用于倒塌房屋重建和受灾群众过渡安置。"),
    ("culture_sport", "文化广电和旅游局", "service", "图书馆文化馆免费开放时间和项目",
     "图书馆阅览室、体育场馆和文化馆免费开放，法定节假日照常开放。"),
    ("culture_sport", "文化广电和旅游局", "result", "文物保护单位名录和经费使用公告",
     "文物保护专项资金用于修缮和日常养护，结果接受社会监督。"),
    ("poverty", "乡村振兴局", "acceptance", "扶贫项目竣工验收情况公告",
     "扶贫项目由县级组织验收，驻村工作队参加，异地搬迁项目单独验收。"),
    ("poverty", "财政局", "procurement", "政府采购项目中标结果公告",
     "采购公告期限届满后确定中标供应商，质疑应当以书面形式提出。"),
]  # fmt: skip
GENERAL = [
    "各有关单位应当明确责任，按时完成各项任务，并将进展情况报送主管部门。",
    "公示期间如有异议，可以书面形式向公开单位反映，反映人的信息依法保密。",
    "专项资金实行专户管理，任何单位和个人不得截留、挤占、挪用。",
    "对弄虚作假取得资金或者资格的，取消资格，追回资金，并依法处理。",
    "本公告由发布单位负责解释，自发布之日起施行。",
    "办理时限自受理之日起计算，需要补正材料的，一次告知全部内容。",
    "咨询和监督方式见本单位公开专栏，工作日上班时间有人接听。",
]


def records(count: int, start: int = 0) -> Iterator[tuple[int, SearchRecord]]:
    """(sequence number, record) of notices `start` to `count`."""
    for at in range(start, count):
        yield at + 1, record(at)


def record(at: int) -> SearchRecord:
    """Notice number `at`."""
    chance = random.Random(at)
    domain, bureau, stage, title, sentence = KINDS[at % len(KINDS)]
    place, year = chance.choice(PLACES), chance.randint(2014, 2026)
    day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    is_numbered = at % 3 == 0
    return SearchRecord(
        number=f"bench-{at:08}",
        title=f"{place}{bureau}{year}年第{chance.randint(1, 60)}批{title}",
        text=_text(chance, place, sentence, 90 if at % 8 == 0 else 12),
        domain=domain,
        stage=stage,
        unit_code=f"bench-{PLACES.index(place):02}-{KINDS.index(_kind(at)):02}",
        unit_name=f"{place}{bureau}",
        region_codes=(f"22{PLACES.index(place):02}00", "220000"),
        region_name=place,
        year=year,
        doc_no=f"{place}发〔{year}〕{at % 997}号" if is_numbered else "",
        issued_on=day,
        published_on=day,
        catalogue_name=title,
        ledger_index=at,
        parts_digest=f"{at:064x}",
    )


def _kind(at: int) -> tuple[str, str, str, str, str]:
    return KINDS[at % len(KINDS)]


def _text(chance: random.Random, place: str, sentence: str, most: int) -> str:
    said = []
    for line in range(chance.randint(most // 2, most)):
        said.append(
            f"{line + 1}．{place}{chance.choice(TOWNS)}{chance.choice(['镇', '乡', '街道'])}"
            f"{chance.randint(2, 900)}户，{chance.choice([sentence, *GENERAL])}"
            f"金额{chance.randint(10, 99999) / 10}万元。"
        )
    return "\n".join(said)
