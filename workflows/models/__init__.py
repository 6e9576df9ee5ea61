"""Models of the workflow: people, tasks, decisions of the review."""

from .account_changes import AccountChange
from .assessment import ImpactAssessment
from .decisions import ACTIONS, ColumnDecision, Reveal, ReviewDecision, UploadedList
from .files import BuiltCopy, FileMark, UploadedFile
from .found import FoundPlaces
from .incidents import Incident, IncidentDuty, IncidentEntry
from .lists import ListDecision, UploadProgress
from .people import ReviewerAssignment, UnitGroup
from .queueing import QueueSummary
from .review_log import DecisionStep, ReviewDraft
from .sampling import Batch, BatchItem, SecondLook
from .second import KeepVerdict
from .takedowns import CopyCheck, ProblemReport, Takedown
from .tasks import (
    DepartmentApprovalTask,
    PrivacyReviewState,
    PrivacyReviewTask,
    ReleaseTask,
    UnitTask,
)

__all__ = [
    "ACTIONS",
    "AccountChange",
    "Batch",
    "BatchItem",
    "BuiltCopy",
    "ColumnDecision",
    "CopyCheck",
    "DecisionStep",
    "DepartmentApprovalTask",
    "FileMark",
    "FoundPlaces",
    "ImpactAssessment",
    "Incident",
    "IncidentDuty",
    "IncidentEntry",
    "KeepVerdict",
    "ListDecision",
    "PrivacyReviewState",
    "PrivacyReviewTask",
    "ProblemReport",
    "QueueSummary",
    "ReleaseTask",
    "Reveal",
    "ReviewDecision",
    "ReviewDraft",
    "ReviewerAssignment",
    "SecondLook",
    "Takedown",
    "UnitGroup",
    "UnitTask",
    "UploadProgress",
    "UploadedFile",
    "UploadedList",
]
