"""Which of the domains a document belongs to: by name, or guessed by its words (pure)."""

import unicodedata

NAMES = {
    "poverty": ("脱贫攻坚", "扶贫", "精准扶贫", "脱贫", "乡村振兴"),
    "welfare": ("社会救助和社会福利", "社会救助", "社会福利", "民政"),
    "education": ("教育",),
    "health": ("基本医疗卫生", "医疗卫生", "卫生", "卫生健康", "食品药品"),
    "environment": ("环境保护", "环保", "生态环境"),
    "disaster": ("灾害事故救援", "灾害救援", "应急管理", "灾害", "应急"),
    "culture_sport": ("公共文化体育", "文化体育", "公共文化", "体育", "文化"),
    "cross": ("综合", "综合（跨领域）", "综合(跨领域)", "跨领域"),
}
_KEYS = {name: key for key, names in NAMES.items() for name in (key, *names)}

WORDS = {
    "poverty": (
        "扶贫 脱贫 贫困村 贫困户 贫困人口 建档立卡 帮扶责任人 驻村 易地搬迁 乡村振兴 小额信贷"
    ),
    "welfare": (
        "低保 最低生活保障 特困 五保 社会救助 临时救助 医疗救助 福利 残疾人 孤儿 高龄津贴 养老 "
        "老年人 未成年人 慈善 捐赠法 公益金 彩票 优抚 抚恤 公租房 公共租赁 配租 住房救助 流浪乞讨 "
        "社会保险 志愿服务 收养 失业保险 工伤保险 妇女权益"
    ),
    "education": (
        "教育 学校 招生 入学 学生 教师 幼儿园 义务教育 资助 学区 控辍保学 高校 学位 校车 办学 扫盲"
    ),
    "health": (
        "卫生 医疗机构 疾病 传染病 疫苗 接种 免疫 疫情 健康 医院 药品 食品安全 食品 抽检 黑名单 "
        "医师 护士 中医药 献血 母婴 艾滋病 精神卫生 乡村医生 计划生育"
    ),
    "environment": (
        "环境 污染 排污 环评 大气 空气质量 水质 水源 土壤 噪声 固体废物 生态 自然保护区 减排 "
        "放射性 危险废物 水土保持 草原 森林 湿地 海洋环境 碳排放 消耗臭氧"
    ),
    "disaster": (
        "灾害 救灾 应急 事故 地震 防汛 抗旱 消防 安全生产 预警 救援 受灾 避难 气象 地质灾害 "
        "煤矿安全 矿山安全 防火 突发事件 恢复重建 危险化学品"
    ),
    "culture_sport": (
        "文化 体育 图书馆 博物馆 文物 非物质文化遗产 非遗 健身 赛事 文化馆 演出 电影 传承人 "
        "名城 古树 长城 运动会 广播电视 出版"
    ),
}
_WORDS = {key: words.split() for key, words in WORDS.items()}
TITLE_WEIGHT = 8
LOOKED_AT = 3000  # characters of the text; the subject stands at the beginning


def domain_key(name: str) -> str | None:
    """Key of a domain given by key or Chinese name; None when it is neither."""
    plain = unicodedata.normalize("NFKC", name).strip().removesuffix("领域").strip()
    return _KEYS.get(plain) or _KEYS.get(plain.casefold())


def guess_domain(title: str, text: str) -> str:
    """The domain whose words occur most, the title counting most; `cross` when none occurs."""
    beginning = text[:LOOKED_AT]
    scores = {
        key: sum(TITLE_WEIGHT * title.count(word) + beginning.count(word) for word in words)
        for key, words in _WORDS.items()
    }
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] else "cross"
