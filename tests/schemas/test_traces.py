"""Traces are found whatever form of a Latin letter they are written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.in_texts.traces import rows_of, squashed, without

_OF_ASCII = st.text(st.characters(max_codepoint=127), max_size=20)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("ul. \u0141\u00f3dzka 5", "She is at UL LODZKA 5 now."),
        ("Ul. Lodzka 5", "She is at ul. \u0142\u00f3dzka 5 now."),
        ("\u00d8stergade 12", "She is at Ostergade 12 now."),
        ("\u0110or\u0111eva 9", "She is at Dordeva 9 now."),
        ("\u00c6blevej 3", "She is at AEBLEVEJ 3 now."),
        ("Isikli 4", "She is at I\u015f\u0131kl\u0131 4 now."),
        ("\u041b\u0435\u0441\u043d\u0430\u044f 7",
         "She is at \u043b\u0435\u0441\u043d\u0430\u044f, 7 now."),
        ("\u0905\u0930\u0923\u094d\u092f 7", "She is at \u0905\u0930\u0923\u094d\u092f-7 now."),
    ],
)  # fmt: skip
def test_a_stroke_hides_no_trace(said: str, text: str) -> None:
    """Letters with a stroke, a hook or no dot count as the plain ones."""
    assert without(text, [squashed(said)]) == "She is at [kept back] now."


@given(texts=st.lists(_OF_ASCII | st.text(max_size=20), max_size=6))
def test_texts_squashed_together_are_as_each_by_itself(texts: list[str]) -> None:
    """Whatever stands in them, what is put between them too; and a text as each of its signs."""
    assert rows_of(texts) == [squashed(text) for text in texts]
    assert rows_of(texts) == ["".join(map(squashed, text)) for text in texts]


@given(text=_OF_ASCII)
def test_a_text_of_ascii_is_squashed_as_any_other(text: str) -> None:
    """Its letters and digits in small letters, as where a sign of another alphabet is in it."""
    assert squashed(text) == squashed(f"{text}\u0416").removesuffix("\u0436")
