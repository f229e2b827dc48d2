"""What each method does and where it comes from, for readers. The methods themselves: ``rules/methods.py``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

METHOD_TEXTS: Mapping[str, Promise] = {
    "value": _("As the source delivered it, or added up from what it delivered for the parts."),
    "daily": _(
        "What came in one day: a total minus the total of the day before, or the count of the day itself. Negative "
        "stays negative."
    ),
    "sum7": _(
        "The sum of seven days, the day itself the last. Unknown as soon as one of them is. Source: the seven-day "
        "count of the national corona dashboard and of ECDC."
    ),
    "mean7": _("The mean of seven days, the day itself the last. Of measurements: of the days that were measured."),
    "per_100k": _(
        "The value per 100,000 inhabitants of the area. Source of the inhabitants: CBS, 1 January of the year."
    ),
    "daily_per_100k": _("What came in one day per 100,000 inhabitants of the area. Source of the inhabitants: CBS."),
    "sum7_per_100k": _(
        "The sum of seven days per 100,000 inhabitants. Source: the measure of the Dutch risk levels of 2020; "
        "inhabitants: CBS."
    ),
    "change_week": _(
        "By how many percent seven days differ from the seven before. Unknown when there was nothing in the week "
        "before."
    ),
    "trend": _(
        "Growth per day over fourteen days with its 95% interval: each day beside the same weekday a week earlier, on "
        "the logarithmic scale."
    ),
    "share": _("A percentage with its limits: as delivered, or the 95% interval of Wilson (1927)."),
    "share7": _("What was counted in seven days as part of the other count, with the 95% interval of Wilson (1927)."),
    "plant_mean": _(
        "The mean of the treatment plants of the area over seven days, each weighed by its share of the inhabitants."
    ),
    "rank": _("Then the place among all areas of the same kind, the highest first."),
}
