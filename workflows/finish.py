"""What happens when the last task of a workflow is approved (WAGTAIL_FINISH_WORKFLOW_ACTION).

Imported while Wagtail's models are still loading: models are imported inside.
"""

from django.utils.translation import gettext as _


def release(workflow_state, user=None):
    """Make the rendition that this workflow cleared public; nothing else, not the newest text.

    `NotCleared` from the gate undoes the approval of the task as well: both run in one transaction.
    """
    from disclosure import publishing
    from disclosure.models import Clearance

    clearance = (
        Clearance.objects.filter(
            workflow_state_id=workflow_state.pk, page_id=int(workflow_state.object_id)
        )
        .order_by("-pk")
        .first()
    )
    if clearance is None:
        raise publishing.NotCleared(_("没有这次审核的放行决定，请退回后重新提交。"))
    # Set by actions.release on the very instance that is being finished.
    publishing.commit(clearance, by=user, reason=getattr(workflow_state, "release_reason", ""))
