"""List and form of the recommendations in the admin."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateInput

from disclosure.viewsets import StaffData
from privacy.detect import is_personal
from search.models import BestBet
from search.staff import suggestions
from search.staff.screen import Tabbed
from search.teaching.bet_rules import LONGEST_PHRASE, MOST_NUMBERS, MOST_PHRASES, is_safe_link
from search.teaching.recommending import analysed, live_items


class BetForm(forms.ModelForm):
    class Meta:
        model = BestBet
        fields = [
            "phrases", "also_longer", "numbers", "text", "link", "link_label",
            "starts_on", "ends_on", "active",
        ]  # fmt: skip
        widgets = {
            "phrases": forms.Textarea(attrs={"rows": 3}),
            "numbers": forms.Textarea(attrs={"rows": 3}),
            "starts_on": AdminDateInput,
            "ends_on": AdminDateInput,
        }

    def clean_phrases(self):
        lines = _lines(self.cleaned_data["phrases"])
        if len(lines) > MOST_PHRASES:
            raise forms.ValidationError(_("最多 %(most)d 行。") % {"most": MOST_PHRASES})
        for at, line in enumerate(lines, 1):
            told = _phrase_problem(line)
            if told:
                raise forms.ValidationError(_at_line(at, told))
        return "\n".join(lines)

    def clean_numbers(self):
        lines = list(dict.fromkeys(_lines(self.cleaned_data["numbers"])))
        if len(lines) > MOST_NUMBERS:
            raise forms.ValidationError(_("最多 %(most)d 个条目。") % {"most": MOST_NUMBERS})
        public = {page.number for page in live_items(lines)}
        kept = set(self.instance.number_list)  # may have been taken down since
        for at, number in enumerate(lines, 1):
            if number not in public and number not in kept:
                told = _("没有索引号是“%(number)s”的已公开条目。") % {"number": number[:40]}
                raise forms.ValidationError(_at_line(at, told))
        return "\n".join(lines)

    def clean_link(self):
        link = self.cleaned_data["link"].strip()
        if link and not is_safe_link(link):
            raise forms.ValidationError(_("请写 https:// 开头的网址，或本站以 / 开头的路径。"))
        return link

    def clean(self):
        values = super().clean()
        for name in ("text", "link_label"):
            if is_personal(values.get(name) or ""):
                self.add_error(name, _("里面像是有个人信息，请改写。"))
        if not (values.get("numbers") or values.get("text")) and not self.errors:
            self.add_error("numbers", _("请至少写一个索引号，或一段提示文字。"))
        if values.get("link") and not values.get("text"):
            self.add_error("text", _("有链接时要写提示文字，说明它通向什么。"))
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("结束日期早于开始日期。"))
        return values


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _at_line(line: int, told: str) -> str:
    return _("第 %(line)d 行：%(told)s") % {"line": line, "told": told}


def _phrase_problem(line: str) -> str:
    if len(line) > LONGEST_PHRASE:
        return _("太长：一个查询最多 %(most)d 个字。") % {"most": LONGEST_PHRASE}
    if is_personal(line):
        return _("像是有个人信息，不能用作查询。")
    asked = analysed(line)
    is_said = any(len(unit.text) > 1 for unit in asked.units)
    if is_said or asked.document_keys or asked.item_number:
        return ""
    return _("里面没有可以查找的词。")


class StateColumn(Column):
    """Whether the recommendation is shown today, and whether its items are still public."""

    cell_template_name = "search/staff/bet_state.html"

    def get_value(self, instance):
        today = timezone.localdate()
        if not instance.active:
            return "off"
        if instance.starts_on and today < instance.starts_on:
            return "later"
        if instance.ends_on and today > instance.ends_on:
            return "over"
        return "gone" if instance.gone_numbers else "on"


class BetIndex(Tabbed, generic.IndexView):
    page_title = gettext_lazy("编辑推荐")
    here = "bets"

    def get_table(self, object_list):
        # One look for all rows of the page: which of their items are not public any more.
        rows = list(object_list)
        public = {p.number for p in live_items([n for row in rows for n in row.number_list])}
        for row in rows:
            row.gone_numbers = [n for n in row.number_list if n not in public]
        return super().get_table(rows)


class BetAdd(generic.CreateView):
    """Also reached from a question of the statistics, with the question filled in."""

    template_name = "search/staff/bet_form.html"

    def get_initial(self):
        asked = self.request.GET.get("phrases", "")[:LONGEST_PHRASE]
        return {**super().get_initial(), **({"phrases": asked} if asked else {})}

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("phrases", "")[:LONGEST_PHRASE]
        found = suggestions.near_items(asked) if asked else []
        return super().get_context_data(near=found, near_for=asked, **kwargs)

    def save_instance(self):
        self.form.instance.added_by = self.request.user
        return super().save_instance()


class BetEdit(generic.EditView):
    template_name = "search/staff/bet_form.html"

    def save_instance(self):
        self.form.instance.changed_at = timezone.now()
        return super().save_instance()


class BetViewSet(StaffData):
    model = BestBet
    form_class = BetForm
    icon = "pick"
    menu_label = gettext_lazy("编辑推荐")
    index_view_class = BetIndex
    add_view_class = BetAdd
    edit_view_class = BetEdit
    list_display = [
        "__str__",
        "text",
        StateColumn("state", label=gettext_lazy("现在")),
        "starts_on",
        "ends_on",
        "changed_at",
    ]
    list_filter = ["active", "also_longer"]
    search_fields = ["phrases", "text", "numbers"]
    ordering = ["-changed_at", "-pk"]
