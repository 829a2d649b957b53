"""The sentences that a practitioner reads where something that was told has changed.

Each stands once, by what changed and for whom; nothing else in the picture writes one.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from wholepicture_agreement import Again, Agreement
from wholepicture_agreement.by_when.working_time import LONDON, day_in_words
from wholepicture_agreement.whom.target import taking_back_too
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.deliveries import AboutChild, DeliveryData

from wholepicture_consumers.documents import AsksAbout, Held, Sent

PLAINLY = "The sender says so. Call them if you need to know more."
CORRECTED = "Corrected by the sender: {what}."
PART_WAS_WRONG = "part of what you were told was wrong"
MORE_CHILDREN = (
    "Corrected by the sender: it is about more children than you were told of. {headline}"
)
_BESIDE = "Changed by the sender: {what}. {as_it_was}"
_SOMETHING_BESIDE = "what is said beside it"
_AS_IT_WAS = "What you were told, and what to do with it, is as it was."
_TOLD_AS_IT_WAS = "What you were told is as it was. Read again what to do with it."
WHO_IT_IS = (
    "It has been decided who this child is. What you were told of the event itself is as it was."
)
TAKEN_BACK = "Taken back by the sender: what you were told is not so, or was not meant for you."
UNDO = (
    "Do not act on what you were told here, and mark it in your record as taken back. Call the "
    "sender where you have acted on it."
)
KEPT_BACK_HEADLINE = (
    "The sender now keeps this back from you: keep what you have of it out of everything that "
    "others can read, and call the sender."
)
_KEEP_OUT = "Keep what you have of this out of everything that others can read."
_CALL = "Call {sender}{number} before you do anything more with it or speak to the family about it."
_NOT_THE_CHILD = "{who}: {says} that this is not about this child. Put the child's record right."
_SENDER_SAYS, _PERSON_SAYS = "the sender now says", "it has been decided"
_PROTECTED = (
    "Part of what you were told before is protected now and is not repeated here: keep what you "
    "have of it out of everything that others can read."
)

_ASKED_BACK = (
    "Take something out of your record: an earlier item, of {day}, says what is protected now."
)
TAKE_IT_OUT = (
    "What you were told then says where somebody is, or how to reach them, and that is protected "
    "now. Take it out of your record and of everything that you passed on. Do not use it: do not "
    "write, ring or visit there. It is not repeated here; call the sender if you cannot find it."
)
_PATTERN_CHANGED = (
    "Other events make this pattern now: {made_of}. Look at it again, and answer again."
)
_PATTERN_CHANGED_BECAUSE = "An event was told, put right or taken back since."
_PATTERN_ENDED = (
    "Taken back: the events that made this pattern do not make it any more. Nothing has to be done."
)
_PATTERN_ENDED_BECAUSE = "An event was put right or taken back, or is about somebody else."
_PATTERN_UNDO = (
    "Mark it in your record as taken back, and look again at what you decided because of it. The "
    "events themselves stand as you were told of each."
)
_NO_NEWS = (
    "Taken back: one notice of news of this child, that of {day}. This says nothing of any other."
)
_NO_NEWS_BECAUSE = "What it was told for was put right or taken back, or is about somebody else."
_NO_NEWS_UNDO = (
    "Mark this one notice in your record as taken back. What you were told in any other notice of "
    "the child holds as before. That this one is taken back does not mean that nothing happened."
)
_PATTERN_NOT_YOURS = (
    "Taken back: this pattern was not meant for you. By what is known now, your team has not "
    "worked with this child."
)
_PATTERN_NOT_YOURS_BECAUSE = (
    "That your team works with the child was put right or taken back, or is about another child."
)
_PATTERN_NOT_YOURS_UNDO = (
    "Do not act on it. Take it out of your record and of everything that you passed on, and look "
    "again at what you decided because of it."
)
_TAKEN_BACK: Mapping[str, tuple[str, str]] = {
    "pattern": (_PATTERN_ENDED, _PATTERN_UNDO),
    "not-meant": (_PATTERN_NOT_YOURS, _PATTERN_NOT_YOURS_UNDO),
    "news": (_NO_NEWS, _NO_NEWS_UNDO),
}
PROTECTED_SINCE = "It has become protected since."

AGREES_NO_MORE_HEADLINE = (
    "Call before you do anything more with this: whoever agreed that you are told says no now."
)
AGREED_AGAIN_HEADLINE = "You may go on with this: whoever agreed that you are told says yes again."
AGREES_NO_MORE = "It was told on a yes, and the answer is no now. What was told is not taken back."
AGREED_AGAIN = "The answer is yes again."
_WHILE_NO: Mapping[QuestionMatter, str] = {
    "originator-control": "Whoever decides it agreed that you are told of this, and says no now. "
    "What you have is not taken back: call the sender before you use it, pass it on, or speak to "
    "the family.",
    "objection": "Children's social care agreed that you are told of this, and says no now. What "
    "you have is not taken back: call the front door before you use it, pass it on, or speak to "
    "anyone.",
    "same-child": "It was answered that this is the child you work with, and now that it is not: "
    "take it out of that child's record, and call the front door before you act on it.",
}

SETTLED_HEADLINE = "The question is settled: {why}."
_SETTLED = {
    "taken-back": "the sender took it back, and nobody is told",
    "corrected": "the sender put it right, and nobody waits for this answer any more",
}
_SETTLED_OTHERWISE = "nobody waits for this answer any more"
_TAKEN_ON = "somebody has answered who acts"
NOTHING_TO_DO = "Do not answer it. What is still asked has come as an item of its own."


class WhoTookIt(NamedTuple):
    """What is said where a person is asked who took something."""

    taken: str
    not_yet: str
    again: str
    """Where it was answered, and is not so after all."""


WHO_TOOK_IT: Mapping[QuestionMatter, WhoTookIt] = {
    "phone": WhoTookIt(
        "The area that is not connected was told by telephone.",
        "{who} has not recorded yet who took it in the area not connected.",
        "The area that is not connected was not told by telephone after all: it is still to be.",
    ),
    "not-taken-on": WhoTookIt(
        "Somebody has taken it on.",
        "{who} has not found yet who acts.",
        "Nobody has taken it on after all: it is still to be found out who acts.",
    ),
}

HowShown = Literal["taken-back", "not-about", "corrected"]
_SHOWN_HEADLINES: Mapping[HowShown, str] = {
    "taken-back": "Taken back by the sender: {what}, which you were shown as told earlier.",
    "not-about": "Not about this child: {what}, which you were shown as told earlier.",
    "corrected": "Corrected by the sender: {changed}, in {what}, which you were shown as told "
    "earlier.",
}
_SHOWN_FIRST: Mapping[HowShown, str] = {
    "taken-back": "{what} is not so, or was not meant for you. It was shown to you as told "
    "earlier. Put right what you wrote or decided because of it.",
    "not-about": "The sender now says that {what} is not about this child. It was shown to you as "
    "told earlier. Put the child's record right.",
    "corrected": "Part of {what} was wrong. It was shown to you as told earlier. What was said and "
    "what is right stand below. Put your record right.",
}
_SHOWN_HANDLING = "The instructions of the item that showed it to you hold for this too."


def asked_back(happened: datetime) -> str:
    """One sentence about the item of a day that says what is protected now."""
    return _ASKED_BACK.format(day=day_in_words(happened.astimezone(LONDON).date()))


def why_settled(how: str, asks: AsksAbout | None) -> str:
    """Why a question needs no answer any more; ``how`` is what its event was looked at for."""
    if how == "answered" and asks is not None and asks.kind == "not-taken-on":
        return _TAKEN_ON
    return _SETTLED.get(how, _SETTLED_OTHERWISE)


def taken_back(how: str, data: DeliveryData, agreement: Agreement) -> tuple[str, tuple[str, ...]]:
    """The headline where an item is taken back, and what to do; ``how`` says by what it was told.

    Whoever carries it for its recipient is told first to say so there.
    """
    headline, undo = _TAKEN_BACK.get(how, (TAKEN_BACK, UNDO))
    day = day_in_words(data.digest or data.happened.astimezone(LONDON).date())
    return headline.format(day=day), (*taking_back_too(data.recipient, agreement), undo)


def pattern_changed(told: Mapping[str, Any]) -> str:
    """One sentence: how many events make a pattern now, as its reader is told of them."""
    detail = told.get("detail")
    made_of = detail.get("made_of", "") if isinstance(detail, Mapping) else ""
    return _PATTERN_CHANGED.format(made_of=made_of)


def because_of_the_bus(how: str, *, ended: bool) -> str | None:
    """Why what the bus itself told is another now, or ``ended``; none of what an agency told."""
    if how == "pattern":
        return _PATTERN_ENDED_BECAUSE if ended else _PATTERN_CHANGED_BECAUSE
    if how == "not-meant":
        return _PATTERN_NOT_YOURS_BECAUSE
    return _NO_NEWS_BECAUSE if how == "news" else None


def because(words: str | None, holding: Sent, held: Held, again: Again) -> str:
    """The sender's own words for the front door; a plain sentence for others.

    The words may say what somebody else may not know, and only the front door may know it all, but
    for what is kept back from it too.
    """
    if not words or holding.kind != "front-door":
        return PLAINLY
    return again.cleared(words, held.rules, holding.recipient, holding.kind) or PLAINLY


def protecting(
    instructions: tuple[str, ...], had: tuple[str, ...], *, more: bool
) -> tuple[str, ...]:
    """Instructions, first among them to protect what became protected, now (``more``) or earlier.

    Once it was said it stays, and so does to call where the answer is no: the recipient has what it
    was told.
    """
    lasting = [said for said in had if said == _PROTECTED or said in _WHILE_NO.values()]
    first = (_PROTECTED,) if more else ()
    return tuple(dict.fromkeys((*first, *lasting, *instructions)))


def while_no(
    instructions: Iterable[str], matter: QuestionMatter, *, agrees: bool
) -> tuple[str, ...]:
    """Instructions with the one to call first where the answer is no now, else without it."""
    others = [said for said in instructions if said not in _WHILE_NO.values()]
    return (*others,) if agrees else (_WHILE_NO[matter], *others)


def still_held(held: Held, handling: Collection[str]) -> tuple[str, ...]:
    """The instructions of an item that hold for what its recipient has, though it is taken back."""
    return tuple(
        instruction
        for instruction in held.data.instructions
        if instruction in handling or instruction == _PROTECTED
    )


def not_about(
    gone: Collection[AboutChild], held: Held, *, decided: bool = False
) -> tuple[str, ...]:
    """One sentence for each child whom the item should not have been about.

    ``decided``: a person said so, and not the sender.
    """
    core = held.data.told.get("core")
    children = core.get("children") if isinstance(core, dict) else None
    names = {
        child.get("person"): child.get("name") or {}
        for child in (children if isinstance(children, list) else ())
        if isinstance(child, dict)
    }
    says = _PERSON_SAYS if decided else _SENDER_SAYS
    return tuple(
        _NOT_THE_CHILD.format(who=_called(names.get(child.person)), says=says) for child in gone
    )


def keep_back(sender: str, phone: str | None) -> tuple[str, str]:
    """What to do with an event that the sender keeps back now."""
    number = f" on {phone}" if phone else ""
    return _KEEP_OUT, _CALL.format(sender=sender, number=number)


def corrected(changed: str) -> str:
    """One sentence that names what has changed, as far as its reader is told of it."""
    return CORRECTED.format(what=(changed or PART_WAS_WRONG).removesuffix("."))


def beside(changed: str, *, to_do: bool) -> str:
    """What has changed where all that was told is as it was; ``to_do``: the instructions too."""
    as_it_was = _TOLD_AS_IT_WAS if to_do else _AS_IT_WAS
    return _BESIDE.format(what=changed.removesuffix(".") or _SOMETHING_BESIDE, as_it_was=as_it_was)


def shown_headline(how: HowShown, what: str, changed: str) -> str:
    """One sentence; ``what`` says who told it and when, ``changed`` which part was wrong."""
    return _SHOWN_HEADLINES[how].format(what=what, changed=changed or "part")


def shown_instructions(
    how: HowShown, what: str, *, also_gone: bool, protect: bool
) -> tuple[str, ...]:
    """What to do, first what it is about.

    ``also_gone``: whether it is no longer about one of the children; ``protect``: whether something
    that was shown is protected now.
    """
    ways: tuple[HowShown, ...] = (how, "not-about") if also_gone else (how,)
    said = [_SHOWN_FIRST[way].format(what=what) for way in ways]
    first = [text[0].upper() + text[1:] for text in said]
    return (*first, *protecting((), (), more=protect), _SHOWN_HANDLING)


def _called(name: Any) -> str:
    parts = [name.get("given"), name.get("family")] if isinstance(name, dict) else []
    return " ".join(str(part) for part in parts if part) or "A child whose name you were not told"
