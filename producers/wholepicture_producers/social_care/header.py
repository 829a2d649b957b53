"""The header of a census: of which collection, year and council it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.social_care.days import day_of, period_of
from wholepicture_producers.social_care.settings import Settings
from wholepicture_producers.social_care.table import table
from wholepicture_producers.social_care.xml_file import Element, local_name

_COLLECTION = "CIN"


@dataclass(frozen=True, slots=True)
class Header:
    """The header as it was read and checked."""

    year: int
    period: tuple[str, str]
    """The first day of the return, and the last that it tells of."""
    authority: str
    """The council by its number of the DfE; empty where none is said."""


def header_of(element: Element, settings: Settings, name: str) -> Header:
    """The header of a return.

    Raises:
        NotReadable: where it is of another collection, year or council than can be read here.
    """
    told = {local_name(inner): inner for inner in element.iter() if not len(inner)}
    texts = {name: (inner.text or "").strip() for name, inner in told.items()}
    lines = {name: inner.sourceline or 0 for name, inner in told.items()}
    if texts.get("Collection") != _COLLECTION:
        raise NotReadable(
            f"{name}: its header, line {lines.get('Collection', element.sourceline)}, names no "
            f"children in need census: <Collection> must be {_COLLECTION}."
        )
    year = _year(texts, lines, name)
    first, last = period_of(year)
    if day := texts.get("ReferenceDate"):
        told_day = day_of(day)
        if told_day is None or not first <= told_day <= last:
            raise NotReadable(
                f"{name}: <ReferenceDate>, line {lines['ReferenceDate']}, is no day of the year "
                f"that <Year> says, {first} to {last}: put the header right."
            )
        last = told_day
    authority = texts.get("LEA", "")
    if settings.authority and authority != settings.authority:
        raise NotReadable(
            f"{name}: <LEA>, line {lines.get('LEA', element.sourceline)}, is not the council of "
            "the settings: it may be the return of another one. Check the file, or authority in "
            "the settings."
        )
    return Header(year, (first, last), authority)


def _year(texts: Mapping[str, str], lines: Mapping[str, int], name: str) -> int:
    years = table().years
    text = texts.get("Year", "")
    if not text.isdigit() or int(text) not in years:
        where = f", line {lines['Year']}," if text else ""
        told = ", ".join(f"{year} ({year - 1}-{year % 100})" for year in years)
        raise NotReadable(
            f"{name}: <Year>{where} is not of a form that can be read here: {told}. It is the year "
            "in which the return ends."
        )
    return int(text)
