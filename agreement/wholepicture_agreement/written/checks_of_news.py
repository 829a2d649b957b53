"""What must hold of news of a child: what it is of, who answers for it, and by which rules."""

from collections.abc import Iterator

from wholepicture_schemas.catalogue import AMENDING, TOLD, short_name
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.written.files import AgenciesFile, SharingFile
from wholepicture_agreement.written.slips import Finding

_ON = short_name(NewsOfAChild.TYPE)
_ROLE = "those-who-told"


def check_news(file: SharingFile, agencies: AgenciesFile) -> Iterator[Finding]:
    """Everything wrong in what a version of the rules says of news."""
    telling = [rule for rule in file.rule if _ON in rule.on]
    for at, rule in enumerate(file.rule):
        where = ("rule", at)
        if _ROLE in rule.to and (set(rule.on) != {_ON} or rule.about != "each-child"):
            sentence = f"Rule {rule.id}: {_ROLE} are told of {_ON} alone, of each child: write so."
            yield Finding((*where, "to"), sentence, _ROLE)
        elif _ON in rule.on and (set(rule.to) != {_ROLE} or rule.kind != "notice"):
            sentence = f"Rule {rule.id}: {_ON} is a notice for {_ROLE}, and for nobody else."
            yield Finding((*where, "on"), sentence, _ON)
    if file.news is None:
        if telling:
            sentence = f"Rule {telling[0].id} is on {_ON}: say under [news] what is news."
            yield Finding(("rule", file.rule.index(telling[0]), "on"), sentence, _ON)
        return
    if not telling:
        yield Finding(("news",), f"No rule is on {_ON}, so nobody would hear of any: write one.")
    known = {agency.id for agency in agencies.agency}
    if file.news.owner not in known:
        sentence = f"{file.news.owner} is not one of the agencies."
        hint = did_you_mean(file.news.owner, known)
        yield Finding(("news", "owner"), sentence + hint, file.news.owner)
    yield from _kinds(file)


def _kinds(file: SharingFile) -> Iterator[Finding]:
    news = file.news
    if news is None:
        return
    types = {short_name(name) for name in TOLD if name not in AMENDING}
    for key, named in (("of", news.of), ("after", news.after), ("at_once", news.at_once)):
        for name in named:
            if name not in types:
                hint = did_you_mean(name, {*types, *file.event_sets})
                sentence = f"There is no type of event and no set of them {name}.{hint}"
                yield Finding(("news", key), sentence, name)
            elif key == "at_once" and name not in news.of:
                sentence = f"{name} is told at once and is no news: write it under of as well."
                yield Finding(("news", key), sentence, name)
