"""Three tasks on Wagtail's workflow: department approval, privacy review, release (I2).

Who may act follows from the unit of the item, so one task serves all units. Nobody acts through
Wagtail's own buttons: they neither show what must be seen nor ask what must be asked. The screens
of this app act through `workflows.actions`; `on_action` leads there as well.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState

from workflows import roles


class SubmittedLock(WorkflowLock):
    """Submission locks the item for everyone, its author too (gate.md C7)."""

    def get_message(self, user):
        return gettext("已提交，正在等待“%(task)s”。这期间谁都不能修改；退回后可以继续编辑。") % {
            "task": self.task.name
        }

    def get_locked_by(self, user, can_lock=False):
        return gettext("审核中，已锁定")

    def get_description(self, user, can_lock=False):
        return gettext("审核期间谁都不能修改")


class UnitTask(Task):
    """A step whose people are found through the unit of the item."""

    lock_class = SubmittedLock
    role = ""
    screen = ""

    class Meta:
        abstract = True

    def locked_for_user(self, obj, user):
        """Locked for everyone: autosave rewrites a revision in place under its id."""
        return True

    def get_actions(self, obj, user):
        """None: Wagtail's buttons would pass by the screens on which one must look first."""
        return []

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Running states of this step in the units for which the account holds the role."""
        from workflows.worklist import running_states

        return TaskState.objects.filter(pk__in=running_states(self, user).values("pk"))

    def on_action(self, task_state, user, action_name, **kwargs):
        """Lead an action that code asks for to the same rules as our own screens.

        Returns the address of the screen that says why, where the gate refused.
        """
        from disclosure.publishing import NotCleared
        from workflows import actions

        page = task_state.workflow_state.content_object
        if action_name not in ("approve", "reject"):
            raise PermissionDenied
        try:
            if action_name == "reject":
                actions.return_(page, by=user, reasons=kwargs.get("comment", ""))
            else:
                actions.advance(page, by=user, step=type(self))
        except NotCleared:
            return reverse("workflows:refused", args=[page.pk])
        return reverse(f"workflows:{self.screen}", args=[page.pk])


class DepartmentApprovalTask(UnitTask):
    """The department stands for the content."""

    role = roles.APPROVER
    screen = "approve"

    class Meta:
        verbose_name = _("单位审核")
        verbose_name_plural = _("单位审核")

    def start(self, workflow_state, user=None):
        """Only `submission.submit` starts: it has checked what must be there and what must not."""
        from workflows import submission

        if not submission.is_submitting():
            raise PermissionDenied
        return super().start(workflow_state, user=user)


class PrivacyReviewTask(UnitTask):
    """Nobody's personal data goes out undecided."""

    role = roles.REVIEWER
    screen = "review"

    class Meta:
        verbose_name = _("隐私审查")
        verbose_name_plural = _("隐私审查")

    @classmethod
    def get_task_state_class(cls):
        return PrivacyReviewState


class ReleaseTask(UnitTask):
    """保密审查 and the decision to publish."""

    role = roles.PUBLISHER
    screen = "release"

    class Meta:
        verbose_name = _("保密审查和发布")
        verbose_name_plural = _("保密审查和发布")


class PrivacyReviewState(TaskState):
    """A review, and who is at it until when."""

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    # When the present claimant took it up: how long an item takes is measured from here.
    claimed_since = models.DateTimeField(null=True)
    exclude_fields_in_copy = ["claimed_by", "claimed_until", "claimed_since"]

    class Meta:
        verbose_name = _("隐私审查状态")
        verbose_name_plural = _("隐私审查状态")

    def claimant(self, now=None):
        """Who holds the review now; a claim that ran out holds nothing."""
        if self.claimed_until is None or self.claimed_until <= (now or timezone.now()):
            return None
        return self.claimed_by
