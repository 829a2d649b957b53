"""What stands behind an item: what was told before, who told nothing, and why it is told."""

from collections.abc import Iterator, Mapping

from wholepicture_schemas.deliveries import DeliveryData, Earlier
from wholepicture_schemas.field_words import words_of

from wholepicture_subscribers.subscription.moments import day, moment, when
from wholepicture_subscribers.subscription.naming import people_of
from wholepicture_subscribers.subscription.parts import Fact, Group, Part, Sentence
from wholepicture_subscribers.subscription.telling import told_parts

MOST_EARLIER = 5
"""How many earlier events have a line on the first sheet, the newest."""


def earlier_in_short(data: DeliveryData) -> Iterator[Part]:
    """A line for each of the newest earlier events, the newest first."""
    if not data.earlier:
        yield Sentence("Nothing is shown here. This does not mean that nothing happened.")
    names = people_of(data.told)
    for item in reversed(data.earlier[-MOST_EARLIER:]):
        yield Fact(day(item.happened), _called(item, names))
    if len(data.earlier) > MOST_EARLIER:
        more = len(data.earlier) - MOST_EARLIER
        yield Sentence(f"{more} more stand on the second sheet.")
    if data.earlier_cut:
        yield Sentence(data.earlier_cut)
    if data.earlier_item_held:
        yield Sentence("An earlier item about this family could not be sent yet. It will follow.")


def earlier(data: DeliveryData) -> Iterator[Part]:
    """Each earlier event as a whole, the oldest first."""
    names = people_of(data.told)
    for item in data.earlier:
        title = f"{when(item.happened)}, {_called(item, names)}"
        yield Group(title, told_parts(item.told), ends="")


def _called(item: Earlier, names: Mapping[str, str]) -> str:
    """Whose it is, what it is and of whom, and what has to be known of how it was told."""
    child = names.get(item.person, "a child of this item")
    taken_back = ", since taken back" if item.retracted else ""
    history = ""
    if item.told_as_history is not None:
        history = f", told as history on {day(item.told_as_history)}"
    return f"{item.told_by}: {item.about} (of {child}){history}{taken_back}"


def coverage(data: DeliveryData) -> Iterator[Part]:
    """What each agency has told, and that silence is no safety."""
    if not data.coverage:
        yield Sentence("This is not known. Silence does not mean that nothing happened.")
    for agency in data.coverage:
        heard = f" Last heard {moment(agency.last_heard)}." if agency.last_heard else ""
        yield Fact(agency.agency, f"{agency.says}{heard}")


def why(data: DeliveryData) -> Iterator[Part]:
    """The purpose, the legal basis and the rule by which it is told."""
    reason = data.reason
    yield Sentence(f"{reason.purpose.rstrip('.')}. Legal basis: {reason.legal_basis}.")
    rule = f"rule {words_of(reason.rule)}, version {reason.rule_version}"
    yield Sentence(f"By the sharing agreement {reason.agreement}, {rule}.")
