"""Traces are found whatever form of a Latin letter they are written with."""

import pytest
from wholepicture_schemas.in_texts.traces import squashed, without


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
