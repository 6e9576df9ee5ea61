"""What the demo's office taught the search, and invented counts of a month of questions."""

import random
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from disclosure.models import DisclosurePage
from search.models import AskedDay, AskedQuery, AskedTotal, BestBet, SynonymGroup
from search.query_log.counting import digest_of

DAYS = 30
# (question, how often a day, share without results, share with some words only, share opened)
QUESTIONS = (
    ("低保怎么申请", 14, 0.0, 0.0, 0.6),
    ("低保标准", 11, 0.0, 0.0, 0.5),
    ("公租房怎么分", 6, 0.0, 0.7, 0.3),
    ("今天空气怎么样", 5, 0.0, 0.0, 0.1),
    ("暖气费补贴", 4, 0.0, 1.0, 0.05),
    ("陪读房子", 2, 1.0, 0.0, 0.0),
    ("电动车上牌", 3, 1.0, 0.0, 0.0),
    ("[姓名]低保", 1, 0.6, 0.4, 0.0),
)
BETS = (
    (
        "低保怎么申请\n怎么办低保",
        "最低生活保障",
        "申请最低生活保障，向户籍所在地的乡镇政府、街道办事处提出。",
        "/catalogue/",
        "看公开目录",
    ),
    ("投诉举报\n举报电话", "", "公开的信息有隐私问题，请在信息页下方报告。", "", ""),
)
GROUPS = (("暖气费补贴 取暖补贴 采暖补助", ""), ("倒房钱 修房子的钱", "倒塌房屋救助 灾后重建"))


@transaction.atomic
def ensure_asked(users) -> int:
    """Recommendations, synonyms and counts, once; returns how many rows were made."""
    if BestBet.objects.exists() or AskedTotal.objects.exists():
        return 0
    office = users.get("office")
    for phrases, title, text, link, label in BETS:
        pinned = DisclosurePage.objects.released().filter(title__contains=title) if title else []
        numbers = "\n".join(page.number for page in pinned[:2])
        shown = {"text": text, "link": link, "link_label": label}
        BestBet.objects.create(phrases=phrases, numbers=numbers, added_by=office, **shown)
    for words, official in GROUPS:
        SynonymGroup.objects.create(words=words, official=official, added_by=office)
    today, dice = timezone.localdate(), random.Random(20)  # noqa: S311  invented figures
    for back in range(DAYS):
        _one_day(today - timedelta(days=back), dice)
    return len(BETS) + len(GROUPS) + DAYS


def _one_day(day: date, dice: random.Random) -> None:
    total = AskedTotal(day=day, way=AskedTotal.Way.PAGE, wordless=dice.randint(5, 25))
    total.asked = total.audible = total.wordless
    for text, often, empty, loose, opened in QUESTIONS:
        asked = max(dice.randint(often // 2, often * 3 // 2), 1)
        counts = {
            "asked": asked,
            "empty": round(asked * empty),
            "loose": round(asked * loose),
            "audible": round(asked * 0.9),
            "opened": round(asked * opened),
        }
        row, _made = AskedQuery.objects.get_or_create(
            digest=digest_of(text), defaults={"text": text, "last_on": day}
        )
        AskedDay.objects.create(query=row, day=day, **counts)
        AskedQuery.objects.filter(pk=row.pk).update(asked=row.asked + asked)
        for name, many in counts.items():
            setattr(total, name, getattr(total, name) + many)
    total.save()
