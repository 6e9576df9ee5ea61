"""One row of the draft: edited, added, dropped. The rows in force are not touched."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure.catalogue import checks, drafts, versions
from disclosure.models import CatalogueItem, LegalBasis
from workflows.catalogue.forms import RowForm
from workflows.catalogue.views import KEEPERS, CatalogueScreen


class Row(CatalogueScreen):
    """The form of a row. Opening it begins no draft; saving it does."""

    template_name = "workflows/catalogue/row.html"
    wanted = KEEPERS
    form: RowForm | None = None
    is_new = False

    @cached_property
    def item(self) -> CatalogueItem | None:
        return CatalogueItem.objects.filter(code=self.kwargs.get("code", "")).first()

    @cached_property
    def drafted(self) -> dict | None:
        """The row as the draft has it."""
        draft = versions.draft()
        row = draft.rows.filter(code=self.kwargs["code"]).first() if draft else None
        return row.values if row else None

    def dispatch(self, request, *args, **kwargs):
        if not self.is_new and self.item is None and self.drafted is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("新增事项") if self.is_new else f"{self.kwargs['code']} {self._values['level2']}"

    @cached_property
    def _values(self) -> dict:
        if self.is_new:
            return {}
        return self.drafted or versions.values_of(self.item)

    def _form(self, *args) -> RowForm:
        instance = CatalogueItem() if self.item is None else self.item
        names = self._values.get("bases", [])
        for name, value in self._values.items():
            if name != "bases":
                setattr(instance, name, value)
        known = dict(LegalBasis.objects.filter(name__in=names).values_list("name", "pk"))
        initial = {
            "bases": list(known.values()),
            "only_named": [name for name in names if name not in known],
        }
        if self.is_new:
            top = max((row["seq"] for row in drafts.present()), default=0)
            initial["seq"] = top + 1
        taken = (row["code"] for row in drafts.present()) if self.is_new else ()
        return RowForm(*args, instance=instance, initial=initial, is_new=self.is_new, taken=taken)

    def get_context_data(self, **kwargs):
        draft = versions.draft()
        return super().get_context_data(
            form=self.form or self._form(),
            draft=draft,
            is_new=self.is_new,
            is_dropped=bool(draft) and not self.is_new and self.drafted is None,
            code=self.kwargs.get("code", ""),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if request.POST.get("do") == "drop" and not self.is_new:
            return self._drop()
        self.form = form = self._form(request.POST)
        if form.is_valid():
            values = drafts.edited(self._values or None, form.row())
            for problem in checks.personal([values], drafts.present()):
                form.add_error(None, problem.told)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        draft = versions.open_draft(request.user)
        drafts.save_row(draft, values)
        told = _("%(code)s 已记入草稿。看过差别、定好日期后才生效。")
        messages.success(request, told % {"code": values["code"]})
        return redirect("catalogue_versions:version", draft.pk)

    def _drop(self):
        draft = versions.open_draft(self.request.user)
        drafts.drop_row(draft, self.kwargs["code"])
        told = _("草稿里已停用 %(code)s。已公开的信息不受影响，仍可查阅。")
        messages.success(self.request, told % {"code": self.kwargs["code"]})
        return redirect("catalogue_versions:version", draft.pk)


class NewRow(Row):
    is_new = True
