"""隐私审查 of one attached file, page by page or passage by passage."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from privacy import vault
from privacy.vault import VaultRefused
from workflows import claims
from workflows.files import deciding, known, panes, places, plugs
from workflows.files.deciding import DecideInFile
from workflows.files.spots import FileReview
from workflows.models import ACTIONS, Reveal
from workflows.review import steps
from workflows.review.classes import LABELS, needs_ground
from workflows.review.deciding import CannotDecide
from workflows.standing import NotWaiting
from workflows.views.file_pages import REVEALED_SECONDS, FileScreen


class ReviewFile(FileScreen):
    """One page (or some passages) at a time; every post keeps one decision."""

    parent = ("workflows:queue", gettext_lazy("隐私审查"))
    template_name = "workflows/file.html"
    fragment_name = "workflows/parts/file_body.html"
    header_icon = "doc-full"
    revealed = False
    at = ""

    def get_page_title(self):
        return self.attached.name

    def get_breadcrumbs_items(self):
        back = {"url": reverse("workflows:review", args=[self.item.pk]), "label": _("审查")}
        *above, last = super().get_breadcrumbs_items()
        return [*above, back, last]

    def get(self, request, *args, **kwargs):
        claims.claim(self.state, request.user)
        return self.answer()

    def post(self, request, *args, **kwargs):
        holder = self.state.claimant()
        if not claims.claim(self.state, request.user):
            raise NotWaiting([_("%(name)s正在审查这一件。") % {"name": holder}])
        if self.objections:
            raise NotWaiting(self.objections)
        acts = {
            "decide": self.decide,
            "proposed": self.follow_page,
            "clear": self.clear,
            "undo": self.undo,
            "redo": self.redo,
            "draw": self.draw,
            "move": self.move,
            "mark": self.mark,
            "reveal": self.reveal,
            "again": self.read_again,
        }
        act = acts.get(request.POST.get("do", ""))
        if act is None or (self.review is None and act != self.read_again):
            return self.again()
        try:
            return act()
        except (CannotDecide, VaultRefused) as error:
            if self.wants_boxes:
                return JsonResponse({"refusal": str(error)}, status=409)
            messages.error(request, str(error))
            return self.answer(typed=request.POST)

    @property
    def wants_boxes(self) -> bool:
        return bool(self.request.headers.get("X-Mj-Boxes"))

    @property
    def wants_fragment(self) -> bool:
        return bool(self.request.headers.get("X-Mj-Fragment"))

    def answer(self, **kwargs):
        context = self.get_context_data(**kwargs)
        if self.wants_fragment:
            return render(self.request, self.fragment_name, context)
        return self.render_to_response(context)

    def again(self, at: str = ""):
        """The same page anew, after an act."""
        self.__dict__.pop("review", None)
        if self.wants_fragment:
            self.at = at
            return self.answer()
        query = f"?page={self.number}" + (f"&at={at}#decide" if at else "")
        return redirect(self.request.path + query)

    def _keeping(self, kind: str):
        return steps.keeping(self.state, self.shown, self.request.user, kind)

    # -- acts ---------------------------------------------------------------------------------
    def decide(self):
        post = self.request.POST
        names = ("ref", "action", "reason", "basis", "replacement", "scope")
        wanted = DecideInFile(**{name: post.get(name, "") for name in names})
        with self._keeping("decide"):
            met = deciding.decide(self.review, wanted, self.request.user)
        if len(met) > 1:
            messages.info(self.request, _("已用于 %(n)d 处。") % {"n": len(met)})
        return self.again(self._next_after(wanted.ref))

    def _next_after(self, ref: str) -> str:
        """The next open place of this page, so that one key after the other will do."""
        self.__dict__.pop("review", None)
        here = self._here(self.review)
        start = next((n for n, spot in enumerate(here) if spot.ref == ref), -1) + 1
        order = [*here[start:], *here[:start]]
        return next((spot.ref for spot in order if spot.is_open), ref)

    def follow_page(self):
        """Every open place of this page (of a document: of all) as proposed, in one act."""
        is_whole = self.request.POST.get("whole") and not self.review.has_pages
        wanted = self.review.spots if is_whole else self._here(self.review)
        opened = [spot for spot in wanted if spot.is_open]
        with self._keeping("decide"):
            count = deciding.follow(self.review, opened, self.request.user)
        messages.info(self.request, _("已按建议决定 %(n)d 处。") % {"n": count})
        return self.again()

    def clear(self):
        with self._keeping("clear"):
            deciding.undo(self.review, self.request.POST.get("ref", ""))
        if self.wants_boxes:
            return JsonResponse({})
        return self.again()

    def undo(self):
        return self._stepped(steps.undo(self.state, self.shown), _("没有可以撤销的决定。"))

    def redo(self):
        return self._stepped(steps.redo(self.state, self.shown), _("没有可以重做的决定。"))

    def _stepped(self, step, nothing: str):
        if step is None:
            messages.info(self.request, nothing)
        return self.again()

    def draw(self):
        part, post = self._part(), self.request.POST
        with self._keeping("draw"):
            drawn = deciding.draw(
                self.review, part.ref, self._box(part), self.request.user, post.get("cls", "")
            )
        if self.wants_boxes:
            return JsonResponse({"ref": drawn.ref})
        return self.again()

    def move(self):
        post, part = self.request.POST, self._part()
        index = int(post["index"]) if post.get("index", "").isdigit() else 0
        with self._keeping("move"):
            deciding.move(
                self.review, post.get("ref", ""), index, self._box(part), self.request.user
            )
        if self.wants_boxes:
            return JsonResponse({})
        return self.again(post.get("ref", ""))

    def mark(self):
        post = self.request.POST
        with self._keeping("mark"):
            count = deciding.mark(
                self.review,
                post.get("part", ""),
                post.get("text", ""),
                post.get("cls", ""),
                self.request.user,
            )
        messages.success(self.request, _("已标出 %(n)d 处。") % {"n": count})
        return self.again()

    def reveal(self):
        """This page in clear, in this answer only; who looked is written down first."""
        sealed = vault.get(self.attached.uploaded.pk)
        if not vault.may_open(self.request.user):
            vault.open_name(sealed, by=self.request.user, reason=_("隐私审查"))  # refuses
        Reveal.objects.create(
            page_id=self.item.pk,
            revision_id=self.state.revision_id,
            part=f"file/{self.attached.uploaded.pk}/{self.number}",
            by=self.request.user,
            by_name=self.request.user.get_username(),
        )
        self.revealed = True
        return self.answer()

    def read_again(self):
        known.read_again(self.attached.uploaded, self.shown)
        messages.info(self.request, _("重新检测已开始，关掉页面也会继续。"))
        return self.again()

    # -- what a post names ----------------------------------------------------------------------
    def _part(self):
        return panes.page_view(self.review, self.number).part

    def _box(self, part):
        names = ("left", "top", "width", "height")
        try:
            numbers = [float(self.request.POST.get(name, "")) for name in names]
            return places.from_mm(part, *numbers)
        except (ValueError, OverflowError) as error:
            raise CannotDecide(_("框要落在页面上，左、上、宽、高用毫米填写。")) from error

    @cached_property
    def number(self) -> int:
        """Page asked for, from 1; the nearest one for anything else."""
        asked = self.request.POST.get("page") or self.request.GET.get("page") or "1"
        number = int(asked) if asked.isdigit() and len(asked) < 6 else 1
        return max(1, min(number, self._count))

    @property
    def _count(self) -> int:
        if self.review is None:
            return 1
        if self.review.has_pages:
            return sum(bool(part.width) for part in self.review.reading.parts)
        return -(-len(self._passages) // panes.PASSAGES) or 1

    @property
    def _passages(self):
        shown = panes.passages(self.review, frozenset())
        return [p for p in shown if p.has_spots] if self.request.GET.get("found") else shown

    def _here(self, review: FileReview) -> list:
        """Spots of the page or passages on the screen."""
        if review.has_pages:
            part = panes.page_view(review, self.number).part.ref
            return [spot for spot in review.spots if spot.part == part]
        start = (self.number - 1) * panes.PASSAGES
        shown = {p.part for p in self._passages[start : start + panes.PASSAGES]}
        return [spot for spot in review.spots if spot.part in shown]

    # -- what is shown --------------------------------------------------------------------------
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(
            attached=self.attached,
            summary=panes.FileSummary(self.attached, self.review),
            may_act=not self.objections,
            may_open_vault=vault.may_open(self.request.user),
            is_wide=True,
            typed=kwargs.get("typed"),
            number=self.number,
            revealed_seconds=REVEALED_SECONDS,
            classes=[(key, label) for key, label in LABELS.items() if needs_ground(key, "keep")],
            panel_actions=ACTIONS,
            can_undo=steps.last_done(self.state) is not None,
            can_redo=steps.next_undone(self.state) is not None,
            claimant=self.state.claimant(),
            is_mine=self.state.claimant() == self.request.user,
        )
        if self.review is not None:
            context.update(self._of_review())
        return context

    def _of_review(self) -> dict:
        review, here = self.review, self._here(self.review)
        wanted = self.at or self.request.POST.get("ref") or self.request.GET.get("at", "")
        ways = (lambda s: s.ref == wanted, lambda s: s.is_open, lambda s: True)
        current = next((s for way in ways for s in here if way(s)), None)
        shown = {
            "review": review,
            "here": [(n, spot, plugs.where(review, spot.part)) for n, spot in enumerate(here, 1)],
            "current": current,
            "open_here": sum(spot.is_open for spot in here),
            "is_revealed": self.revealed,
            "pages": Paginator(range(self._count), 1).get_page(self.number),
            "page_list": self._page_list(),
            "open_elsewhere": review.open_count - sum(spot.is_open for spot in here),
        }
        if review.has_pages:
            pictures = self.picture_addresses(self.number, self.revealed)
            return shown | {"sheet": panes.page_view(review, self.number)} | pictures
        return shown | {"pairs": self._pairs(here)}

    def _page_list(self) -> list[tuple[int, int]]:
        """(page, open places) of a file made of pages."""
        if not self.review.has_pages:
            return []
        pages = [part.ref for part in self.review.reading.parts if part.width]
        counts = dict.fromkeys(pages, 0)
        for spot in self.review.spots:
            if spot.part in counts:
                counts[spot.part] += spot.is_open
        return list(enumerate(counts.values(), start=1))

    def _pairs(self, here):
        start = (self.number - 1) * panes.PASSAGES
        wanted = {p.part for p in self._passages[start : start + panes.PASSAGES]}
        revealed = frozenset(spot.ref for spot in here) if self.revealed else frozenset()
        return [p for p in panes.passages(self.review, revealed) if p.part in wanted]
