"""Files: an uploaded catalogue with its differences before anything is applied; the export."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.catalogue import differences, drafts, grid, versions
from disclosure.catalogue.problems import Problem
from disclosure.catalogue.takeaway import export_of
from disclosure.exporting.answer import answer
from disclosure.models import CatalogueImport, CatalogueVersion
from workflows.catalogue.forms import FileForm
from workflows.catalogue.views import KEEPERS, CatalogueScreen

SHOWN = 200


class Upload(CatalogueScreen):
    """Choose a file. What is wrong is told line by line, and then nothing is kept."""

    template_name = "workflows/catalogue/upload.html"
    page_title = gettext_lazy("导入目录")
    wanted = KEEPERS
    here = "import"

    def post(self, request, *args, **kwargs):
        form, problems = FileForm(request.POST, request.FILES), []
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                # One byte more than is allowed tells that there is more.
                data = file.read(grid.LARGEST_FILE + 1)
                kept, reading = drafts.look_at(data, form.cleaned_data["scope"], request.user)
            except grid.Unreadable as error:
                form.add_error("file", str(error))
            else:
                if kept is not None:
                    return redirect("catalogue_versions:import", kept.pk)
                problems = sorted(reading.problems, key=lambda one: (one.line, one.column))
        return self.render_to_response(
            self.get_context_data(
                form=form, problems=problems[:SHOWN], more=max(0, len(problems) - SHOWN)
            )
        )

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", FileForm())
        return super().get_context_data(draft=versions.draft(), **kwargs)


class Differences(CatalogueScreen):
    """What a file would change in the draft; apply it, or leave everything as it is."""

    template_name = "workflows/catalogue/differences.html"
    page_title = gettext_lazy("导入目录：核对差别")
    wanted = KEEPERS
    here = "import"

    def dispatch(self, request, *args, **kwargs):
        found = CatalogueImport.objects.filter(pk=kwargs["pk"], created_by_id=request.user.pk)
        self.kept = found.first()
        if self.kept is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        changes = drafts.differences_of(self.kept)
        return super().get_context_data(
            kept=self.kept,
            changes=changes,
            counts=differences.counts(changes),
            notices=[Problem(*notice) for notice in self.kept.notices],
            rows=len(self.kept.rows),
            draft=versions.draft(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if request.POST.get("do") != "apply":
            self.kept.delete()
            messages.success(request, _("没有导入，草稿和现行目录都没有变化。"))
            return redirect("catalogue_versions:upload")
        draft = drafts.apply(self.kept, request.user)
        messages.success(request, _("文件已整份记入草稿。看过差别、定好日期后才生效。"))
        return redirect("catalogue_versions:version", draft.pk)


class Export(CatalogueScreen):
    """Any version, the draft included, in the State's columns."""

    def get(self, request, *args, **kwargs):
        if kwargs["kind"] not in ("csv", "xlsx"):
            raise Http404
        version = get_object_or_404(CatalogueVersion, pk=kwargs["pk"])
        rows = versions.rows_of(version)
        return answer(
            request, export_of(rows, f"catalogue-{version.pk}", version.name), kwargs["kind"]
        )
