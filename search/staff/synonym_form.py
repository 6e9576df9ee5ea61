"""One synonym group as a form: its words checked, in sentences that name the word."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.detect import is_personal
from privacy.lexicon_words import is_like_a_name
from privacy.word_model import model
from search.language import lexicon
from search.language.synonym_groups import (
    LONGEST,
    MOST_WORDS,
    Flaw,
    Group,
    Pointers,
    flaws_of,
    split_words,
)
from search.models import SynonymGroup

# Numbers of persons have digits or letters; detecting them in every word would take minutes.
_SIGNED = re.compile("[0-9a-z]{4}")
SENTENCES = {
    "arrows": gettext_lazy("一行里只能有一个 >。"),
    "no_official": gettext_lazy("> 后面没有词。互相的同义词不要写 >。"),
    "no_words": gettext_lazy("没有词。"),
    "alone": gettext_lazy("只有“%(word)s”一个词：一组至少要有两个不同的词。"),
    "many": gettext_lazy("一边最多 %(most)d 个词，请分成几组。"),
    "signs": gettext_lazy(
        "“%(word)s”里有不能用的符号：词里只能有汉字、字母、数字和 . + - ·，词与词之间用空格。"
    ),
    "short": gettext_lazy("“%(word)s”只有一个字：单字查不到，还会把别的词切开。"),
    "long": gettext_lazy("“%(word)s……”太长：一个词最多 %(longest)d 个字。"),
    "number": gettext_lazy("有一长串数字，像是号码，不能收录。"),
    "name": gettext_lazy("“%(word)s”像是一个人的姓名。同义词会显示给公众，不收个人姓名。"),
    "common": gettext_lazy("“%(word)s”是查找时略过的词，放进同义词会影响所有查询。"),
    "double": gettext_lazy("已经有这一组了。"),
    "circle": gettext_lazy("互相指向：%(word)s。单向的词组不能绕成一圈，请改成一组互相的同义词。"),
}


def sentence(flaw: Flaw) -> str:
    """What is wrong, and what to do, in the language of the screen."""
    values = {"word": flaw.word, "most": MOST_WORDS, "longest": LONGEST}
    return str(SENTENCES[flaw.kind]) % values


def flaws(group: Group) -> list[Flaw]:
    """All that is wrong with the group's own words."""
    return [*flaws_of(group), *filter(None, map(_personal, (*group.words, *group.official)))]


def _personal(word: str) -> Flaw | None:
    if word in lexicon.shipped().equals or word in lexicon.shipped().wider:
        return None  # shipped words were read by people
    if word in lexicon.in_force().dropped:
        return Flaw("common", word)
    if is_like_a_name(word) and word not in model().words:
        return Flaw("name", word)
    if _SIGNED.search(word) and is_personal(word):
        return Flaw("number", word)
    return None


def circle_with(group: Group, *, but: int = 0) -> Flaw | None:
    """A circle that the group would close with the one-way groups in force."""
    rows = SynonymGroup.objects.filter(active=True).exclude(official="").exclude(pk=but)
    found = Pointers(row.group for row in rows).circle(group) if group.official else ()
    return Flaw("circle", " > ".join(found)) if found else None


class SynonymForm(forms.ModelForm):
    """`group` is the cleaned group once the form is valid."""

    class Meta:
        model = SynonymGroup
        fields = ["words", "official", "active", "note"]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 2}),
            "official": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self):
        values = super().clean()
        group = Group(split_words(values.get("words", "")), split_words(values.get("official", "")))
        if values.get("words"):
            self._check(group)
        if (note := values.get("note")) and is_personal(note):
            self.add_error("note", _("说明里像是有个人信息，请改写。"))
        self.group = group
        return values

    def _check(self, group: Group) -> None:
        for flaw in flaws(group)[:10]:
            is_right = flaw.word in group.official and flaw.word not in group.words
            self.add_error("official" if is_right else "words", sentence(flaw))
        others = SynonymGroup.objects.exclude(pk=self.instance.pk)
        if others.filter(key=group.key).exists():
            self.add_error("words", sentence(Flaw("double")))
        changed = {"words", "official", "active"} & set(self.changed_data)
        if changed and (flaw := circle_with(group, but=self.instance.pk or 0)):
            self.add_error("official", sentence(flaw))
