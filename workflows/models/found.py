"""What the detector found in a submitted revision, kept so that no screen runs it again.

Places, classes and reasons only: the values stay in the revision (I3).
"""

from django.db import models


class FoundPlaces(models.Model):
    """Findings of one revision; valid while `key` fits its content and the detector's version.

    `places` are [part, start, end, class, action, confidence, reason]; `counts` the number of
    places by class that need a decision, repetitions included, for lists of many items.
    """

    revision_id = models.IntegerField(unique=True)
    version = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    places = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.revision_id} {len(self.places)}"
