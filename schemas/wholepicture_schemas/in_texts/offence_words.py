"""Words that tell of an offence, or of somebody's record, in a text for a school or a nurse.

They find what is usually written, in English. They do not find an offence told in other words, such
as "he did it before": whoever writes a text for others reads it once more.

>>> without_a_record("She was found at the bus stop. He has previous convictions for theft.")
'She was found at the bus stop.'
>>> tells_of_an_offence("He was charged with ABH.")
True
"""

import re


class _Words:
    """Words in any case, by a pattern in small letters.

    A search without regard to case costs five times as much as one in small letters.
    """

    _FOLDED = re.compile("[\u0130\u0131\u017f\u212a]")
    """What is no small letter of ASCII, and counts as one without regard to case."""

    def __init__(self, pattern: str) -> None:
        self._small = re.compile(pattern, re.VERBOSE)
        self._any_case = re.compile(pattern, re.VERBOSE | re.IGNORECASE)

    def stand_in(self, text: str) -> bool:
        """Whether a text has any of them."""
        if text.isascii() or not self._FOLDED.search(text):
            return self._small.search(text.lower()) is not None
        return self._any_case.search(text) is not None


_RECORD = _Words(
    r"""\b(?:
    convict(?:ed|ions?)|criminal\s+(?:record|history)|(?:ex-?)?offenders?|offending\s+history
    |previous(?:ly)?\s+(?:for|offen\w+|arrest\w*|charge[ds]?|caution\w*|assault\w*|record)
    |(?:police|simple|conditional)\s+caution|cautioned|reprimanded|sentenced|sentence\s+for
    |prison\w*|jail\w*|gaol\w*|borstal|young\s+offender\w*|been\s+inside|behind\s+bars|sent\s+down
    |(?:done|did|does|doing|serv(?:ed|es|ing))\s+time|serv(?:ed|es|ing)\s+(?:a|\w+)\s+(?:sentence|years?|months?)
    |on\s+(?:licen[cs]e|probation|parole|tag)|probation|parole[d]?|recalled\s+to
    |(?:has|have|had|got|his|her|their|a)\s+(?:\w+\s+){0,2}(?:police\s+)?record\s+for
    |(?:histor(?:y|ies)|records?)\s+of\s+(?:\w+\s+){0,2}(?:violence|offending|assaults?|abuse|crime|arrests?|burglary|drugs?)
    |known\s+to\s+(?:the\s+)?police|known\s+(?:\w+\s+)?(?:offender|abuser|dealer)
    |arrested\s+(?:before|previously|in\s+(?:19|20)\d\d)|been\s+arrested
    |(?:sex|violent)\s+offend\w+|pnc|pnd|rso|mappa|shpo|visor|non-?\s?mol\s+breach\w*
    )\b""",
)
"""What somebody did before, was sentenced for, or is registered as."""
_OFFENCE = _Words(
    r"""\b(?:
    charged|arrest\w*|suspect(?:ed)?|perpetrators?|offen[cs]es?|offend(?:ed|ing)|crime\w*|criminal\w*
    |assault\w*|batter(?:ed|y)|strangl\w+|throttl\w+|chok(?:ed|ing)|stab(?:bed|bing)|rap(?:ed?|ing|ist)
    |sexual(?:ly)?\s+(?:abus\w+|assault\w*|offen\w+)|murder\w*|wounding|harassment|stalk\w+
    |abh|gbh|s(?:ection)?\.?\s?(?:18|20|39|47)|bailed|in\s+custody|dash|dara|marac|(?:high|medium|standard)[\s-]risk
    )\b""",
)
"""What is alleged, or done about it."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*")


def tells_a_record(text: str) -> bool:
    """Whether a text tells what somebody did before."""
    return _RECORD.stand_in(text)


def tells_of_an_offence(text: str) -> bool:
    """Whether a text tells of an offence, of a charge, or of what somebody did before."""
    return tells_a_record(text) or _OFFENCE.stand_in(text)


def without_a_record(text: str) -> str | None:
    """A text less each sentence that tells a record; None where nothing is left."""
    if not tells_a_record(text):
        return text
    sentences = _BETWEEN_SENTENCES.split(text)
    return " ".join(sentence for sentence in sentences if not tells_a_record(sentence)) or None
