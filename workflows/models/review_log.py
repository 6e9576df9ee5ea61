"""The way a review went: every step with what it changed, so that it can be undone and redone.

Steps hold places, actions and grounds, never a value (I3).
"""

from django.conf import settings
from django.db import models


class DecisionStep(models.Model):
    """One act of the reviewer; "the same for all alike" is one step with many changes.

    `changes` are [kind, place, before, after]; before and after are the decision's fields, null
    where there was or is none.
    """

    state_id = models.IntegerField(db_index=True)
    kind = models.CharField(max_length=20)
    changes = models.JSONField(default=list)
    is_undone = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind} {len(self.changes)}"


class ReviewDraft(models.Model):
    """What the reviewer has begun to write about a review; only text that names nobody."""

    state_id = models.IntegerField(unique=True)
    comment = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    necessity = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return str(self.state_id)
