"""How templates become pages: what they may show, and how a text of an agency is shown."""

import re

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Undefined
from markupsafe import Markup, escape

_NEW_LINE = Markup("<br>")
_NOT_IN_A_MARGIN = re.compile(r"[^A-Za-z0-9 .,:_-]")


def environment(package: str) -> Environment:
    """The templates of a package, and those of the kit under ``kit/``.

    A name that is not there is an error, never an empty place on a page.
    """
    kit = PackageLoader("wholepicture_bus.pages")
    made = Environment(
        loader=ChoiceLoader([PrefixLoader({"kit": kit}), PackageLoader(package)]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"in_margin": in_margin, "in_one_line": in_one_line, "sentence": sentence}
    return made


def shown(value: object) -> Markup | Undefined:
    """A text as HTML: escaped, its lines kept, and without control characters.

    Markup is left as it is. A missing value is left to Jinja, which raises.

    Raises:
        TypeError: it is neither a text nor a number, so nobody decided how it reads.
    """
    match value:
        case Markup() | Undefined():
            return value
        case str():
            safe = escape(clean(value))
            return safe.replace("\n", _NEW_LINE) if "\n" in safe else safe
        case int() if not isinstance(value, bool):
            return escape(str(value))
    raise TypeError(f"a page shows texts and numbers, and no {type(value).__name__}")


def clean(text: str) -> str:
    """A text without control characters, formatting characters and separators; lines stay."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def in_margin(text: str) -> Markup:
    """A text for the margin of a printed sheet: what could end a string of CSS is left out."""
    return Markup(_NOT_IN_A_MARGIN.sub("", text))  # noqa: S704 - letters, digits and five signs


def in_one_line(text: str) -> str:
    """A text for an attribute, which has no lines."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """A text with a capital letter in front; the rest stays as it is written."""
    return f"{text[:1].upper()}{text[1:]}"
