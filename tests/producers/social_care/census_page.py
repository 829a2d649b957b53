"""The tables of docs/census.md, as the table of the census says them.

``python -m tests.producers.social_care.census_page`` writes them there.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from wholepicture_producers.social_care.table import ITSELF, ChildField, Module, Rule, table

PAGE = Path(__file__).parents[3] / "docs" / "census.md"
_PLACES = re.compile(r"(?<=<!-- census.toml: (told|nots) -->\n)\n.*?(?=\n<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """The page with its tables as census.toml says them."""
    return _PLACES.sub(lambda place: "\n" + "\n".join(_TABLES[place[1]]()) + "\n", page)


def _told() -> Iterator[str]:
    yield "| element | becomes | in |"
    yield "|---|---|---|"
    for field in table().child:
        years = f" ({', '.join(map(_year, field.years))})" if field.years else ""
        yield f"| `{field.element}`{years} | `{field.to}`{_codes(field)} | each event |"
    for module in table().modules:
        for rule in module.rules:
            yield from _of_a_rule(module, rule)


def _of_a_rule(module: Module, rule: Rule) -> Iterator[str]:
    fields = [
        f"`{_named(module, element)}`: `{path.removeprefix('detail.')}`"
        for element, path in rule.fields.items()
    ]
    says = [f"{path.removeprefix('detail.')} `{value}`" for path, value in rule.says.items()]
    only = [
        f" where `{element}` is {str(wanted).lower()}" for element, wanted in rule.only_if.items()
    ]
    remark = f" {rule.remark}" if rule.remark else ""
    told = "; ".join((*fields, *says))
    yield (
        f"| `{module.element.removesuffix('/' + _last(module))}`: `{_named(module, rule.on)}`"
        f"{''.join(only)} | {told}.{remark} | `{rule.told_as}` |"
    )


def _nots() -> Iterator[str]:
    yield "| element | why |"
    yield "|---|---|"
    found = list(table().untold.values())
    for (because, years), alike in groupby(found, lambda told: (told.because, told.years)):
        names = ", ".join(f"`{told.element.removeprefix('CINdetails/')}`" for told in alike)
        since = f" ({', '.join(map(_year, years))})" if years else ""
        yield f"| {names}{since} | {because} |"


def _named(module: Module, element: str) -> str:
    return _last(module) if element == ITSELF else element.rpartition("/")[2]


def _last(module: Module) -> str:
    return module.element.rpartition("/")[2] if module.day == ITSELF else ""


def _codes(field: ChildField) -> str:
    return f" ({', '.join(f'{a} is {b}' for a, b in field.codes.items())})" if field.codes else ""


def _year(year: int) -> str:
    return f"{year - 1}-{year % 100}"


_TABLES = {"told": _told, "nots": _nots}

if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
