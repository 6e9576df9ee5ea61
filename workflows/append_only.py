"""Tables of the review whose rows stay as they were written."""

from privacy.row_guards import RowGuard

# 个人信息保护法 Art. 56: kept three years.
ASSESSMENTS = RowGuard(
    "workflows_impactassessment",
    "assessment",
    "an impact assessment is kept three years and never changed",
    delete_when=("OLD.kept_until > date('now', 'localtime')", "OLD.kept_until > CURRENT_DATE"),
)
# Open may be decided; confirmed may be used; nothing else changes any more. Accounts may go.
ACCOUNT_CHANGES = RowGuard(
    "workflows_accountchange",
    "accountchange",
    "changes of accounts are decided once and never deleted",
    update_when=(
        "NOT (OLD.state = 'open' OR (OLD.state = 'confirmed' AND NEW.state = 'used')) AND "
        "(OLD.state <> NEW.state OR OLD.kind <> NEW.kind OR OLD.target_name <> NEW.target_name OR "
        "OLD.asked_by_name <> NEW.asked_by_name OR OLD.decided_by_name <> NEW.decided_by_name)"
    ),
)
INCIDENT_LOG = RowGuard(
    "workflows_incidententry", "incidententry", "the log of incidents is append-only"
)
GUARDS = (ASSESSMENTS, ACCOUNT_CHANGES, INCIDENT_LOG)
