"""Models of the workflow: people, tasks, decisions of the review."""

from .decisions import ACTIONS, ColumnDecision, Reveal, ReviewDecision, UploadedList
from .found import FoundPlaces
from .lists import ListDecision, UploadProgress
from .people import ReviewerAssignment, UnitGroup
from .tasks import (
    DepartmentApprovalTask,
    PrivacyReviewState,
    PrivacyReviewTask,
    ReleaseTask,
    UnitTask,
)

__all__ = [
    "ACTIONS",
    "ColumnDecision",
    "DepartmentApprovalTask",
    "FoundPlaces",
    "ListDecision",
    "PrivacyReviewState",
    "PrivacyReviewTask",
    "ReleaseTask",
    "Reveal",
    "ReviewDecision",
    "ReviewerAssignment",
    "UnitGroup",
    "UnitTask",
    "UploadProgress",
    "UploadedList",
]
