"""成批放行: choose, read the sample, clear the rest; each screen can be left and come back to."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.models import DisclosurePage
from workflows import batches
from workflows.models import Batch, BatchItem
from workflows.passages import passages_of
from workflows.views.base import Screen


class NewBatch(Screen):
    """POST only: the chosen items, and the lot."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        chosen = [int(pk) for pk in request.POST.getlist("state") if pk.isdigit()]
        batch = batches.begin(chosen, by=request.user)
        left_out = len(set(chosen)) - batch.items.count()
        if left_out > 0:
            messages.warning(
                request, _("有 %(n)d 件不能成批放行，留在队列里逐件审查。") % {"n": left_out}
            )
        return redirect("workflows:batch", batch.pk)


class OwnBatch(Screen):
    """A batch is seen and cleared by who began it."""

    header_icon = "glasses"
    parent = ("workflows:queue", gettext_lazy("隐私审查"))

    def dispatch(self, request, *args, **kwargs):
        self.batch = Batch.objects.filter(pk=kwargs["batch"], by=request.user).first()
        if self.batch is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class BatchScreen(OwnBatch):
    """Progress: what was drawn and read, what is cleared, what failed and why."""

    template_name = "workflows/batch.html"

    def get_page_title(self):
        return _("成批放行 %(n)d") % {"n": self.batch.pk}

    def post(self, request, *args, **kwargs):
        left = batches.go_on(self.batch, by=request.user)
        if not left:
            messages.success(request, _("这一批办完了。"))
        return redirect("workflows:batch", self.batch.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        items = list(self.batch.items.all())
        pages = DisclosurePage.objects.defer("body").in_bulk([item.page_id for item in items])
        lines = [
            (item, pages.get(item.page_id), batches.FAILURES.get(item.failure, ""))
            for item in items
        ]
        cleared = sum(item.cleared_at is not None for item in items)
        failed = sum(bool(item.failure) for item in items)
        context.update(
            batch=self.batch,
            sample=[line for line in lines if line[0].is_sample],
            rest=[line for line in lines if not line[0].is_sample],
            total=len(items),
            cleared=cleared,
            failed=failed,
            left=len(items) - cleared - failed,
            unseen=sum(item.is_sample and item.viewed_at is None for item in items),
            has_begun=cleared + failed > 0,
        )
        return context


class BatchRead(OwnBatch):
    """The text of one item; opening it is what counts as having looked."""

    template_name = "workflows/batch_read.html"
    item: BatchItem | None = None

    def dispatch(self, request, *args, **kwargs):
        self.item = BatchItem.objects.filter(
            batch=kwargs["batch"], pk=kwargs["item"], batch__by=request.user
        ).first()
        if self.item is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.page.title if self.page else _("已不在审查")

    def get(self, request, *args, **kwargs):
        self.page = batches.shown(self.item)
        if self.page is None:
            messages.warning(request, _("这一件已不在审查这一步。"))
            return redirect("workflows:batch", self.batch.pk)
        batches.looked(self.item)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        following = self.batch.items.filter(is_sample=True, viewed_at__isnull=True)
        context.update(
            batch=self.batch,
            item=self.page,
            passages=passages_of(self.page),
            following=following.exclude(pk=self.item.pk).first(),
        )
        return context
