"""What a post on the review screen does; each act is kept at once and can be undone."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure.publishing import NotCleared
from privacy.vault import VaultUnavailable
from workflows import actions, claims, redaction, wording
from workflows.forms import ReturnForm
from workflows.lists import columns
from workflows.models import Reveal, ReviewDraft
from workflows.review import deciding, marking, quoting, steps
from workflows.review.classes import LABELS
from workflows.review.deciding import CannotDecide, Decide
from workflows.review.spots import spots_of

COVERED_AGAIN = "10"  # seconds that a value is shown


class Acts:
    """Posts by the name in `do`; every one also works as a plain form."""

    return_form: ReturnForm | None = None
    revealed: frozenset[str] = frozenset()
    revealed_lists: frozenset[str] = frozenset()

    @cached_property
    def steps(self) -> dict:
        return {
            "decide": self.decide,
            "clear": self.clear_decision,
            "undo": self.undo,
            "redo": self.redo,
            "mark": self.mark,
            "column": self.column,
            "reveal": self.reveal,
            "extend": self.extend,
            "draft": self.keep_draft,
            "putback": self.put_back,
            "return": self.send_back,
            "pass": self.pass_on,
        }

    @cached_property
    def spots(self):
        return spots_of(self.state.revision, self.shown)

    def _place(self, name: str = "spot") -> tuple[str, int, int]:
        try:
            part, start, end = self.request.POST.get(name, "").rsplit(":", 2)
            return part, int(start), int(end)
        except ValueError as error:
            raise CannotDecide(_("这一处已经不在了，请刷新页面。")) from error

    def _keeping(self, kind: str):
        return steps.keeping(self.state, self.shown, self.request.user, kind)

    def decide(self):
        post = self.request.POST
        if post.get("list"):
            return self.column()
        place = self._place()
        wanted = Decide(
            *place,
            action=post.get("action", ""),
            reason=post.get("reason", ""),
            basis=post.get("basis", ""),
            replacement=post.get("replacement", ""),
            scope=post.get("scope", "one"),
        )
        with self._keeping("decide"):
            met = deciding.decide(self.state, wanted, self.request.user)
        self._remember_grounds(wanted.action, wanted.reason, wanted.basis)
        if len(met) > 1:
            self.tell(_("已用于 %(n)d 处。") % {"n": len(met)})
        return self.onward(f"spot:{post.get('spot')}")

    def clear_decision(self):
        """Open one place or column again."""
        post = self.request.POST
        with self._keeping("clear"):
            if post.get("list"):
                columns.undo_column(self._uploaded(), self._column())
            else:
                deciding.undo(self.state, *self._place())
        return self.again(at=post.get("at", ""))

    def undo(self):
        step = steps.undo(self.state, self.shown)
        self.tell(self._told(step, _("已撤销 %(n)d 处的决定。"), _("没有可以撤销的决定。")))
        return self.again(at=self._place_of_step(step))

    def redo(self):
        step = steps.redo(self.state, self.shown)
        self.tell(self._told(step, _("已重做 %(n)d 处的决定。"), _("没有可以重做的决定。")))
        return self.again(at=self._place_of_step(step))

    def _told(self, step, done: str, nothing: str) -> str:
        return done % {"n": len(step.changes)} if step else nothing

    def _place_of_step(self, step) -> str:
        return f"{step.changes[0][0]}:{step.changes[0][1]}" if step else ""

    def mark(self):
        post = self.request.POST
        cls = post.get("cls", "") if post.get("cls", "") in LABELS else "FREE_TEXT"
        action, user = post.get("action", ""), self.request.user
        with self._keeping("mark"):
            if post.get("place"):
                place = self._place("place")
                met = marking.mark_place(self.state, place, cls, action, user)
            else:
                part, text = post.get("part", ""), post.get("text", "")
                met = marking.mark(self.state, part, text, cls, action, user)
        messages.success(self.request, met.sentence)
        return self.again(at=f"spot:{met.first}" if met.first else "")

    def _uploaded(self):
        wanted = self.request.POST.get("list")
        for _table, uploaded in columns.lists_of(self.shown):
            if str(uploaded.pk) == wanted:
                return uploaded
        raise CannotDecide(_("这份名册已经换过，请刷新页面。"))

    def _column(self) -> int:
        value = self.request.POST.get("column", "")
        return int(value) if value.isdigit() else -1

    def column(self):
        post, uploaded, index = self.request.POST, self._uploaded(), self._column()
        if post.get("action") == "undo":
            return self.clear_decision()
        reason, basis = post.get("reason", ""), post.get("basis", "")
        with self._keeping("column"):
            columns.decide_column(
                uploaded, index, post.get("action", ""), self.request.user, reason, basis
            )
        self._remember_grounds(post.get("action", ""), reason, basis)
        return self.onward(f"column:{uploaded.pk}:{index}", f"#list-{uploaded.pk}")

    def _remember_grounds(self, action: str, reason: str, basis: str) -> None:
        """The last grounds of this reviewer, offered again; they were checked for names."""
        if action != "keep" or not (reason.strip() or basis.strip()):
            return
        pair = [reason.strip()[:200], basis.strip()[:200]]
        earlier = [p for p in self.request.session.get("mj_grounds", []) if p != pair]
        self.request.session["mj_grounds"] = [pair, *earlier][:5]

    def reveal(self):
        """Show one value (or one list) in this answer only, and write down who looked."""
        post = self.request.POST
        if post.get("list"):
            self.revealed_lists = frozenset({post["list"]})
            return self._covered_again(self.render_screen())
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
        if self.wants_fragment:
            return JsonResponse({"text": spot.value})
        self.revealed = frozenset({spot.ref})
        return self._covered_again(self.render_screen())

    def _covered_again(self, response):
        """A whole page means that no script runs to cover the value: the page is loaded anew."""
        if not self.wants_fragment:
            response["Refresh"] = f"{COVERED_AGAIN};url={self.request.path}"
        return response

    def extend(self):
        """The claim was renewed before the act; there is nothing else to do."""
        if self.wants_fragment:
            return JsonResponse({"until": self.state.claimed_until.isoformat()})
        return self.again()

    def keep_draft(self):
        """Keep what was begun to write, if it names nobody; else it stays in the form only."""
        comment = self.request.POST.get("reasons", "")[:1000]
        kinds = quoting.kinds_in(comment, self.shown, self.spots)
        if not kinds:
            ReviewDraft.objects.update_or_create(
                state_id=self.state.pk, defaults={"comment": comment}
            )
        if self.wants_fragment:
            return JsonResponse({"refusal": wording.refusal(kinds) if kinds else ""})
        if kinds:
            self.return_form = self._filled_return_form()
            return self.render_screen()
        messages.info(self.request, _("已存为草稿，还没有退回。"))
        return self.again()

    def _filled_return_form(self) -> ReturnForm:
        """It refuses what the item itself holds, which no detector knows without its words."""
        return ReturnForm(self.request.POST, quoted=self.quoted)

    def quoted(self, text: str) -> list[str]:
        """Kinds of what a text copies from the item."""
        return quoting.kinds_in(text, self.shown, self.spots)

    def put_back(self):
        claims.release_claim(self.state, self.request.user)
        messages.info(self.request, _("已放回队列，作过的决定都还在。"))
        return redirect("workflows:queue")

    def send_back(self):
        self.return_form = self._filled_return_form()
        if not self.return_form.is_valid():
            return self.render_screen()
        actions.return_(self.item, self.request.user, self.return_form.cleaned_data["reasons"])
        messages.success(self.request, _("已退回。修改后要从单位审核重新开始。"))
        return redirect("workflows:queue")

    def pass_on(self):
        value = self.request.POST.get("seen", "")
        seen = int(value) if value.isdigit() else -1
        try:
            clearance = actions.review_and_clear(
                self.item, self.request.user, seen=seen, wait=False
            )
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
