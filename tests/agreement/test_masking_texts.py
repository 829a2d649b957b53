"""A protected address, number or service is kept back in whatever way a text says it."""

from typing import Any

import pytest
from wholepicture_agreement import Agreement, decide

from tests.agreement.incidents import document, of_document
from tests.agreement.protected import (
    ADDRESS,
    TEAM,
    UNIT,
    entitled,
    grants_everything,
    kept_back,
    texts,
    unentitled,
)
from tests.support.shipped import shipped

pytestmark = pytest.mark.finding("F4")

_AT_SCHOOL = {
    "children": [{"person": "c1", "born": "2011-03-09", "open": TEAM}],
    "check": "unknown",
}
COTTAGE = {"lines": ["Rose Cottage", "Chew Magna", "Bristol"], "postcode": "BS3 9ZZ"}


@pytest.mark.parametrize(
    ("lines", "text", "told"),
    [
        (["Rose Cottage", "Chew Magna"], "She is at Rose Cottage now.", "at [kept back] now."),
        (["The Old Mill", "Bristol"], "Ask at the old mill.", "Ask at [kept back]."),
        (["The Old Mill", "Bristol"], "Old Mill, by the river", "[kept back], by the river"),
        (["Fairview", "Chew Magna"], "Left for Fairview today", "for [kept back] today"),
        (["Ground floor flat", "Fairview", "Bristol"], "At Fairview.", "At [kept back]."),
        (["Rose Cottage Larch Lane"], "At Rose Cottage.", "At [kept back]."),
        (["St. John's House", "Wells"], "In Saint Johns House", "In [kept back]"),
        (["The Flat Rose Cottage"], "At Rose Cottage.", "At [kept back]."),
        (["c/o Rose Cottage"], "At Rose Cottage.", "At [kept back]."),
        (["12 Larch Road"], "At 12 Larch.", "At [kept back]."),
        (["Hill View", "Wells"], "At Hill View.", "At [kept back]."),
        (["4 Park Lane"], "Off Park Lane.", "Off [kept back]."),
        (["4 Back Lane"], "Off Back Lane.", "Off [kept back]."),
        (["12 Broadmead Bristol"], "Off Broadmead.", "Off [kept back]."),
        (["Rose & Crown Cottage", "Wells"], "At rose and crown cottage", "At [kept back]"),
    ],
)
def test_the_name_of_a_house_is_kept_back(lines: list[str], text: str, told: str) -> None:
    """A house without a number leads to her as much as one with a number."""
    assert told in kept_back(text, address={"lines": lines})


@pytest.mark.parametrize(
    "text",
    [
        "She lives in Larch Road.",
        "She lives in Larch Rd.",
        "She lives in LARCH  ROAD.",
        "She lives in Larch\nRoad.",
    ],
)
@pytest.mark.parametrize(
    "lines",
    [["12 Larch Road"], ["12 Larch Rd."], ["No. 12, Larch Road"], ["Flat 3", "12a Larch Road"],
     ["12", "Larch Road"], ["12-14 Larch Road, Bedminster"], ["12 Larch Road Bedminster Bristol"],
     ["Flat A, Larch Road"], ["Larch House 12 Larch Road"], ["12 Larch Road Flat 3"],
     ["c/o 12 Larch Road"], ["12 Larch Road/Bedminster"]],
)  # fmt: skip
def test_the_street_is_kept_back_without_its_number(lines: list[str], text: str) -> None:
    """A street of few houses is almost an address: it goes, the number or not."""
    assert kept_back(text, address={"lines": lines}) == "She lives in [kept back]."


@pytest.mark.parametrize(
    "lines",
    [
        ["12 Larch Road", "Bedminster", "Bristol BS3 9ZZ"],
        ["12 Larch Road, Bedminster, Bristol, BS3 9ZZ"],
        ["12 Larch Road\nBedminster\nBristol\nbs39zz"],
        ["12 Larch Road, Bedminster", "Bristol BS39ZZ"],
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "12 Larch Road, Bedminster, Bristol BS3 9ZZ",
        "12 Larch Road\nBedminster\nBristol\nBS39ZZ",
        "12, Larch Rd; Bedminster; Bristol; bs3 9zz",
    ],
)
def test_an_address_is_found_in_one_line_or_in_several(lines: list[str], text: str) -> None:
    """How an address was broken into lines, in its field or in a text, makes no difference."""
    said = kept_back(f"Now at {text}. Call first.", address={"lines": lines})

    assert not [word for word in ("12", "larch", "bs3", "9zz") if word in said.lower()]
    assert said.endswith(". Call first.")


@pytest.mark.parametrize(
    "text",
    [
        "12\u00a0Larch\u00a0Road",
        "12\u2009Larch\u2009Road",
        "12\tLarch\tRoad",
        "1\u200b2 La\u200drch Ro\ufeffad",
        "12 La\u00adrch Road",
        "12\u2013Larch\u2014Road",
        "\uff11\uff12 \uff2c\uff41\uff52\uff43\uff48 Road",
        "12 L\u00e1rch Road",
        "\u0661\u0662 Larch Road",
    ],
    ids=["no-break", "thin", "tab", "invisible", "soft", "dashes", "wide", "accent", "digits"],
)  # fmt: skip
def test_signs_that_look_alike_hide_nothing(text: str) -> None:
    """Spaces that are none, invisible signs, dashes and wide digits are seen through."""
    assert kept_back(f"It is {text}!", address=ADDRESS) == "It is [kept back]!"


@pytest.mark.parametrize("kept", ["07700 900222", "+44 7700 900222", "+44 (0)7700 900222",
                                  "0044 7700 900222", "(07700) 900-222"])  # fmt: skip
@pytest.mark.parametrize(
    "text",
    ["07700 900222", "07700.900.222", "+44 7700 900222", "+44 (0) 7700 900 222", "00447700900222",
     "07700\u2013900\u2013222", "\uff10\uff17\uff17\uff10\uff10 900222", "7700900222"],
)  # fmt: skip
def test_a_number_is_found_with_any_prefix(kept: str, text: str) -> None:
    """With 0, +44, 0044 or (0), with dots, dashes or spaces: it is the same number."""
    assert "900" not in kept_back(f"Ring {text}.", phone=kept).replace("\uff10", "0")


def test_a_number_is_found_without_its_area() -> None:
    """Within an area people leave out its code."""
    assert kept_back("Ring 496 0999.", phone="0117 496 0999") == "Ring [kept back]."


@pytest.mark.parametrize("text", ["BS3 9ZZ", "BS39ZZ", "bs3 9zz", "Bs3\u00a09Zz", "BS3-9ZZ"])
def test_a_postcode_is_found_in_any_case_and_spacing(text: str) -> None:
    """A postcode is a dozen houses."""
    assert kept_back(f"In {text}.", address=COTTAGE) == "In [kept back]."


@pytest.mark.parametrize(
    ("service", "text", "told"),
    [
        ("Harbour Support", "with harbour-support's worker", "with [kept back]'s worker"),
        ("Next Link (Bristol)", "Next Link called", "[kept back] called"),
        ("The Green House", "at Green House today", "at [kept back] today"),
        ("SARI", "SARI called", "[kept back] called"),
        ("SARI", "in the safari park", "in the safari park"),
        ("None", "None of them was hurt", "None of them was hurt"),
        ("Not known", "It is not known.", "It is not known."),
    ],
)
def test_a_service_is_kept_back(service: str, text: str, told: str) -> None:
    """Where she gets help is where she can be waited for; short names count as words only."""
    assert kept_back(text, victim_service=service) == told


@pytest.mark.parametrize(
    ("school", "text", "told"),
    [
        ("Saltmarsh Lane School", "At Saltmarsh Lane School.", "At [kept back]."),
        ("Saltmarsh Lane School", "From saltmarsh-lane today", "From [kept back] today"),
        ("St Mary's CE Primary School", "At Saint Marys", "At [kept back]"),
        ("Cotham School, Bristol", "He waited at Cotham School", "He waited at [kept back]"),
        ("Cotham School, Bristol", "In Bristol, at school.", "In Bristol, at school."),
        ("Primary School", "At her primary school.", "At her primary school."),
        ("Bristol Grammar School", "Bristol is big.", "Bristol is big."),
        ("Oak School", "Under an oak, not at Oak School", "Under an oak, not at [kept back]"),
        ("Not known", "It is not known.", "It is not known."),
    ],
)
def test_the_name_of_a_protected_school_is_kept_back(school: str, text: str, told: str) -> None:
    """Where a child goes every day is where it can be waited for."""
    event = document(_AT_SCHOOL)
    core = event["data"]["core"]
    core["children"][0]["school"] = {"name": school}
    core["summary"] = text
    core["professionals"] = [{"name": "Kim", "role": "teacher", "organisation": text}]
    core["handling"]["address_protected"] = ["c1"]

    items = decide(of_document(event, _AT_SCHOOL), grants_everything(shipped())).items

    item = next(one for one in items if one.recipient == UNIT)
    seen: Any = item.told["core"]
    assert (seen["summary"], seen["professionals"][0]["organisation"]) == (told, told)
    assert "school" not in str(seen.get("children"))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Rose Cottage", "Bristol"], "The Bristol team and the cottage hospital saw a rose."),
        (["12 Larch Road", "Bedminster", "Bristol"], "Bedminster, Bristol: a road accident."),
        (["Bristol"], "He drove to Bristol."),
        (["Chew Magna"], "He drove to Chew Magna."),
        (["Bristol", "Avon"], "Bristol, Avon."),
        (["Ground Floor Flat", "12 Larch Road"], "The ground floor flat was quiet."),
        (["The Mill", "Wells"], "The million pounds; the milling crowd; Wells."),
        (["12 The Street", "Wells"], "They met in the street."),
        (["Mother's house", "Wells"], "At her mother's house in Wells."),
        (["The Court", "Wells"], "The court ordered contact."),
        (["Unknown", "Bristol"], "It is unknown who called."),
        (["No fixed abode", "Bristol"], "He has no fixed abode."),
        (["Flat 9", "12 Larch Road"], "He was 9 and she was 12."),
    ],
)
def test_common_words_and_towns_stay(lines: list[str], text: str) -> None:
    """Words that lead to nobody are told: a text full of gaps is no use to anyone."""
    assert kept_back(text, address={"lines": lines}) == text


def test_a_child_called_as_the_house_keeps_their_name() -> None:
    """Without its name a recipient would not know whose item it is."""
    address = {"lines": ["Example", "Chew Magna"]}

    assert kept_back("At Example, he said.", address=address) == "At [kept back], he said."
    for item in unentitled("At Example.", address=address):
        core: Any = item.told["core"]
        for child in core.get("children", ()):
            assert child["name"]["family"] == "Example"


def test_whoever_needs_it_reads_all() -> None:
    """The worker who has to see the child reads the text as it was written."""
    text = "Now at 12 Larch Road, BS3 9ZZ, 07700 900222, with Harbour Support."

    assert texts(entitled(text, address=ADDRESS, victim_service="Harbour Support")) == {text}


def test_a_protected_number_is_not_given_as_the_senders(agreement: Agreement) -> None:
    """Where the sender gives her own number to call back, the unentitled call the agency."""
    case = {"urgency": "immediate", "children": [{"person": "c1", "born": "2011-03-09",
            "urn": "100001"}]}  # fmt: skip
    event = document(case)
    event["data"]["core"]["call_back"] = {"name": "Desk officer", "phone": "07700 900222"}

    items = {str(one.recipient): one for one in decide(of_document(event, case), agreement).items}

    school = items["setting-100001"]
    assert school.told_by.call_back is not None
    assert school.told_by.call_back.phone == "0117 496 0100"
    assert school.told_by.call_back.name == "Desk officer"
    assert school.phone_first
    assert "900222" not in school.phone_first.replace(" ", "")
    front_door = items["front-door-bristol"].told_by.call_back
    assert front_door is not None
    assert front_door.phone == "07700 900222"
