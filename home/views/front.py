"""The home page."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.models import CatalogueItem, DisclosurePage, Region, Unit
from home import front_panels
from home.listing import domain_figures, for_list, public_items
from home.models import HomePage
from home.notices import notices_of

LATEST = 6
NOTICES = 3
# What people really type, not the words of the law.
EVERYDAY_WORDS = ["低保标准", "临时救助", "学区划分", "残疾人补贴", "空气质量"]
ABOUT_DOMAIN = {
    "poverty": _("项目、资金、识别与退出、帮扶责任"),
    "welfare": _("低保、特困、医疗与临时救助等"),
    "education": _("招生、资助、均衡发展、民办学校"),
    "health": _("免疫规划、疫情、健康科普、食品安全"),
    "environment": _("环评审批、监测数据、执法与预警"),
    "disaster": _("应急处置、救助款物、恢复重建"),
    "culture_sport": _("场馆、活动、购买服务、遗产保护"),
}


@require_safe
def front(request):
    items = public_items()
    figures = domain_figures(items)
    today = timezone.localdate()
    running = DisclosurePage.objects.in_publicity(today)
    home = HomePage.objects.live().first()
    context = {
        "introduction": home.introduction if home else "",
        "total": sum(row["total"] for row in figures.values()),
        "everyday_words": EVERYDAY_WORDS,
        "tiles": tiles(figures),
        "latest": for_list(items)[:LATEST],
        "notices": notices_of(for_list(running).order_by("publicity_to", "pk")[:NOTICES], today),
        "panels": front_panels.rendered(request),
        "duties": CatalogueItem.objects.in_force(today).count(),
        "units": Unit.objects.filter(is_active=True).count(),
        "regions": Region.objects.filter(retired_until="").exclude(level="province").count(),
    }
    return render(request, "home/front.html", context)


def tiles(figures: dict) -> list[dict]:
    """The seven domains in their fixed order, with their figures."""
    nothing = {"total": 0, "month": 0}
    return [
        {"key": key, "label": label, "about": ABOUT_DOMAIN[key], **figures.get(key, nothing)}
        for key, label in words.SEVEN_DOMAINS
    ]
