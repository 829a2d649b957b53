"""The facts as one accessible page that needs nothing else: no script, no request."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from wholepicture_schemas.words import listed

from wholepicture_desk.demo import wording
from wholepicture_desk.demo.result import Result


def as_page(result: Result) -> str:
    """The page, as HTML."""
    environment = Environment(
        loader=PackageLoader("wholepicture_desk.demo", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kept = [(listed(one.what), one.because) for one in result.kept_from_school]
    page = environment.get_template("page.html")
    return page.render(result=result, wording=wording, kept=kept).lstrip()
