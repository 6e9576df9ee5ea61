"""Forms of the catalogue's screens."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.admin_forms import CatalogueItemForm
from disclosure.catalogue.importing import CODE
from disclosure.catalogue.versions import PLAIN
from disclosure.models import CatalogueImport
from workflows.forms import CleanText


class NamesForm(forms.Form):
    """What a version is called and why it is made; both are public."""

    name = CleanText(label=_("版本名称"), max_length=80)
    reason = CleanText(
        label=_("调整原因"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("对社会公开：为什么调整、依据哪份文件。"),
    )


class ForceForm(forms.Form):
    on = forms.DateField(
        label=_("生效日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("今天：马上生效。以后的日期：到那一天零点后由每夜任务生效。"),
        error_messages={"required": _("请选择生效日期。"), "invalid": _("请选择生效日期。")},
    )
    seen = forms.BooleanField(
        label=_("已看过下面的差别和受影响的义务"),
        error_messages={"required": _("请先看过差别和受影响的义务，再勾选。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["min"] = timezone.localdate().isoformat()
        self.fields["on"].initial = timezone.localdate()


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("目录文件"),
        help_text=_("XLSX 或 CSV，最大 5 MB。列名可以是国家目录的写法，次序不限。"),
        error_messages={
            "required": _("请选择要导入的文件。"),
            "empty": _("这个文件是空的。请选择填好的目录表。"),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    scope = forms.ChoiceField(
        label=_("这份文件是"),
        choices=CatalogueImport.Scope.choices,
        initial=CatalogueImport.Scope.PART,
        widget=forms.RadioSelect,
    )


class RowForm(CatalogueItemForm):
    """A row of the draft. Nothing is written to the rows in force."""

    def __init__(self, *args, is_new=False, taken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = frozenset(taken)
        self.is_new = is_new
        if not is_new:
            self.fields["code"].disabled = True

    def clean_code(self):
        code = self.cleaned_data["code"]
        if self.is_new and not CODE.fullmatch(code):
            raise forms.ValidationError(_("编号是一至三个大写字母加数字，如 P3、W1-2。"))
        if self.is_new and code in self.taken:
            raise forms.ValidationError(_("草稿里已有这个编号，请换一个。"))
        return code

    def row(self) -> dict:
        """The row as a version freezes it."""
        values = {name: getattr(self.instance, name) for name in PLAIN}
        text = values["basis_text"]
        names = [basis.name for basis in self.cleaned_data["bases"]]
        # Bases that only the draft knows have no record yet: they stay as the text names them.
        names += [name for name in self.initial.get("only_named", ()) if name in text]
        names.sort(key=lambda name: text.find(name) if name in text else len(text))
        return values | {"bases": names}
