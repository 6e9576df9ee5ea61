"""Screens beside the list of entries: what they decided, what decisions suggest, files."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.exporting.staff_csv import csv_answer
from privacy import second_finder
from privacy.lexicon_learning import ASK_FROM
from privacy.models import LexiconEntry, LexiconProposal
from workflows import roles
from workflows.lexicons import effects, files
from workflows.lexicons.forms import ImportForm, problem
from workflows.views.base import Screen

KEEPERS = frozenset({roles.REVIEWER, roles.ADMIN})
READERS = KEEPERS | {roles.OFFICE, roles.AUDITOR}


class WordsScreen(Screen):
    """For those who keep the words; `wanted` may be wider for screens that only show."""

    header_icon = "list-ul"
    wanted = KEEPERS
    here = ""

    def dispatch(self, request, *args, **kwargs):
        self.is_keeper = bool(self.held & KEEPERS)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        first = [{"url": reverse("lexiconentry:index"), "label": _("识别词表")}]
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *(first if self.is_keeper else []), here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(here=self.here, is_keeper=self.is_keeper, **kwargs)


class Effects(WordsScreen):
    """What each word decided, and what reviewers said to it; as a page or a file."""

    template_name = "workflows/lexicon_effects.html"
    page_title = gettext_lazy("词条效果")
    wanted = READERS
    here = "effects"

    def get(self, request, *args, **kwargs):
        return self._csv() if request.GET.get("format") == "csv" else super().get(request)

    def _found(self) -> list[effects.Effect]:
        asked = self.request.GET.get("kind", "")
        kind = asked if asked in LexiconEntry.Kind.values else ""
        return effects.effects(kind, only_doubtful=self.request.GET.get("only") == "doubtful")

    def _csv(self) -> HttpResponse:
        lines = [["list", "word", "shipped", "decided", "followed", "overridden", "share"]]
        for one in self._found():
            numbers = [one.total, one.followed, one.overridden, f"{one.share:.4f}"]
            lines.append([one.list_name, one.word, int(one.shipped), *numbers])
        return csv_answer("lexicon-effects.csv", lines)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            found=self._found(),
            kinds=LexiconEntry.Kind.choices,
            kind=self.request.GET.get("kind", ""),
            only=self.request.GET.get("only", ""),
            finder_note=second_finder.note(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Switch a doubtful shipped word off."""
        one = next(
            (
                e
                for e in effects.effects()
                if f"{e.list_name}:{e.word}" == request.POST.get("entry")
            ),
            None,
        )
        if one is None or not self.is_keeper or not one.kind:
            messages.error(request, _("这个词已经不在表上了，请刷新页面。"))
            return redirect("lexicon:effects")
        key = {"kind": one.kind, "effect": one.effect, "word": one.word}
        entry = LexiconEntry.objects.filter(**key).first() or LexiconEntry(**key)
        entry.removes, entry.active = one.shipped, one.shipped
        entry.source, entry.added_by = LexiconEntry.Source.DECISIONS, request.user
        entry.save()
        messages.success(request, _("已停用“%(word)s”，马上生效。") % {"word": one.word})
        return redirect("lexicon:effects")


class Proposals(WordsScreen):
    """Words that several decisions suggest: one click takes or dismisses each."""

    template_name = "workflows/lexicon_proposals.html"
    page_title = gettext_lazy("来自审查决定")
    here = "proposals"

    def get_context_data(self, **kwargs):
        rows = LexiconProposal.objects.filter(dismissed=False, count__gte=ASK_FROM)
        return super().get_context_data(rows=rows, least=ASK_FROM, **kwargs)

    def post(self, request, *args, **kwargs):
        row = get_object_or_404(LexiconProposal, pk=request.POST.get("proposal") or 0)
        if request.POST.get("act") == "dismiss":
            row.dismissed = True
            row.save(update_fields=["dismissed"])
            messages.success(request, _("已放下“%(word)s”，不再提示。") % {"word": row.word})
            return redirect("lexicon:proposals")
        key = {"kind": row.kind, "effect": row.effect, "word": row.word}
        if told := problem(row.kind, row.effect, row.word, False):
            messages.error(request, told)
        else:
            source = LexiconEntry.Source.DECISIONS
            if not LexiconEntry.objects.filter(**key).exists():
                LexiconEntry(**key, source=source, added_by=request.user).save()
            messages.success(request, _("已收入“%(word)s”，马上生效。") % {"word": row.word})
        row.delete()
        return redirect("lexicon:proposals")


class Import(WordsScreen):
    """A CSV file of entries: everything is stored, or nothing and the lines are named."""

    template_name = "workflows/lexicon_import.html"
    page_title = gettext_lazy("导入词条")
    here = "import"

    def post(self, request, *args, **kwargs):
        form = ImportForm(request.POST, request.FILES)
        found: list[files.Problem] = []
        if form.is_valid():
            entries, found = files.read(form.cleaned_data["file"])
            if not found:
                changed = files.store(entries, request.user)
                told = _("已导入 %(n)d 条，马上生效；其余与现有词条相同。")
                messages.success(request, told % {"n": changed})
                return redirect("lexiconentry:index")
        return self.render_to_response(self.get_context_data(form=form, problems=found))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ImportForm())
        return super().get_context_data(**kwargs)


class Export(WordsScreen):
    def get(self, request, *args, **kwargs):
        return csv_answer("lexicon.csv", files.write(), is_read_back=True)
