"""A page from a template and data. Jinja is loaded by the first page, and by no command before."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def render(package: str, template: str, /, **data: object) -> str:
    """A whole page as HTML.

    A template of a package extends ``kit/page.html``, sets ``title`` and fills the block ``main``.
    It takes its parts from ``kit/parts.html``. Every text of ``data`` is shown as text.

    Args:
        package: The package that has the template in its folder ``templates``.
        template: The template's name, such as ``item.html``.
        data: What the template shows, by the names that it uses.

    Raises:
        jinja2.UndefinedError: the template uses a name that ``data`` lacks.
        TypeError: the template shows something that is neither a text nor a number.
    """
    return _environment(package).get_template(template).render(data)


@cache
def _environment(package: str) -> "Environment":
    from wholepicture_bus.pages.environment import environment

    return environment(package)
