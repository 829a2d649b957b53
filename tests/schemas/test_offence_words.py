"""Words of an offence are found in any case, whatever other signs stand in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.in_texts.offence_words import tells_a_record, tells_of_an_offence

_RECORDS = ("previous convictions", "known to police", "on the PNC", "he did time", "is a ViSOR")
_OFFENCES = ("charged with ABH", "a MARAC case", "assaulted her", "section 47", "in custody")
_AROUND = st.text(st.sampled_from(" .,\u2019\u00e9\u0130\u0131\u212ax0"), max_size=8)


@pytest.mark.parametrize("said", [*_RECORDS, *_OFFENCES])
@given(before=_AROUND, behind=_AROUND, write=st.sampled_from([str.upper, str.lower, str.title]))
def test_words_count_in_any_case(said: str, before: str, behind: str, write: type[str]) -> None:
    """With signs around them that other alphabets have, the dotted I of Turkish among them."""
    text = f"{before} {write(said)} {behind}"

    assert tells_of_an_offence(text)
    assert tells_a_record(text) or said not in _RECORDS


def test_a_letter_that_counts_as_one_of_ascii_hides_nothing() -> None:
    """The long s, and the sign for kelvin, are the letters that they look like."""
    assert tells_of_an_offence("a\u017f\u017faulted")
    assert tells_a_record("\u212anown to police")
