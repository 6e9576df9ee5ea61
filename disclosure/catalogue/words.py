"""Words of the State catalogue's closed columns and the codes they stand for (pure).

Counties write the same thing in many ways: ticks in sub-columns, boxes before each channel, levels
with or without 级. Whatever is not understood is returned, never dropped.
"""

import re
from collections.abc import Mapping, Sequence

DOMAINS = {
    "poverty": "脱贫攻坚",
    "welfare": "社会救助和社会福利",
    "education": "教育",
    "health": "基本医疗卫生",
    "environment": "环境保护",
    "disaster": "灾害事故救援",
    "culture_sport": "公共文化体育",
    "cross": "综合（跨领域）",
}
_DOMAIN_SYNONYMS = {
    "poverty": "扶贫 扶贫领域 脱贫攻坚领域 乡村振兴",
    "welfare": "社会救助 社会福利 社会救助和社会福利领域 社会救助领域",
    "education": "义务教育 教育领域 义务教育领域",
    "health": "医疗卫生 卫生健康 公共卫生 基本医疗卫生领域 医疗卫生领域",
    "environment": "生态环境 环保 环境保护领域 生态环境领域",
    "disaster": "灾害救援 灾害救助 灾害事故救援领域 应急",
    "culture_sport": "公共文化 文化体育 公共文化体育领域 公共文化服务",
    "cross": "综合 跨领域 其他",
}
AUDIENCES = {"all": "全社会", "area": "特定群体（特定区域）", "group": "特定群体"}
_AUDIENCE_SYNONYMS = {
    "all": "社会 公众 社会公众 全体公众 面向社会",
    "area": "特定区域 特定地区 本村 本社区 特定群体和特定区域",
    "group": "特定群众 特定人群 特定对象",
}
MODES = {"proactive": "主动", "on_application": "依申请"}
_MODE_SYNONYMS = {"proactive": "主动公开", "on_application": "依申请公开"}
LEVELS = {"province": "省", "city": "市", "county": "县", "village": "乡村"}
_LEVEL_SYNONYMS = {
    "province": "省级",
    "city": "市级 地市 设区的市 市州 市（州） 州",
    "county": "县级 县区 县（区） 县（市、区） 区县 区 区级",
    "village": "乡 乡级 镇 乡镇 乡镇级 乡（镇） 乡镇（街道） 街道 街道级 村 村级 社区 乡村级 村社区"
    " 村（社区）",
}
CHANNELS = {
    "web": "政府网站",
    "gazette": "政府公报",
    "reading_room": "公开查阅点",
    "service_centre": "政务服务中心",
    "board": "社区/企事业单位/村公示栏（电子屏）",
    "brochure": "宣传手册",
    "new_media": "两微一端",
    "press": "发布会/听证会",
    "broadcast": "广播电视",
    "print": "纸质媒体",
    "sms": "手机短信",
    "push": "精准推送",
    "visit": "入户/现场",
}
_CHANNEL_SYNONYMS = {
    "web": "门户网站 政府门户网站 网站",
    "gazette": "公报",
    "reading_room": "查阅点 公共查阅点 信息公开查阅点 政府信息公开查阅点",
    "service_centre": "便民服务中心 便民服务站 政务大厅 政务服务大厅",
    "board": "公示栏 公开栏 村务公开栏 社区/企事业单位/村公示栏 村（社区）公示栏 电子屏 宣传栏",
    "brochure": "手册 明白卡 宣传册",
    "new_media": "微信 微博 政务新媒体 客户端 微信公众号",
    "press": "发布会 听证会 新闻发布会",
    "broadcast": "广播 电视",
    "print": "报纸 报刊",
    "sms": "短信",
    "push": "推送",
    "visit": "入户 现场 入户宣传",
}
_SPACE = re.compile(r"[\s\u3000\u200b\ufeff]+")
_BOXES = "■☑√✓✔▣●◆"
_EMPTY_BOXES = "□☐○◇"
_TICKS = re.compile(r"[√✓✔☑■●是有yY1]|有|是")


def squeezed(text: str) -> str:
    """Without blanks, brackets in one width: what two spellings of a word have in common."""
    return _SPACE.sub("", text).translate(str.maketrans("()[]／,;:", "（）［］/，；："))


def _table(labels: Mapping[str, str], synonyms: Mapping[str, str]) -> dict[str, str]:
    table = {squeezed(label): key for key, label in labels.items()}
    for key, words in synonyms.items():
        table |= {squeezed(word): key for word in words.split()}
    return table


_DOMAIN = _table(DOMAINS, _DOMAIN_SYNONYMS)
_AUDIENCE = _table(AUDIENCES, _AUDIENCE_SYNONYMS)
_MODE = _table(MODES, _MODE_SYNONYMS)
_LEVEL = _table(LEVELS, _LEVEL_SYNONYMS)
_CHANNEL = _table(CHANNELS, _CHANNEL_SYNONYMS)


def domain_of(text: str) -> str | None:
    return _DOMAIN.get(squeezed(text))


def domain_in_title(text: str) -> str | None:
    """The domain a heading such as “社会救助领域基层政务公开标准目录” speaks of; one or none."""
    title = squeezed(text)
    found = {key for word, key in _DOMAIN.items() if f"{word.removesuffix('领域')}领域" in title}
    return found.pop() if len(found) == 1 else None


def audience_of(text: str) -> str | None:
    return _AUDIENCE.get(squeezed(text))


def mode_of(text: str) -> str | None:
    return _MODE.get(squeezed(text))


def level_of(text: str) -> str | None:
    return _LEVEL.get(squeezed(text))


def is_tick(text: str) -> bool:
    return bool(_TICKS.fullmatch(squeezed(text)))


def parts(text: str, separators: str = "；;、，,\n") -> list[str]:
    """Pieces between separators, never inside brackets; blanks and empty pieces are gone."""
    found, piece, depth = [], "", 0
    for sign in text:
        if sign in "（(《〔[":
            depth += 1
        elif sign in "）)》〕]":
            depth = max(0, depth - 1)
        if sign in separators and (depth == 0 or sign == "\n"):
            found.append(piece)
            piece, depth = "", 0
        else:
            piece += sign
    found.append(piece)
    return [stripped for one in found if (stripped := one.strip(" \t\u3000\r"))]


def levels_of(text: str) -> tuple[list[str], list[str]]:
    """(codes in the order of the administration, words not understood)."""
    found, unknown = set(), []
    for word in parts(text, "；;、，,\n/及和"):
        if key := level_of(word):
            found.add(key)
        else:
            unknown.append(word)
    return [key for key in LEVELS if key in found], unknown


def channels_of(text: str) -> tuple[list[str], list[str]]:
    """(codes, words not understood); where boxes are ticked, the ticked ones alone count."""
    words = _ticked(text) if any(box in text for box in _BOXES + _EMPTY_BOXES) else parts(text)
    found, unknown = [], []
    for word in words:
        key = _CHANNEL.get(squeezed(word))
        if key is None:
            unknown.append(word)
        elif key not in found:
            found.append(key)
    return found, unknown


def _ticked(text: str) -> list[str]:
    pieces = re.split(f"([{_BOXES}{_EMPTY_BOXES}])", text)
    words: list[str] = []
    for box, following in zip(pieces[1::2], pieces[2::2], strict=True):
        if box in _BOXES:
            words += parts(following)
    return words


def joined_channels(codes: Sequence[str]) -> str:
    return "；".join(CHANNELS.get(code, code) for code in codes)


def joined_levels(codes: Sequence[str]) -> str:
    return "、".join(LEVELS.get(code, code) for code in codes)
