"""Import and export of the synonym groups."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.exporting.staff_csv import csv_answer
from search.staff import synonym_files
from search.staff.screen import Screen

MAX_BYTES = 1024 * 1024
MOST_TOLD = 50


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件（文本或 CSV）"),
        help_text=gettext_lazy(
            "文本：一行一组，“甲 乙 丙”互相都查，“甲 乙 > 丙”查左边时也查右边；"
            "! 开头的停用，# 后是说明。"
            "CSV：第一行是表头 words,official,active,note。可先导出，再照样填写。"
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 1 MB，请分几次导入。"))
        raw = file.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
        raise forms.ValidationError(_("读不出文字。请另存为 UTF-8 的文本或 CSV。"))


class Import(Screen):
    """Everything is stored, or nothing and the lines are named."""

    template_name = "search/staff/synonyms_import.html"
    page_title = gettext_lazy("导入同义词")
    header_icon = "upload"
    here = "synonyms"
    only_keepers = True
    above = ("synonymgroup:index", gettext_lazy("同义词"))

    def post(self, request, *args, **kwargs):
        form = ImportForm(request.POST, request.FILES)
        found: list[synonym_files.Problem] = []
        if form.is_valid():
            entries, found = synonym_files.read_file(form.cleaned_data["file"])
            if not found and not entries:
                form.add_error("file", _("文件里没有词组。"))
            elif not found:
                changed = synonym_files.store(entries, request.user)
                told = _("已导入 %(n)d 组，马上生效；其余与现有词组相同。")
                messages.success(request, told % {"n": changed})
                return redirect("synonymgroup:index")
        found.sort(key=lambda problem: problem.line)
        context = self.get_context_data(
            form=form, problems=found[:MOST_TOLD], more=max(len(found) - MOST_TOLD, 0)
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ImportForm())
        return super().get_context_data(**kwargs)


class Text(Screen):
    def get(self, request, *args, **kwargs):
        answer = HttpResponse(content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="synonyms.txt"'
        answer.write("\n".join(synonym_files.as_text()) + "\n")
        return answer


class Csv(Screen):
    def get(self, request, *args, **kwargs):
        return csv_answer("synonyms.csv", synonym_files.as_rows(), is_read_back=True)
