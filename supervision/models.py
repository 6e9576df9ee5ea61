"""Tables of the parts of this app, where Django looks for them."""

from supervision.coverage.models import CoverageExport
from supervision.sitecheck.models import SiteCheckRun, SiteFinding

__all__ = ["CoverageExport", "SiteCheckRun", "SiteFinding"]
