"""Passages in 22 kinds made from the corpus, each with the verdict it must get.

`python -m tests.search.quotation_cases FILE [SEED [CORPUS]]` writes them for `measure_verify`;
`score(cases, answers)` counts verdicts, numbers of differences and altered copies called exact.
"""

import gzip
import json
import random
import re
import sys
from pathlib import Path

from search.language import folding

CORPUS = Path(__file__).parent / "data" / "corpus.jsonl.gz"
EXACT = ("current", "excerpt")
PER_KIND = 6
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_CONFUSED = dict(["己已", "未末", "人入", "日曰", "士土", "千干", "大太", "天夫", "目日", "贫贪"])
_INVENTED = [
    "兹定于下月初八在桃源洞口举办第三届蟠桃品鉴大会，凡持有金箍通行证者均可免费入场，每人限领仙桃两枚。",
    "经研究，决定对全镇养鹅大户给予羽绒服奖励，请各村于本周五前上报鹅的数量和尺码，过期视为放弃。",
    "我店新到进口咖啡豆一批，凭朋友圈集赞二十个可享受买三送一优惠，最终解释权归店长所有，欢迎选购。",
    "火星移民筹备处现招募宇航厨师四名，要求会做红烧肉，能适应失重环境，待遇面议，非诚勿扰。",
    "昨夜西风凋碧树，独上高楼，望尽天涯路。欲寄彩笺兼尺素，山长水阔知何处。",
    "请立即点击链接领取您的神秘大礼包，输入银行卡密码即可到账八万八千元，名额仅剩最后三个，先到先得。",
    "关于发放彩虹补贴的公告：凡持有本地户籍的居民，可凭身份证到村委会领取彩虹补贴每人三千元，逾期不候。",
    "本列车由南极站开往北极站，途经赤道乐园，餐车提供冰淇淋火锅，请各位旅客照看好自己的企鹅。",
]


def rows(corpus: Path = CORPUS) -> list[dict]:
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _sentences(text: str) -> list[str]:
    return [found for found in re.split(r"(?<=[。；])|\n", text) if len(found.strip()) >= 14]


class Cases:
    """Draws items and changes quotations of them; one `random` for all, so runs repeat."""

    def __init__(self, corpus: list[dict], seed: int):
        self.rng = random.Random(seed)
        self.all = corpus
        self.notices = [row for row in corpus if row["id"][:3] == "syn" and len(row["text"]) > 250]
        self.laws = [row for row in corpus if row["id"][:3] != "syn" and len(row["text"]) > 800]
        self.texts = "\0".join(re.sub(r"\s", "", row["title"] + row["text"]) for row in corpus)
        self.made: list[dict] = []

    def item(self) -> dict:
        return self.rng.choice(self.notices if self.rng.random() < 0.6 else self.laws)

    def is_published(self, text: str) -> bool:
        return re.sub(r"\s", "", text) in self.texts

    def add(self, kind: str, query: str, states, item="", count: int | None = None) -> bool:
        """Keep a case unless its altered passage happens to be published as it is."""
        if "altered" in states and self.is_published(query):
            return False
        self.made.append(
            {
                "id": f"{kind}-{len(self.made)}",
                "kind": kind,
                "query": query,
                "states": list(states),
                "item": item,
                "count": count,
            }
        )
        return True

    def quote(self, row: dict, least: int = 40, most: int = 160) -> str:
        """A run of whole sentences on one line of an item."""
        for _try in range(60):
            line = self.rng.choice(row["text"].split("\n"))
            parts = _sentences(line)
            if not parts:
                continue
            start = self.rng.randrange(len(parts))
            text = ""
            for part in parts[start:]:
                text += part
                if len(text) >= least:
                    break
            if least <= len(text) <= most and text in line:
                return text
        return ""

    def until(self, kind: str, make) -> None:
        before = len(self.made)
        for _try in range(4000):
            if len(self.made) - before >= PER_KIND:
                return
            make(kind)
        raise AssertionError(f"no cases of {kind}")

    # -- the kinds ------------------------------------------------------------------------
    def exact_quote(self, kind):
        row = self.item()
        if text := self.quote(row):
            self.add(kind, text, EXACT)

    def exact_short(self, kind):
        row = self.item()
        text = self.quote(row, 16, 40)
        if text and len(set(text)) > 10:
            at = self.rng.randrange(max(len(text) - 20, 1))
            part = text[at : at + 20]
            if len(re.sub(r"\s", "", part)) >= 14:
                self.add(kind, part, EXACT)

    def exact_whole(self, kind):
        row = self.item()
        self.add(kind, f"{row['title']}\n{row['text']}", EXACT, row["id"])

    def title_into_body(self, kind):
        row = self.item()
        self.add(kind, row["title"] + row["text"].lstrip()[:60], EXACT, row["id"])

    def reflowed(self, kind):
        row = self.item()
        start = self.rng.randrange(max(len(row["text"]) - 400, 1))
        text = row["text"][start : start + 300].replace("\n", "")
        width = self.rng.randrange(14, 34)
        self.add(kind, "\n".join(re.findall(f".{{1,{width}}}", text)), EXACT)

    def widths(self, kind):
        row = self.item()
        text = self.quote(row, 50, 200)
        if re.search("[0-9]", text):
            table = {ord(char): ord(char) + 0xFEE0 for char in "0123456789%,().:;"}
            spaced = re.sub("([0-9]+)", r" \1 ", text).translate(table)
            self.add(kind, spaced, EXACT)

    def one_digit(self, kind):
        row = self.item()
        text = self.quote(row)
        found = list(re.finditer("[0-9]", text))
        if found:
            at = self.rng.choice(found).start()
            digit = str((int(text[at]) + self.rng.randrange(1, 10)) % 10)
            self.add(kind, text[:at] + digit + text[at + 1 :], ["altered"], row["id"], 1)

    def one_digit_whole(self, kind):
        row = self.item()
        text = f"{row['title']}\n{row['text']}"
        found = list(re.finditer("[1-9]", text))
        if found:
            at = self.rng.choice(found).start()
            digit = str(int(text[at]) % 9 + 1)
            self.add(kind, text[:at] + digit + text[at + 1 :], ["altered"], row["id"], 1)

    def one_name(self, kind):
        row = self.rng.choice(self.notices)
        for line in row["text"].split("\n"):
            match = re.search(r"(?:建议对|联系人[：:])([\u4e00-\u9fff])[\u4e00-\u9fff]{1,2}", line)
            if match:
                at = match.start(1)
                other = self.rng.choice([name for name in _SURNAMES if name != line[at]])
                text = line[max(0, at - 60) : at] + other + line[at + 1 : at + 40]
                self.add(kind, text, ["altered"], row["id"], 1)
                return

    def unit(self, kind):
        self._swap(kind, [("万元", "元"), ("亿元", "万元"), ("公里", "米"), ("工作日", "日")])

    def percent(self, kind):
        self._swap(kind, [("%", "‰"), ("％", "‰"), ("%", "")])

    def negation(self, kind):
        self._swap(kind, [("不得", "可以"), ("应当", "不应"), ("不予", "给予"), ("必须", "可以")])

    def decimal_point(self, kind):
        row = self.item()
        text = self.quote(row)
        match = re.search(r"(\d+)\.(\d)(\d*)(?=万|亿|元|%)", text)
        if match:
            moved = f"{match[1]}{match[2]}.{match[3] or '0'}"
            self.add(
                kind, text[: match.start()] + moved + text[match.end() :], ["altered"], row["id"], 1
            )

    def _swap(self, kind, pairs):
        row = self.item()
        text = self.quote(row)
        for old, new in pairs:
            if text.count(old) and self.rng.random() < 0.6:
                self.add(kind, text.replace(old, new, 1), ["altered"], row["id"], 1)
                return

    def dropped_sentence(self, kind):
        row = self.item()
        parts = _sentences(self.quote(row, 80, 320))
        if len(parts) >= 3 and "".join(parts) in row["text"]:
            self.add(kind, "".join([*parts[:1], *parts[2:]]), ["altered"], row["id"], 1)

    def inserted_sentence(self, kind):
        row = self.item()
        parts = _sentences(self.quote(row, 80, 320))
        if len(parts) >= 2 and "".join(parts) in row["text"]:
            foreign = self.rng.choice(_INVENTED)[:24] + "。"
            text = "".join([parts[0], foreign, *parts[1:]])
            self.add(kind, text, ["altered"], row["id"], 1)

    def swapped_sentences(self, kind):
        row = self.item()
        parts = _sentences(self.quote(row, 90, 320))
        if len(parts) >= 4 and "".join(parts) in row["text"] and len(set(parts)) == len(parts):
            text = "".join([parts[0], parts[2], parts[1], *parts[3:]])
            self.add(kind, text, ["altered"], row["id"], 2)

    def other_date(self, kind):
        row = self.item()
        text = self.quote(row)
        match = re.search(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日", text)
        if match:
            year, month, day = match.groups()
            forms = [
                f"{year}-{int(month):02}-{int(day):02}",
                f"{year}/{month}/{day}",
                f"{year}.{month}.{day}",
                f"{''.join('〇一二三四五六七八九'[int(d)] for d in year)}年{month}月{day}日",
            ]
            self.add(kind, text.replace(match[0], self.rng.choice(forms), 1), EXACT)

    def traditional(self, kind):
        row = self.item()
        if text := self.quote(row):
            self.add(kind, text.translate(_to_traditional()), EXACT)

    def traditional_altered(self, kind):
        row = self.item()
        text = self.quote(row)
        found = list(re.finditer("[1-9]", text))
        if found:
            at = self.rng.choice(found).start()
            changed = text[:at] + str(int(text[at]) % 9 + 1) + text[at + 1 :]
            if not self.is_published(changed):
                table = _to_traditional()
                self.add(kind, changed.translate(table), ["altered"], row["id"], 1)

    def page_headers(self, kind):
        row = self.rng.choice(self.laws)
        lines = [line for line in row["text"].split("\n") if line.strip()]
        if len(lines) > 12:
            start = self.rng.randrange(len(lines) - 9)
            kept = lines[start : start + 8]
            number = self.rng.randrange(2, 20)
            mark = self.rng.choice([f"— {number} —", f"第 {number} 页 共 32 页", f"{number}/32"])
            self.add(kind, "\n".join([*kept[:4], mark, row["title"], *kept[4:]]), EXACT)

    def ocr(self, kind):
        row = self.item()
        text = self.quote(row, 60, 200)
        found = [at for at, char in enumerate(text) if char in _CONFUSED]
        if found:
            at = self.rng.choice(found)
            self.add(
                kind, text[:at] + _CONFUSED[text[at]] + text[at + 1 :], ["altered"], row["id"], 1
            )

    def boilerplate(self, kind):
        row = self.rng.choice(self.notices)
        line = self.rng.choice(row["text"].split("\n"))
        if len(line) > 24 and self.texts.count(re.sub(r"\s", "", line)) > 60:
            self.add(kind, line, EXACT)

    def boilerplate_altered(self, kind):
        row = self.rng.choice(self.notices)
        line = self.rng.choice(row["text"].split("\n"))
        if len(line) > 24 and self.texts.count(re.sub(r"\s", "", line)) > 60:
            at = self.rng.randrange(6, len(line) - 6)
            if "\u4e00" <= line[at] <= "\u9fff":
                self.add(kind, line[:at] + "甲" + line[at + 1 :], ["altered"], "", 1)

    def template(self, kind):
        """A notice's own sentence, which its siblings have with other figures."""
        row = self.rng.choice(self.notices)
        text = self.quote(row)
        if re.search(r"\d+(?:\.\d+)?万元|\d+人", text):
            self.add(kind, text, EXACT)

    def invented(self, kind):
        self.add(kind, _INVENTED[len(self.made) % PER_KIND + 1], ["unknown"])

    def concatenated(self, kind):
        first, second = self.item(), self.item()
        one, two = self.quote(first, 60, 140), self.quote(second, 30, 60)
        if one and two and first is not second:
            self.add(kind, one + two, ["altered"], "", None)

    def short(self, kind):
        row = self.item()
        if text := self.quote(row):
            self.add(kind, text[:8], ["too_short"])

    def foreign(self, kind):
        texts = [
            "공공복지 정보 공개에 관한 안내문입니다 확인해 주세요",
            "Это объявление не найдено",
        ]
        self.add(kind, self.rng.choice(texts), ["unknown"])


KINDS = [
    "exact_quote", "exact_short", "exact_whole", "title_into_body", "reflowed", "widths",
    "one_digit", "one_digit_whole", "one_name", "unit", "percent", "negation", "decimal_point",
    "dropped_sentence", "inserted_sentence", "swapped_sentences", "other_date", "traditional",
    "traditional_altered", "page_headers", "ocr", "boilerplate", "boilerplate_altered", "template",
    "invented", "concatenated", "short", "foreign",
]  # fmt: skip


def _to_traditional() -> dict[int, str]:
    table: dict[int, str] = {}
    for traditional, simple in folding.simplified().items():
        if ord(traditional) < 0xA000:
            table.setdefault(ord(simple), traditional)
    return table


def cases(corpus: list[dict] | None = None, seed: int = 20180620) -> list[dict]:
    """The whole set, the same for the same seed."""
    made = Cases(corpus or rows(), seed)
    for kind in KINDS:
        made.until(kind, getattr(made, kind))
    return made.made


def score(asked: list[dict], answers: list[dict]) -> dict:
    """Shares of right verdicts and numbers of differences, and the cases that failed."""
    wrong_state, wrong_count, false_exact, counted = [], [], [], 0
    for case, answer in zip(asked, answers, strict=True):
        if answer["state"] not in case["states"]:
            wrong_state.append(case["id"])
            if answer["state"] in (*EXACT, "superseded") and "altered" in case["states"]:
                false_exact.append(case["id"])
        elif case["count"] is not None:
            counted += 1
            if len(answer["differences"]) != case["count"]:
                wrong_count.append(case["id"])
    return {
        "verdicts": 1 - len(wrong_state) / len(asked),
        "counts": 1 - len(wrong_count) / max(counted, 1),
        "false_exact": false_exact,
        "wrong_state": wrong_state,
        "wrong_count": wrong_count,
    }


if __name__ == "__main__":
    _given = sys.argv[1:]
    _target, _seed, _corpus = [*_given, *["", "20180620", str(CORPUS)][len(_given) :]]
    Path(_target).write_text(
        "".join(
            json.dumps(case, ensure_ascii=False) + "\n"
            for case in cases(rows(Path(_corpus)), int(_seed))
        ),
        encoding="utf-8",
    )
