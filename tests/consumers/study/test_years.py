"""Made-up families follow from a seed, and what is true of them is the generator's own."""

from datetime import timedelta
from functools import cache

from wholepicture_consumers.study.families import family
from wholepicture_consumers.study.outcomes import begin_of, rules_of
from wholepicture_consumers.study.rates import DAYS, rates
from wholepicture_consumers.study.whole import Readers, harm_of, pattern_of, reach
from wholepicture_consumers.study.years import Year, year
from wholepicture_schemas.reading import read_closed

from tests.consumers.both_stages import WITH_PATTERNS

BEGIN, SCHOOLS = begin_of(WITH_PATTERNS), tuple(WITH_PATTERNS.settings)
SEED = 7


@cache
def _year(number: int, seed: int = SEED) -> Year:
    made_up = family(seed, number, BEGIN.date(), rates(), SCHOOLS)
    return year(seed, made_up, BEGIN, rates(), WITH_PATTERNS)


def _readers(made_up: Year, child: str) -> Readers:
    """Nobody was sent anything: only whoever reads everything has anything."""
    return Readers(child, made_up, [], {}, WITH_PATTERNS)


def test_a_seed_makes_the_same_families_again() -> None:
    """Every event is the same, to the byte; another seed makes others."""
    told, again, other = (
        [one.event.model_dump_json() for number in range(12) for one in make(number).told]
        for make in (_year, _year.__wrapped__, lambda number: _year(number, SEED + 1))
    )

    assert told == again
    assert told != other


def test_every_event_is_valid_for_its_producer() -> None:
    """Nothing is asked about: each is as the model of its type has it, and of this year."""
    for number in range(20):
        made_up = _year(number)
        for one in made_up.told:
            read_closed(one.event.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
                        | {"type": one.event.TYPE, "specversion": "1.0"})  # fmt: skip
            assert BEGIN <= one.event.time < one.received < BEGIN + timedelta(days=DAYS)
            assert one.event.time.isoformat() not in {
                other.event.time.isoformat() for other in made_up.told if other is not one
            }


def test_facts_of_harm_are_of_families_like_the_reviews_alone() -> None:
    """They begin on the day of the family's, and no service caused one."""
    for number in range(60):
        made_up = _year(number)
        facts = [one for one in made_up.told if one.fact]
        begins = made_up.family.begins
        if begins is None:
            assert not facts
        for one in facts:
            assert begins is not None
            assert one.event.time >= BEGIN + timedelta(days=begins)
            assert getattr(one.event.data.detail, "caused_by", None) != "service"


def test_whoever_reads_everything_has_the_harm_and_its_pattern() -> None:
    """Where the facts make it whole, three in four make a pattern of some rule, too."""
    rules, harms, with_a_pattern = rules_of(WITH_PATTERNS), 0, 0
    for number in range(80):
        made_up = _year(number)
        for child in made_up.family.children:
            readers = _readers(made_up, child.person)
            harm = reach(readers, harm_of(rates().harm), made_up.end)
            if harm is None:
                continue
            facts = [one for one in readers.told if one.fact and one.received <= harm.made]
            assert len(facts) >= rates().harm.facts
            assert len({one.fact for one in facts}) >= rates().harm.kinds
            assert harm.first <= harm.made
            harms += 1
            with_a_pattern += any(
                reach(readers, pattern_of(rule, readers), made_up.end) for rule in rules
            )

    assert harms > 10
    assert with_a_pattern >= 0.75 * harms


def test_a_quiet_family_makes_no_pattern_of_care_missed_and_harm() -> None:
    """A child who misses an appointment now and then is none of these children."""
    (rule,) = [rule for rule in rules_of(WITH_PATTERNS) if rule.id == "care-missed-and-harm"]
    quiet = [_year(number) for number in range(200) if _year(number).family.kind == "quiet"]
    made = [
        child
        for made_up in quiet
        for child in made_up.family.children
        for readers in [_readers(made_up, child.person)]
        if reach(readers, pattern_of(rule, readers), made_up.end)
    ]

    assert len(quiet) == 100
    assert not made
