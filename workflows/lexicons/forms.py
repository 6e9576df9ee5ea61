"""Forms of the detector's words: one entry, a file of entries."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy import lexicon_words
from privacy.models import LexiconEntry

REFUSALS = {
    "form": _("词条只能是一个词：汉字、字母、数字，最多 24 个字，中间没有空格或标点。"),
    "short": _("太短：除姓氏外，词条至少两个字。"),
    "surname": _("姓氏是一个或两个汉字。"),
    "effect": _("“身份”要选择表示谁；其他种类不用选。"),
    "digits": _("词条里有一长串数字，像是号码，不能收录。"),
    "name": _(
        "像是一个人的姓名。共享词表不收个人姓名；本单位公职人员请登记到“公职人员与电话”名录。"
    ),
    "ordinary": _("这个词在词典里查不到，又像姓名，不能当作“不是姓名的普通词”。"),
}
NOT_SHIPPED = _("系统自带的词表里没有这个词，不用停用。")
SHIPPED = _("系统自带的词表里已经有这个词。")


def problem(kind: str, effect: str, word: str, removes: bool):
    """A sentence when the word may not be stored, None when it may."""
    if refused := lexicon_words.refusal(kind, effect, word):
        return REFUSALS[refused]
    shipped = lexicon_words.is_shipped(kind, effect, word)
    if removes and not shipped:
        return NOT_SHIPPED
    return SHIPPED if shipped and not removes else None


class EntryForm(forms.ModelForm):
    class Meta:
        model = LexiconEntry
        fields = ["kind", "effect", "word", "removes", "active", "note"]

    def clean(self):
        values = super().clean()
        word = values.get("word", "")
        if "kind" in values and word:
            told = problem(values["kind"], values.get("effect", ""), word, values["removes"])
            if told:
                self.add_error("effect" if told == REFUSALS["effect"] else "word", told)
        note = values.get("note", "")
        if note:
            from privacy.detect import is_personal

            if is_personal(note):
                self.add_error("note", _("说明里像是有个人信息，请改写。"))
        return values


MAX_BYTES = 512 * 1024


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV 文件"),
        help_text=_("第一行是表头：kind,effect,word,removes,active,note。可先导出，再照样填写。"),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("文件超过 512 KB，请分几次导入。"))
        raw = file.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ValidationError(_("读不出文字。请在表格软件里另存为 CSV（UTF-8）。"))
