"""Words that tell of an offence, or of somebody's record, in a text for a school or a nurse.

They find what is usually written, in English. They do not find an offence told in other words, such
as "he did it before": whoever writes a text for others reads it once more.

>>> without_a_record("She was found at the bus stop. He has previous convictions for theft.")
'She was found at the bus stop.'
>>> tells_of_an_offence("He was charged with ABH.")
True
"""

import re

_RECORD = re.compile(
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
    |(?:sex|violent)\s+offend\w+|PNC|PND|RSO|MAPPA|SHPO|ViSOR|non-?\s?mol\s+breach\w*
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What somebody did before, was sentenced for, or is registered as."""
_OFFENCE = re.compile(
    r"""\b(?:
    charged|arrest\w*|suspect(?:ed)?|perpetrators?|offen[cs]es?|offend(?:ed|ing)|crime\w*|criminal\w*
    |assault\w*|batter(?:ed|y)|strangl\w+|throttl\w+|chok(?:ed|ing)|stab(?:bed|bing)|rap(?:ed?|ing|ist)
    |sexual(?:ly)?\s+(?:abus\w+|assault\w*|offen\w+)|murder\w*|wounding|harassment|stalk\w+
    |ABH|GBH|s(?:ection)?\.?\s?(?:18|20|39|47)|bailed|in\s+custody|DASH|DARA|MARAC|(?:high|medium|standard)[\s-]risk
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What is alleged, or done about it."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*")


def tells_a_record(text: str) -> bool:
    """Whether a text tells what somebody did before."""
    return _RECORD.search(text) is not None


def tells_of_an_offence(text: str) -> bool:
    """Whether a text tells of an offence, of a charge, or of what somebody did before."""
    return tells_a_record(text) or _OFFENCE.search(text) is not None


def without_a_record(text: str) -> str | None:
    """A text less each sentence that tells a record; None where nothing is left."""
    if not tells_a_record(text):
        return text
    sentences = _BETWEEN_SENTENCES.split(text)
    return " ".join(sentence for sentence in sentences if not tells_a_record(sentence)) or None
