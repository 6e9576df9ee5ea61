"""Who wants to be told of what: addresses and questions sealed, nothing of them readable here.

A row lives as long as the wish: stopping deletes it, and so do two days without a confirmation.
"""

import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_nonce() -> str:
    return secrets.token_hex(12)


class Subscriber(models.Model):
    """One mail address. `address_hash` is keyed: it finds the address again, and tells nothing."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address_hash = models.CharField(max_length=64, unique=True)
    sealed_address = models.BinaryField()
    language = models.CharField(max_length=8, default="zh-hans")
    created_at = models.DateTimeField(auto_now_add=True)
    # How many mails were caused by the sign-up form on a day, by whomever.
    asked_on = models.DateField(null=True)
    asked_times = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("邮件订阅者")
        verbose_name_plural = _("邮件订阅者")

    def __str__(self):
        return f"subscriber {self.pk}"


class SavedSearch(models.Model):
    """One question that a subscriber wants to be told about.

    `nonce` makes the confirmation link work once; `told_index` is the ledger index up to which
    the subscriber was told.
    """

    NOW, DAILY, WEEKLY = "now", "daily", "weekly"
    RHYTHMS = [(NOW, _("有就发")), (DAILY, _("每天一次")), (WEEKLY, _("每周一次"))]

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="searches")
    sealed_query = models.BinaryField()
    query_hash = models.CharField(max_length=64)
    rhythm = models.CharField(_("多久发一次"), max_length=8, choices=RHYTHMS, default=DAILY)
    nonce = models.CharField(max_length=24, blank=True, default=new_nonce)
    confirm_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True, db_index=True)
    told_index = models.BigIntegerField(default=-1)
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [("subscriber", "query_hash")]
        ordering = ["pk"]
        verbose_name = _("订阅的查找")
        verbose_name_plural = _("订阅的查找")

    def __str__(self):
        return f"saved search {self.pk}"
