"""What is known of the public copies of attachments: rebuilt files, named by their digest."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicFile(models.Model):
    """One rebuilt file. It is public only while a live item names its digest.

    The bytes lie in the public store under the digest; so do the accessible twin (HTML) and the
    text as it was read again from the finished copy, page by page. Nothing here is personal.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    suffix = models.CharField(max_length=8)  # with the dot
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    pages = models.PositiveIntegerField(default=1)
    twin = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("公开副本")
        verbose_name_plural = _("公开副本")

    def __str__(self):
        return self.digest
