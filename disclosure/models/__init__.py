"""All models of the app; page types register themselves by being imported here."""

from .attribute import AttributeDecision
from .base import DisclosurePage, DisclosureQuerySet
from .calendar import CalendarOverride
from .catalogue import CatalogueBasis, CatalogueItem, LegalBasis
from .catalogue_versions import (
    BasisCheck,
    CatalogueImport,
    CatalogueVersion,
    CatalogueVersionRow,
)
from .clearance import (
    Approval,
    Clearance,
    ItemNumber,
    OpenGate,
    Outbox,
    PublicVersion,
    Redaction,
    ReleaseCheck,
)
from .clock import ClockEvent
from .contacts import UnitContact
from .cross import (
    AnnualReportPage,
    AssessmentPage,
    FeedbackPage,
    InspectionPage,
    InterpretationPage,
    ResponsePage,
    SupervisorPage,
)
from .culture_sport import (
    ActivityPage,
    HeritagePage,
)
from .disaster import (
    EmergencyPage,
    IncidentPage,
    ReconstructionPage,
    ReliefNeedPage,
    WarningPage,
)
from .duty import Duty, NothingStatement
from .duty_sources import DutyAssignment, DutyIncident
from .education import (
    PrivateSchoolPage,
)
from .environment import (
    ComplaintReportPage,
    EIAPage,
    EmissionPage,
    EnvQualityPage,
    MandatoryDisclosurePage,
)
from .health import (
    BlacklistPage,
    EnforcementPage,
    FoodSafetyPage,
    HealthInfoPage,
    HealthSciencePage,
)
from .intake import HeldItem, ImportRun, IssuerMapping
from .organisation import ColumnPage, Region, Unit, UnitName
from .period import ListPeriod
from .poverty import (
    DatasetPage,
    PovertyProjectPage,
)
from .public_files import PublicFile
from .renditions import BoardPrint, FixedRendition
from .rows import (
    TYPED_ROWS,
    AllocationRow,
    AttachmentRow,
    DonationRow,
    EmissionRow,
    FacilityRow,
    HelperRow,
    IndicatorRow,
    ItemRow,
    LinkRow,
    RecipientTable,
    RegionRow,
    StandardRow,
    UpdateRow,
)
from .shared_kinds import (
    CataloguePage,
    EntityDirectoryPage,
    EntityManagementPage,
    EvaluationPage,
    FacilityDirectoryPage,
    FundDisclosurePage,
    NoticePage,
    PolicyDocumentPage,
    PublicProjectPage,
    ReportPage,
    ResultReportPage,
    ServiceGuidePage,
    StaticInfoPage,
    TargetedNoticePage,
)
from .welfare import (
    LotteryFundProjectPage,
    WelfarePolicyPage,
)

PAGE_TYPES = (
    ActivityPage,
    AnnualReportPage,
    AssessmentPage,
    BlacklistPage,
    CataloguePage,
    ComplaintReportPage,
    DatasetPage,
    EIAPage,
    EmergencyPage,
    EmissionPage,
    EnforcementPage,
    EntityDirectoryPage,
    EntityManagementPage,
    EnvQualityPage,
    EvaluationPage,
    FacilityDirectoryPage,
    FeedbackPage,
    FoodSafetyPage,
    FundDisclosurePage,
    HealthInfoPage,
    HealthSciencePage,
    HeritagePage,
    IncidentPage,
    InspectionPage,
    InterpretationPage,
    LotteryFundProjectPage,
    MandatoryDisclosurePage,
    NoticePage,
    PolicyDocumentPage,
    PovertyProjectPage,
    PrivateSchoolPage,
    PublicProjectPage,
    ReconstructionPage,
    ReliefNeedPage,
    ReportPage,
    ResponsePage,
    ResultReportPage,
    ServiceGuidePage,
    StaticInfoPage,
    SupervisorPage,
    TargetedNoticePage,
    WarningPage,
    WelfarePolicyPage,
)

__all__ = [
    "PAGE_TYPES",
    "TYPED_ROWS",
    "ActivityPage",
    "AllocationRow",
    "AnnualReportPage",
    "Approval",
    "AssessmentPage",
    "AttachmentRow",
    "AttributeDecision",
    "BasisCheck",
    "BlacklistPage",
    "BoardPrint",
    "CalendarOverride",
    "CatalogueBasis",
    "CatalogueImport",
    "CatalogueItem",
    "CataloguePage",
    "CatalogueVersion",
    "CatalogueVersionRow",
    "Clearance",
    "ClockEvent",
    "ColumnPage",
    "ComplaintReportPage",
    "DatasetPage",
    "DisclosurePage",
    "DisclosureQuerySet",
    "DonationRow",
    "Duty",
    "DutyAssignment",
    "DutyIncident",
    "EIAPage",
    "EmergencyPage",
    "EmissionPage",
    "EmissionRow",
    "EnforcementPage",
    "EntityDirectoryPage",
    "EntityManagementPage",
    "EnvQualityPage",
    "EvaluationPage",
    "FacilityDirectoryPage",
    "FacilityRow",
    "FeedbackPage",
    "FixedRendition",
    "FoodSafetyPage",
    "FundDisclosurePage",
    "HealthInfoPage",
    "HealthSciencePage",
    "HeldItem",
    "HelperRow",
    "HeritagePage",
    "ImportRun",
    "IncidentPage",
    "IndicatorRow",
    "InspectionPage",
    "InterpretationPage",
    "IssuerMapping",
    "ItemNumber",
    "ItemRow",
    "LegalBasis",
    "LinkRow",
    "ListPeriod",
    "LotteryFundProjectPage",
    "MandatoryDisclosurePage",
    "NothingStatement",
    "NoticePage",
    "OpenGate",
    "Outbox",
    "PolicyDocumentPage",
    "PovertyProjectPage",
    "PrivateSchoolPage",
    "PublicFile",
    "PublicProjectPage",
    "PublicVersion",
    "RecipientTable",
    "ReconstructionPage",
    "Redaction",
    "Region",
    "RegionRow",
    "ReleaseCheck",
    "ReliefNeedPage",
    "ReportPage",
    "ResponsePage",
    "ResultReportPage",
    "ServiceGuidePage",
    "StandardRow",
    "StaticInfoPage",
    "SupervisorPage",
    "TargetedNoticePage",
    "Unit",
    "UnitContact",
    "UnitName",
    "UpdateRow",
    "WarningPage",
    "WelfarePolicyPage",
]

# The form of all page types; here, because it needs the models above (panels are bound later).
from disclosure.editor import ItemEditor  # noqa: E402
from disclosure.forms import DisclosurePageForm  # noqa: E402

DisclosurePage.edit_handler = ItemEditor(base_form_class=DisclosurePageForm)
