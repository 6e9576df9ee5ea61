"""Tables of the parts of this app, where Django looks for them."""

from supervision.sitecheck.models import SiteCheckRun, SiteFinding

__all__ = ["SiteCheckRun", "SiteFinding"]
