"""A pattern over time: what the bus finds in what agencies told of one child, by a published rule.

No agency sends it. The bus writes one for each recipient, of the events that this recipient may
see, and tells, changes and takes it back as it does any event. It judges nothing: it names the
rule and the events, and waits for what a person makes of them.
"""

import datetime as dt
from typing import Annotated, ClassVar

from pydantic import PositiveInt

from wholepicture_schemas.codes import Asks
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means
from wholepicture_schemas.model import Said
from wholepicture_schemas.texts import Line, Text


class CountedEvent(Said, frozen=True):
    """One event of a pattern, as its reader may see it."""

    day: Annotated[dt.date, Means("Day", "plain")]
    what: Annotated[Line, Means("What was told", "plain")]
    agency: Annotated[Line, Means("Who told it", "plain")]
    caused_by: Annotated[Line | None, Means("Who caused it", "plain")] = None
    barriers: Annotated[tuple[Line, ...], Means("What stood in the way", "plain")] = ()
    """What the sender says stood in the family's way: to be read before anything is thought of."""
    offered: Annotated[Line | None, Means("How much was offered", "plain")] = None
    """Of what was missed: how many of how many in twelve months, as the sender counts."""


class PatternOverTime(Detail, frozen=True):
    """The rule, in plain words, and the exact events that make it."""

    pattern: Annotated[Line, Means("Rule", "plain")]
    """The rule's id in patterns.toml."""
    pattern_version: Annotated[PositiveInt, Means("Version of the rule", "plain")]
    pattern_title: Annotated[Line, Means("Pattern", "plain")]
    pattern_says: Annotated[Text, Means("What the rule looks for", "plain")]
    not_an_assessment: Annotated[Line, Means("What this is not", "plain")]
    made_of: Annotated[Line, Means("What makes it", "plain")]
    """How many events of how many agencies, and between which days."""
    pattern_events: Annotated[
        tuple[CountedEvent, ...], Means("Events that make it", "plain", each="an event")
    ] = ()
    """In the order in which they happened."""
    pattern_source: Annotated[Line, Means("What the rule rests on", "plain")]
    pattern_owner: Annotated[Line, Means("Who answers for the rule", "plain")]


class PatternFound(Event[Told[Core, PatternOverTime]], frozen=True):
    """Events of several days, each told for itself, make a pattern that a person should see."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.pattern-found.v1"
    CALLED: ClassVar[str] = "a pattern over time"
    REPORTED: ClassVar[str] = "Pattern over time"
    ASKS: ClassVar[Asks] = "information"
