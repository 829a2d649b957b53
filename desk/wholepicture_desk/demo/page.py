"""The facts as one accessible page that needs nothing else: no script, no request."""

from wholepicture_bus.pages import render
from wholepicture_schemas.words import listed

from wholepicture_desk.demo import wording
from wholepicture_desk.demo.result import DemoResult


def as_page(result: DemoResult) -> str:
    """The page, as HTML."""
    kept = [(listed(group.what), group.because) for group in result.kept_from_school]
    return render(__package__, "page.html", result=result, wording=wording, kept=kept)
