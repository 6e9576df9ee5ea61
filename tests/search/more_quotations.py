"""Further kinds of copies: what copying, printing and mischief make of a notice."""

import re

from tests.search import quotation_cases
from tests.search.quotation_cases import EXACT, Cases, _sentences, _to_traditional, rows

_PAGE_MARKS = ["- {} -", "—{}—", "第{}页", "{}", "第 {} 页 / 共 12 页", "Page {} of 12"]
_NAMES = ["覃晓棠", "邬立坤", "褚雅宁", "戚广田", "鄢文博", "苗素云"]
_PLACES = ["敦化", "梅河口", "榆树", "抚松"]
_CONFUSED = {
    "日": "曰",
    "0": "O",
    "1": "l",
    "5": "S",
    "贷": "货",
    "准": "淮",
    "户": "卢",
    "治": "冶",
}
_PAY = "请将款项汇入下列指定账户，逾期名额作废。"


class MoreCases(Cases):
    """The kinds that `Cases` does not have; each method adds one case."""

    def changed(self, kind, pairs, count=1):
        """A quotation in which one of the patterns is replaced once."""
        row = self.item()
        text = self.quote(row, 40, 200)
        found = [(m, new) for pattern, new in pairs for m in re.finditer(pattern, text)]
        if found:
            match, new = self.rng.choice(found)
            new = new(match[0]) if callable(new) else new
            if new != match[0]:
                self.put(kind, row, text, match.span(), new, count)

    def put(self, kind, row, text, span, new, count=1):
        altered = text[: span[0]] + new + text[span[1] :]
        self.add(kind, altered, ["altered"], row["id"], count)

    # -- still exact ----------------------------------------------------------------------
    def printed_pages(self, kind):
        row = self.item()
        lines = [line for line in row["text"].split("\n") if line.strip()]
        start = self.rng.randrange(max(len(lines) - 2, 1))
        width = self.rng.randrange(26, 40)
        cut = [
            piece
            for line in lines[start : start + 3]
            for piece in re.findall(f".{{1,{width}}}", "　　" + line.strip())
        ]
        if len("".join(cut)) > 60:
            mark = self.rng.choice(_PAGE_MARKS).format(self.rng.randrange(2, 12))
            middle = len(cut) // 2
            cut[middle:middle] = ["", mark, "\x0c"]
            self.add(kind, "\r\n".join(cut), EXACT)

    def header_inside_a_sentence(self, kind):
        row = self.rng.choice(self.notices)
        text, n = row["text"].strip(), self.rng.randrange(2, 9)
        cut = self.rng.randrange(60, len(text) - 60)
        header = self.rng.choice(
            [
                row["title"],
                row["issuer"],
                f"{row['title']}    第{n}页",
                f"— {n} —\n{row['title']}",
                f"https://www.example.gov.cn/zwgk/t2018_{n}.html   {n}/9",
                f"打印时间：2026-08-0{n} 10:2{n}",
            ]
        )
        self.add(kind, f"{text[:cut]}\n{header}\n{text[cut:]}", EXACT)

    def browser_print(self, kind):
        row = self.rng.choice(self.notices)
        lines = row["text"].strip().split("\n")
        middle = len(lines) // 2
        page = ["https://gk.example.gov.cn/i/220000-2026-00012/ 1/2", "2026/11/20 09:14"]
        self.add(
            kind,
            "\n".join(
                [
                    "2026/11/20 09:14",
                    row["title"],
                    *lines[:middle],
                    *page,
                    f"{row['title']} - 信息公开",
                    *lines[middle:],
                ]
            ),
            EXACT,
        )

    def other_quotation_marks(self, kind):
        text = self.quote(self.item())
        if "“" in text and "”" in text:
            left, right = self.rng.choice(['""', "「」"])
            self.add(kind, text.replace("“", left).replace("”", right), EXACT)

    def dots_around(self, kind):
        if text := self.quote(self.item()):
            form = self.rng.choice(["“……%s……”", "「%s」", '"%s"', "......%s......"])
            self.add(kind, form % text.rstrip("。；"), EXACT)

    def traditional_with_other_date(self, kind):
        text = self.quote(self.item())
        date = re.search(r"(20\d\d)年(\d{1,2})月(\d{1,2})日", text)
        if date:
            form = f"{date[1]}/{int(date[2]):02}/{int(date[3]):02}"
            self.add(kind, text.translate(_to_traditional()).replace(date[0], form), EXACT)

    def number_in_other_brackets(self, kind):
        text = self.item()["text"][:80]
        year = re.search(r"〔(20\d\d)〕", text)
        if year:
            left, right = self.rng.choice(["[]", "()", "【】", "［］"])
            self.add(kind, text.replace(year[0], left + year[1] + right), EXACT)

    # -- altered --------------------------------------------------------------------------
    def digit_added(self, kind):
        self.changed(kind, [(r"(?<=[1-9])(?=(?:元|万|人|户|名|亩))", "0")])

    def whole_name(self, kind):
        row = self.rng.choice(self.notices)
        for line in row["text"].split("\n"):
            match = re.search(
                r"(?:建议对|联系人[：:])([\u4e00-\u9fff]{2,3}?)(?=等|，|。|；|电话)", line
            )
            if match:
                self.put(kind, row, line, match.span(1), self.rng.choice(_NAMES))
                return

    def place(self, kind):
        row = self.rng.choice(self.notices)
        text, named = self.quote(row), re.match("([\u4e00-\u9fff]{2,3})[市县]", row["title"])
        if named and named[1] in text and named[1] not in _PLACES:
            at = text.index(named[1])
            self.put(kind, row, text, (at, at + len(named[1])), self.rng.choice(_PLACES))

    def issuer(self, kind):
        row = self.rng.choice(self.notices)
        text = f"{row['title']}\n{row['text']}"
        at = text.rfind(row["issuer"])
        if at > 0:
            self.put(kind, row, text, (at, at + len(row["issuer"])), "松江县便民服务处")

    def two_places(self, kind):
        row = self.item()
        text = self.quote(row, 60, 200)
        found = list(re.finditer(r"\d+", text))
        if len(found) > 1 and found[-1].start() - found[0].end() > 12:
            first, last = (str(int(m[0]) + 3) for m in (found[0], found[-1]))
            text = text[: found[-1].start()] + last + text[found[-1].end() :]
            self.put(kind, row, text, found[0].span(), first, 2)

    def repeated_sentence(self, kind):
        row = self.item()
        parts = _sentences(self.quote(row, 80, 320))
        if len(parts) > 2 and "".join(parts) in row["text"]:
            at = self.rng.randrange(len(parts))
            text = "".join([*parts[: at + 1], *parts[at:]])
            self.add(kind, text, ["altered"], row["id"], 1)

    def swapped_paragraphs(self, kind):
        row = self.rng.choice(self.notices)
        lines = row["text"].split("\n")
        if len(lines) > 6:
            at = self.rng.randrange(2, len(lines) - 3)
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
            text = "\n".join([row["title"], *lines])
            self.add(kind, text, ["altered"], row["id"], 2)

    def payment_added(self, kind):
        row = self.item()
        if text := self.quote(row, 60, 200):
            self.add(kind, text + _PAY, ["altered"], row["id"], 1)

    def digit_under_headers(self, kind):
        row = self.rng.choice(self.notices)
        text = row["text"].strip()
        found = [m.start() for m in re.finditer("[1-9]", text) if m.start() > 30]
        if found:
            at = self.rng.choice(found)
            changed = text[:at] + str(int(text[at]) % 9 + 1) + text[at + 1 :]
            if not self.is_published(changed):
                lines = changed.split("\n")
                middle = len(lines) // 2
                lines[middle:middle] = ["— 3 —", row["title"]]
                self.add(kind, "\n".join(lines), ["altered"], row["id"], 1)

    def read_wrongly(self, kind):
        self.changed(kind, list(_CONFUSED.items()))

    def looks_alike(self, kind):
        self.changed(kind, [("0", "〇"), ("1", "I"), ("一", "—"), ("二", "ニ"), ("口", "囗")])

    def other_law(self, kind):
        article = ("第[一二三四五六七八九十]{1,4}条", "第二百零七条")
        self.changed(kind, [article, ("《[^》]{4,20}》", "《中华人民共和国渔业法》")])

    def own_document_number(self, kind):
        row = self.rng.choice(self.notices)
        text = f"{row['title']}\n{row['text'][:160]}"
        match = re.search(r"〔(20\d\d)〕(\d+)号", text)
        if match:
            other = f"[{match[1]}]{int(match[2]) + 3}号"
            self.put(kind, row, text, match.span(), other)

    def telephone(self, kind):
        row = self.rng.choice(self.notices)
        for line in row["text"].split("\n"):
            match = re.search(r"\d{3,4}-\d{6,8}", line)
            if match and len(line) > 20:
                self.put(kind, row, line, match.span(), match[0][:-1] + "x")
                return

    def sentence_mark(self, kind):
        self.changed(kind, [("(?<=.{5})[，、；](?=.{5})", "。"), ("(?<=.{5})[，、](?=.{5})", "")])

    def other_numeral(self, kind):
        self.changed(kind, [("[一二三四五六七八九]十", "九十五"), ("两(?=年|个|次)", "三")])


def cases(corpus: list[dict] | None = None, seed: int = 71) -> list[dict]:
    made = MoreCases(corpus or rows(), seed)
    own = [name for name in vars(MoreCases) if name not in ("changed", "put") and name[0] != "_"]
    for name in own:
        made.until(name, getattr(made, name))
    assert len(own) * quotation_cases.PER_KIND == len(made.made)
    return made.made
