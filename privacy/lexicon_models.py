"""Words that staff added to the detector's lists or switched off, and what each word decided.

No row holds a person's name: `lexicon_words.refusal` is asked before a word is stored, and the
tallies count words of the lists, never what was found beside them.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LexiconEntry(models.Model):
    """One word; `removes` switches a shipped word off instead of adding one."""

    class Kind(models.TextChoices):
        ROLE = "role", _("身份（姓名前）")
        TITLE = "title", _("职务、公务（姓名后）")
        CONTEXT = "context", _("称呼（姓名后）")
        KIN = "kin", _("亲属关系")
        ILLNESS = "illness", _("疾病、伤情")
        MEDICINE = "medicine", _("药品、治疗")
        SURNAME = "surname", _("姓氏")
        PLACE = "place", _("地名")
        ORGANISATION = "organisation", _("单位名称的结尾")
        NOT_A_NAME = "not_a_name", _("不是姓名的普通词")

    class Effect(models.TextChoices):
        NONE = "", _("（不区分）")
        OFFICIAL = "official", _("公职人员、单位代表")
        CITIZEN = "citizen", _("个人（对象、申请人等）")
        MINOR = "minor", _("未成年人")
        COMPLAINANT = "complainant", _("投诉、举报人")
        VICTIM = "victim", _("伤亡人员")
        DONOR = "donor", _("捐赠人")

    class Source(models.TextChoices):
        HAND = "hand", _("手工添加")
        IMPORTED = "import", _("导入")
        DECISIONS = "decisions", _("来自审查决定")

    kind = models.CharField(_("种类"), max_length=16, choices=Kind)
    effect = models.CharField(
        _("表示谁"), max_length=16, choices=Effect, default="", blank=True,
        help_text=_("只有“身份”要选：这个词后面的姓名属于哪一类人。"),
    )  # fmt: skip
    word = models.CharField(_("词"), max_length=24)
    removes = models.BooleanField(
        _("停用自带的词"), default=False, help_text=_("勾选后，系统自带的这个词不再起作用。")
    )
    active = models.BooleanField(_("生效"), default=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.HAND)
    note = models.CharField(_("说明"), max_length=100, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("添加人"),
    )  # fmt: skip
    added_at = models.DateTimeField(_("添加时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("识别词条")
        verbose_name_plural = _("识别词条")
        ordering = ["kind", "word"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "effect", "word"], name="one_entry_per_word")
        ]

    def __str__(self):
        return self.word

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            LexiconState.advance()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            LexiconState.advance()
        return gone


class LexiconState(models.Model):
    """One row: how often the entries changed. Every process compares it before it reads a text."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.version)

    @classmethod
    def advance(cls) -> None:
        """The entries changed; call it in their transaction."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(version=F("version") + 1)
        from privacy import lexicon_rows

        transaction.on_commit(lexicon_rows.load)


class LexiconTally(models.Model):
    """How often a word of the lists led to a proposal, and what the reviewers decided on it."""

    entry = models.CharField(max_length=64)  # list:word, as in Finding.entry
    cls = models.CharField(max_length=40)
    proposed = models.CharField(max_length=12)
    decided = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)
    last_on = models.DateField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "cls", "proposed", "decided"], name="one_tally_per_decision"
            )
        ]

    def __str__(self):
        return f"{self.entry} {self.count}"


class LexiconProposal(models.Model):
    """A word that reviewers' decisions suggest; one click makes it an entry."""

    kind = models.CharField(max_length=16, choices=LexiconEntry.Kind)
    effect = models.CharField(max_length=16, choices=LexiconEntry.Effect, default="", blank=True)
    word = models.CharField(max_length=24)
    removes = models.BooleanField(default=False)
    count = models.PositiveIntegerField(default=0)
    last_on = models.DateField(auto_now=True)
    dismissed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["-count", "word"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "effect", "word"], name="one_proposal_per_word")
        ]

    def __str__(self):
        return self.word
