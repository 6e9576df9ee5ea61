"""隐私审查: the screen on which each place is decided."""

from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure import surfaces
from privacy import vault
from privacy.vault import VaultRefused
from workflows import changes, claims, standing
from workflows.forms import ReturnForm
from workflows.lists import panes
from workflows.models import ACTIONS, PrivacyReviewTask, ReviewDraft
from workflows.review import carrying, confirming, list_changes, listing, rendition, steps
from workflows.review.classes import LABELS, needs_ground
from workflows.review.deciding import CannotDecide
from workflows.standing import NotWaiting
from workflows.views.base import ItemScreen
from workflows.views.review_acts import Acts

SIDEBAR = "wagtail_sidebar_collapsed"
# What a post may carry on into the address: the view of the reviewer, never words.
KEPT_IN_ADDRESS = ("found", "changed")
SURFACES = {
    "page": gettext_lazy("网页"),
    "api": gettext_lazy("开放数据"),
    "search": gettext_lazy("搜索"),
    "files": gettext_lazy("附件"),
    "table_files": gettext_lazy("名册下载"),
    "feeds": gettext_lazy("订阅"),
    "print": gettext_lazy("打印"),
    "mail": gettext_lazy("邮件"),
}


class Review(Acts, ItemScreen):
    """Findings on the left, the two sides on the right; every post keeps one decision.

    With the header `X-Mj-Fragment` the answer is the region alone, for the script that puts it in
    place without loading the page again.
    """

    step = PrivacyReviewTask
    parent = ("workflows:queue", gettext_lazy("隐私审查"))
    template_name = "workflows/review.html"
    fragment_name = "workflows/parts/review_body.html"
    header_icon = "glasses"
    at = ""

    def get(self, request, *args, **kwargs):
        claims.claim(self.state, request.user)
        response = self.render_screen()
        if SIDEBAR not in request.COOKIES:
            # Both sides need the width; whoever opened the sidebar once keeps it open.
            request.COOKIES[SIDEBAR] = "1"  # this answer is rendered after its view
            response.set_cookie(SIDEBAR, "1", samesite="Lax")
        return response

    def post(self, request, *args, **kwargs):
        holder = self.state.claimant()
        if not claims.claim(self.state, request.user):
            raise NotWaiting([_("%(name)s正在审查这一件。") % {"name": holder}])
        if self.objections:
            raise NotWaiting(self.objections)
        step = self.steps.get(request.POST.get("do", ""))
        if step is None:
            return self.again()
        try:
            return step()
        except (CannotDecide, VaultRefused) as error:
            messages.error(request, str(error))
            return self.render_screen(typed=request.POST)

    @property
    def wants_fragment(self) -> bool:
        return bool(self.request.headers.get("X-Mj-Fragment"))

    @cached_property
    def objections(self) -> list[str]:
        return standing.objections(self.item, self.request.user, self.state)

    def get_page_title(self):
        """The title as the public will see it: the original may name somebody."""
        return rendition.public_title(self.shown, self.spots)

    def tell(self, text: str) -> None:
        messages.info(self.request, text)

    def render_screen(self, **kwargs):
        context = self.get_context_data(**kwargs)
        if not self.wants_fragment:
            return self.render_to_response(context)
        response = render(self.request, self.fragment_name, context)
        response["X-Mj-Fragment"] = "1"
        return response

    def again(self, anchor: str = "", at: str = "") -> HttpResponseRedirect:
        """The screen anew, at the same view; the region alone where the script asked."""
        if self.wants_fragment:
            self.at = at
            self.__dict__.pop("spots", None)
            return self.render_screen()
        query = QueryDict(mutable=True)
        for name in KEPT_IN_ADDRESS:
            if self.request.GET.get(name):
                query[name] = "1"
        if at:
            query["at"] = at
        address = reverse("workflows:review", args=[self.item.pk])
        asked = f"?{query.urlencode()}" if query else ""
        return redirect(address + asked + (anchor or ("#decide" if at else "")))

    def onward(self, ref: str, anchor: str = ""):
        """The next undecided entry after this one, so that one key after the other will do."""
        self.__dict__.pop("spots", None)
        entries = self.entries(self.list_panes())
        after = [e for e in entries if e.ref == ref]
        number = after[0].number if after else 0
        order = [*entries[number:], *entries[:number]]
        following = next((e.ref for e in order if e.is_open), ref)
        return self.again(anchor, following)

    def list_panes(self):
        return panes.panes_of(self.item, self.shown, self.request.user, self.revealed_lists)

    def entries(self, shown_panes, kept=(), changed=frozenset()):
        return listing.entries_of(
            self.item,
            self.state,
            self.shown,
            self.request.user,
            self.spots,
            shown_panes,
            kept,
            confirming.refusals(self.item),
            changed,
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kind, changed = changes.since_last_time(self.item, self.state)
        changed_parts = {change.part for change in changed}
        shown_panes = self.list_panes()
        kept = confirming.kept_of(self.state, self.shown, self.spots)
        entries = self.entries(shown_panes, kept, changed_parts)
        pairs = rendition.pairs_of(self.shown, self.spots, self.revealed, changed_parts)
        left = listing.open_count(entries)
        context.update(
            shown=self.shown,
            entries=entries,
            groups=listing.grouped(entries),
            current=self._current(entries, kwargs.get("typed")),
            pairs=pairs,
            shown_pairs=self._filtered(pairs),
            quiet_fields=[pair for pair in pairs if pair.is_quiet_field],
            shown_only=self._filter,
            revealed=self.revealed,
            is_wide=True,
            list_actions=ACTIONS,
            panel_actions=[*ACTIONS[1:], ACTIONS[0]],  # what hides comes first
            attachments=[row for row in self.shown.attachment_rows.all() if not row.digest],
            panes=shown_panes,
            row_count=sum(pane.uploaded.row_count for pane in shown_panes),
            open_count=left,
            waiting_count=sum(entry.waits for entry in entries),
            total=len(entries),
            decided=len(entries) - left,
            compared_with=kind,
            changed_count=len(changed),
            claimant=self.state.claimant(),
            is_mine=self.state.claimant() == self.request.user,
            may_act=not self.objections,
            surfaces=[str(SURFACES.get(name, name)) for name in surfaces.names()],
            return_form=self.return_form or self._return_form(),
            may_open_vault=vault.may_open(self.request.user),
            typed=kwargs.get("typed"),
            **self._for_writing(),
        )
        if self._filter == "changed":
            context["list_changes"] = list_changes.since_last_clearance(self.item, self.shown)
            context["carried_count"] = carrying.carried_count(self.state)
        return context

    def _for_writing(self) -> dict:
        """What the forms offer: classes, legal bases, this reviewer's last grounds, undo."""
        row = self.shown.catalogue_item
        return {
            "classes": [(key, label) for key, label in LABELS.items() if needs_ground(key, "keep")],
            "bases": [basis.name for basis in row.bases.all()] if row else [],
            "last_grounds": self.request.session.get("mj_grounds", []),
            "can_undo": steps.last_done(self.state) is not None,
            "can_redo": steps.next_undone(self.state) is not None,
        }

    def _return_form(self) -> ReturnForm:
        draft = ReviewDraft.objects.filter(state_id=self.state.pk).first()
        return ReturnForm(initial={"reasons": draft.comment if draft else ""})

    def _current(self, entries, typed):
        """The entry in the decision panel: asked for, else the first undecided, else the first."""
        wanted = self.at or self.request.POST.get("at") or self.request.GET.get("at", "")
        if typed and typed.get("spot"):
            wanted = f"spot:{typed['spot']}"
        elif typed and typed.get("list"):
            wanted = f"column:{typed['list']}:{typed.get('column')}"
        ways = (lambda e: e.ref == wanted, lambda e: e.is_open, lambda e: True)
        return next((e for way in ways for e in entries if e.has_panel and way(e)), None)

    @property
    def _filter(self) -> str:
        return next((name for name in ("found", "changed") if self.request.GET.get(name)), "")

    def _filtered(self, pairs):
        """All passages, or those with findings, or those that changed."""
        if self._filter == "found":
            return [pair for pair in pairs if pair.has_spots]
        if self._filter == "changed":
            return [pair for pair in pairs if pair.is_changed]
        return pairs
