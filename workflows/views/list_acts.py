"""Posts about a list as a whole: a proposed way, merging, accepting a risk, the earlier list."""

from uuid import UUID

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from workflows.lists import columns, consecutive, safety
from workflows.lists.opening import open_list, policy_of
from workflows.review.deciding import CannotDecide
from workflows.views.review import Review


class ListActs(Review):
    """Each act is one step that can be undone; the answer is the review screen."""

    def get(self, request, *args, **kwargs):
        return redirect("workflows:review", self.item.pk)

    @cached_property
    def steps(self) -> dict:
        return {
            "column": self.column,
            "way": self.take_way,
            "merge": self.merge,
            "accept": self.accept,
            "list_undo": self.open_again,
            "difference": self.accept_difference,
            "earlier": self.choose_earlier,
        }

    def column(self):
        """As on the review screen, with the step of a generalisation behind the action."""
        post, uploaded, index = self.request.POST, self._uploaded(), self._column()
        action, _colon, level = post.get("action", "").partition(":")
        if not action:
            raise CannotDecide(_("请选择保留、隐藏、删除或概括。"))
        reason, basis = post.get("reason", ""), post.get("basis", "")
        with self._keeping("column"):
            columns.decide_column(
                uploaded,
                index,
                action,
                self.request.user,
                reason,
                basis,
                level=int(level) if level.isdigit() else 1,
            )
        self._remember_grounds(action, reason, basis)
        return self.onward(f"column:{uploaded.pk}:{index}", f"#list-{uploaded.pk}")

    def _sheet(self, uploaded):
        return open_list(uploaded.pk, "workflows.k-check")

    def take_way(self):
        uploaded = self._uploaded()
        with self._keeping("list"):
            safety.apply_way(
                uploaded,
                self.request.POST.get("way", ""),
                self._sheet(uploaded),
                policy_of(self.shown),
                self.request.user,
            )
        self.tell(_("已照建议处理，可以撤销。"))
        return self._back(uploaded)

    def merge(self):
        uploaded = self._uploaded()
        with self._keeping("list"):
            safety.merge_small(uploaded, self.request.user)
        return self._back(uploaded)

    def accept(self):
        uploaded, post = self._uploaded(), self.request.POST
        found = safety.look(
            self._sheet(uploaded), columns.columns_of(uploaded), policy_of(self.shown)
        )
        with self._keeping("list"):
            safety.accept_risk(
                uploaded, found, self.request.user, post.get("reason", ""), post.get("basis", "")
            )
        return self._back(uploaded)

    def open_again(self):
        uploaded = self._uploaded()
        with self._keeping("list"):
            safety.undo(uploaded)
        return self._back(uploaded)

    def accept_difference(self):
        uploaded = self._uploaded()
        with self._keeping("list"):
            consecutive.accept(uploaded, self.request.user)
        return self._back(uploaded)

    def choose_earlier(self):
        uploaded = self._uploaded()
        try:
            chosen = UUID(self.request.POST.get("earlier", ""))
        except ValueError as error:
            raise CannotDecide(_("请选择与哪一期比较。")) from error
        with self._keeping("list"):
            consecutive.choose(uploaded, chosen, self.request.user)
        return self._back(uploaded)

    def _back(self, uploaded):
        return self.again(f"#groups-{uploaded.pk}")
