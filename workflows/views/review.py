"""隐私审查: the screen on which each place is decided."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.publishing import NotCleared
from privacy import vault
from privacy.vault import VaultRefused, VaultUnavailable
from workflows import actions, changes, claims, parts, redaction, standing
from workflows.forms import ReturnForm
from workflows.lists import columns, panes
from workflows.models import ACTIONS, PrivacyReviewTask, Reveal
from workflows.review import deciding, rendition
from workflows.review.classes import LABELS, needs_ground
from workflows.review.deciding import CannotDecide, Decide
from workflows.review.spots import spots_of
from workflows.standing import NotWaiting
from workflows.views.base import ItemScreen

SIDEBAR = "wagtail_sidebar_collapsed"


class Review(ItemScreen):
    """Findings on the left, the two sides on the right; every post keeps one decision."""

    step = PrivacyReviewTask
    parent = ("workflows:queue", gettext_lazy("隐私审查"))
    template_name = "workflows/review.html"
    header_icon = "glasses"
    return_form: ReturnForm | None = None
    revealed: frozenset[str] = frozenset()
    revealed_lists: frozenset[str] = frozenset()

    def get(self, request, *args, **kwargs):
        claims.claim(self.state, request.user)
        response = super().get(request, *args, **kwargs)
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
        steps = {
            "decide": self.decide,
            "undo": self.undo,
            "mark": self.mark,
            "column": self.column,
            "reveal": self.reveal,
            "putback": self.put_back,
            "return": self.send_back,
            "pass": self.pass_on,
        }
        step = steps.get(request.POST.get("do", ""))
        if step is None:
            return self.again()
        try:
            return step()
        except (CannotDecide, VaultRefused) as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(typed=request.POST))

    @cached_property
    def objections(self) -> list[str]:
        return standing.objections(self.item, self.request.user, self.state)

    @cached_property
    def spots(self):
        return spots_of(self.state.revision, self.shown)

    def again(self, anchor: str = "") -> HttpResponseRedirect:
        return redirect(reverse("workflows:review", args=[self.item.pk]) + anchor)

    def _place(self) -> tuple[str, int, int]:
        try:
            part, start, end = self.request.POST.get("spot", "").rsplit(":", 2)
            return part, int(start), int(end)
        except ValueError as error:
            raise CannotDecide(_("这一处已经不在了，请刷新页面。")) from error

    def decide(self):
        post = self.request.POST
        place = self._place()
        deciding.decide(
            self.state,
            Decide(
                *place,
                action=post.get("action", ""),
                reason=post.get("reason", ""),
                basis=post.get("basis", ""),
                replacement=post.get("replacement", ""),
                scope=post.get("scope", "one"),
            ),
            self.request.user,
        )
        return self.again(self._next_anchor(place))

    def _next_anchor(self, place) -> str:
        """The next undecided place after this one, so that one key after the other will do."""
        spots = spots_of(self.state.revision, self.shown)
        seen = False
        for n, spot in enumerate(spots, start=1):
            if seen and spot.is_open:
                return f"#spot-{n}"
            seen = seen or spot.key == place
        first = next((n for n, spot in enumerate(spots, start=1) if spot.is_open), None)
        return f"#spot-{first}" if first else "#pass"

    def undo(self):
        deciding.undo(self.state, *self._place())
        return self.again()

    def mark(self):
        post = self.request.POST
        count = deciding.mark(
            self.state,
            post.get("part", ""),
            post.get("text", ""),
            post.get("cls", "") if post.get("cls", "") in LABELS else "FREE_TEXT",
            post.get("action", ""),
            self.request.user,
        )
        messages.success(self.request, _("已标出 %(n)d 处。") % {"n": count})
        return self.again()

    def column(self):
        post = self.request.POST
        uploaded = next(
            (u for _t, u in columns.lists_of(self.shown) if str(u.pk) == post.get("list")), None
        )
        index = int(post["column"]) if post.get("column", "").isdigit() else -1
        if uploaded is None:
            raise CannotDecide(_("这份名册已经换过，请刷新页面。"))
        if post.get("action") == "undo":
            columns.undo_column(uploaded, index)
        else:
            columns.decide_column(
                uploaded,
                index,
                post.get("action", ""),
                self.request.user,
                post.get("reason", ""),
                post.get("basis", ""),
            )
        return self.again(f"#list-{uploaded.pk}")

    def reveal(self):
        """Show one value (or one list) in this answer only, and write down who looked."""
        post = self.request.POST
        if post.get("list"):
            self.revealed_lists = frozenset({post["list"]})
        else:
            spot = next((s for s in self.spots if s.ref == post.get("spot")), None)
            if spot is None:
                return self.again()
            Reveal.objects.create(
                page_id=self.item.pk,
                revision_id=self.state.revision_id,
                part=spot.part,
                start=spot.start,
                cls=spot.cls,
                by=self.request.user,
                by_name=self.request.user.get_username(),
            )
            self.revealed = frozenset({spot.ref})
        return self.render_to_response(self.get_context_data())

    def put_back(self):
        claims.release_claim(self.state, self.request.user)
        messages.info(self.request, _("已放回队列，作过的决定都还在。"))
        return redirect("workflows:queue")

    def send_back(self):
        self.return_form = ReturnForm(self.request.POST)
        if not self.return_form.is_valid():
            return self.render_to_response(self.get_context_data())
        actions.return_(self.item, self.request.user, self.return_form.cleaned_data["reasons"])
        messages.success(self.request, _("已退回。修改后要从单位审核重新开始。"))
        return redirect("workflows:queue")

    def pass_on(self):
        value = self.request.POST.get("seen", "")
        seen = int(value) if value.isdigit() else -1
        try:
            clearance = actions.review_and_clear(self.item, self.request.user, seen=seen)
        except redaction.StillOpen as error:
            for reason in error.reasons:
                messages.error(self.request, reason)
            return self.again()
        except NotCleared as error:
            return self.refused(error)
        except VaultUnavailable:
            messages.error(self.request, _("保险箱现在打不开，因此不能通过。作过的决定都还在。"))
            return self.again()
        check = clearance.checks.order_by("-pk").first()
        if check is not None and not check.passed:
            messages.warning(
                self.request, _("已通过，但发布前检查发现了问题，发布人会看到并退回。")
            )
        else:
            messages.success(self.request, _("隐私审查通过，已交发布。"))
        return redirect("workflows:queue")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kind, changed = changes.since_last_time(self.item, self.state)
        pairs = rendition.pairs_of(
            self.shown, self.spots, self.revealed, {change.part for change in changed}
        )
        shown_lists = panes.panes_of(self.item, self.shown, self.request.user, self.revealed_lists)
        open_spots = sum(spot.is_open for spot in self.spots)
        open_columns = sum(pane.open_count for pane in shown_lists)
        total = len(self.spots) + sum(len(pane.columns) for pane in shown_lists)
        context.update(
            spots=[(n, s, parts.label(self.shown, s.part)) for n, s in enumerate(self.spots, 1)],
            pairs=pairs,
            shown_pairs=self._filtered(pairs),
            quiet_fields=[pair for pair in pairs if pair.is_quiet_field],
            shown_only=self._filter,
            revealed=self.revealed,
            is_wide=True,
            list_actions=ACTIONS,
            attachments=[row for row in self.shown.attachment_rows.all() if not row.digest],
            panes=shown_lists,
            open_count=open_spots + open_columns,
            total=total,
            decided=total - open_spots - open_columns,
            compared_with=kind,
            changed_count=len(changed),
            claimant=self.state.claimant(),
            is_mine=self.state.claimant() == self.request.user,
            classes=[(key, label) for key, label in LABELS.items() if needs_ground(key, "keep")],
            return_form=self.return_form or ReturnForm(),
            may_open_vault=vault.may_open(self.request.user),
            typed=kwargs.get("typed"),
        )
        return context

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
