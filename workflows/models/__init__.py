"""Models of the workflow: people, tasks, decisions of the review."""

from .assessment import ImpactAssessment
from .decisions import ACTIONS, ColumnDecision, Reveal, ReviewDecision, UploadedList
from .found import FoundPlaces
from .lists import ListDecision, UploadProgress
from .people import ReviewerAssignment, UnitGroup
from .review_log import DecisionStep, ReviewDraft
from .second import KeepVerdict
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
    "DecisionStep",
    "DepartmentApprovalTask",
    "FoundPlaces",
    "ImpactAssessment",
    "KeepVerdict",
    "ListDecision",
    "PrivacyReviewState",
    "PrivacyReviewTask",
    "ReleaseTask",
    "Reveal",
    "ReviewDecision",
    "ReviewDraft",
    "ReviewerAssignment",
    "UnitGroup",
    "UnitTask",
    "UploadProgress",
    "UploadedList",
]
