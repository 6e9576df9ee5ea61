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
_DECIDED = "page_id unit_id step attribute ground reason referred_to by_name at again_on".split()
# Decisions on what is not disclosed (政府信息公开条例 Art. 18). Accounts may go; their names stay.
ATTRIBUTES = RowGuard(
    "disclosure_attributedecision",
    "attributedecision",
    "decisions on the attribute of an item are append-only",
    update_when=" OR ".join(
        f"COALESCE(CAST(OLD.{name} AS text), '') <> COALESCE(CAST(NEW.{name} AS text), '')"
        for name in _DECIDED
    ),
)
CLOCKS = RowGuard(
    "disclosure_clockevent", "clockevent", "moves of a last day of publication are append-only"
)
_SIGNED = "duty_id kind revokes_id unit_name post reason signed_on by_name at".split()
# “本期无应公开内容”: taken back only by a further row. Accounts may go; their names stay.
STATEMENTS = RowGuard(
    "disclosure_nothingstatement",
    "nothingstatement",
    "statements that there was nothing to publish are append-only",
    update_when=" OR ".join(
        f"COALESCE(CAST(OLD.{name} AS text), '') <> COALESCE(CAST(NEW.{name} AS text), '')"
        for name in _SIGNED
    ),
)
GUARDS = (ASSESSMENTS, ACCOUNT_CHANGES, INCIDENT_LOG, ATTRIBUTES, CLOCKS, STATEMENTS)
