"""A page with copies of its text in every place where Wagtail keeps some."""

from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import (
    Comment,
    CommentReply,
    GroupApprovalTask,
    Page,
    PageLogEntry,
    TaskState,
    Workflow,
    WorkflowState,
)
from wagtail.search import index

NAME = "张三丰"
# Invented: the sequence number 000 is never given to a person.
ID = "220102199003070003"
CANARY = f"公示{NAME}，身份证号{ID}"


def page_with_copies(title=CANARY):
    """The page itself is clean afterwards, as after a redaction; its older copies are not."""
    user = get_user_model().objects.create_user("editor")
    page = Page(title=title, slug="item", live=False)
    Page.objects.get(depth=1).add_child(instance=page)
    revision = page.save_revision(user=user)
    page.save_revision(user=user)
    _log(page, user)
    _comment(page, user)
    _form_states(page, user)
    _reject(page, user, revision)
    index.insert_or_update_object(page)
    page.title = "公示"
    page.save()
    return page


def _log(page, user):
    PageLogEntry.objects.log_action(
        instance=page, action="wagtail.edit", user=user, data={"title": {"old": CANARY}}
    )


def _comment(page, user):
    comment = Comment.objects.create(page=page, user=user, text=CANARY, contentpath="title")
    CommentReply.objects.create(comment=comment, user=user, text=CANARY)


def _form_states(page, user):
    """One of the page, one of a new page in which the same text was typed, one of somebody else."""
    page_type = ContentType.objects.get_for_model(Page)
    for object_id, text in [(str(page.pk), "公示"), ("", CANARY), ("", "别的")]:
        FormState.objects.create(
            user=user,
            content_type=page_type,
            object_id=object_id,
            parent_object_id="1",
            data=urlencode({"title": text}),
            last_updated_at=timezone.now(),
        )


def _reject(page, user, revision):
    task = GroupApprovalTask.objects.create(name="审核")
    state = WorkflowState.objects.create(
        content_type=page.cached_content_type,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        workflow=Workflow.objects.create(name="发布"),
        requested_by=user,
    )
    TaskState.objects.create(
        workflow_state=state,
        revision=revision,
        task=task,
        status=TaskState.STATUS_REJECTED,
        comment=f"请删去{NAME}",
        content_type=ContentType.objects.get_for_model(TaskState),
    )
