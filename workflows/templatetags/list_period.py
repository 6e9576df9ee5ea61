"""When the list of an item goes, said on the screens of those who decide about it."""

from django import template

from disclosure import periods
from disclosure.calendars import current_calendar
from disclosure.list_norms import Norm, end_of_list

register = template.Library()


@register.inclusion_tag("workflows/parts/list_period.html")
def list_period(page, is_fact: bool = True):
    """The running or ended period of a public list, else the end if it were released today; with
    the count day by day (I7). Nothing for an item without a list that ends."""
    period = periods.running(page.number) if page.number and page.live else None
    if period is not None:
        norm = Norm(period.days, period.day_type, period.basis)
        end = end_of_list([norm], period.posted_on, current_calendar(), period.stated_until)
    else:
        end = periods.expected_end(page)
    ended = periods.state_of(page.number) if page.number and end is None else None
    return {
        "end": end,
        "period": period,
        "is_fact": is_fact,
        "ended": ended if ended and ended.is_over else None,
        "steps": [step.text for step in end.publicity.count.steps] if end else [],
    }
