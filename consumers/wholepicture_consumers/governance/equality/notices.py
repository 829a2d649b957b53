"""Notices of patterns by ethnicity and disability: whom rules tell of, and what stood in the way.

A child counts once, among all children of whom anything was told in the time, so that groups can be
compared. What a rule says more of one group is a question to the rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholepicture_agreement.patterns.asked_fields import BARRIERS, CAUSED_BY
from wholepicture_agreement.patterns.finding import Happened
from wholepicture_schemas.agencies.every_agency import EngagementRupture
from wholepicture_schemas.fields import content_type, leaves_of
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.governance.equality.combining import FEWEST
from wholepicture_consumers.governance.equality.groups import BY_ETHNICITY_IN_DETAIL, CUTS
from wholepicture_consumers.governance.equality.known import Known, known
from wholepicture_consumers.governance.equality.printed import (
    CHILDREN,
    Column,
    Printed,
    columns_of,
    printed,
)
from wholepicture_consumers.governance.equality.report import cuts_shown
from wholepicture_consumers.governance.equality.suppression import Measure, Shown, Unit, shown
from wholepicture_consumers.governance.pattern_trying import Said, Tried

YES, NO = "yes", "no"
NO_NOTICE = "no notice"
WITH_BARRIERS, NO_BARRIERS = "with barriers recorded", "without barriers recorded"
NOT_KNOWN_WHO = "it is not known who caused one of its events"
SERVICE_TOO = "a service caused one of its events, too"
NO_DOUBT = "neither"
