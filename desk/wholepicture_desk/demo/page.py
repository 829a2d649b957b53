"""The facts as one accessible page that needs nothing else: no script, no request."""

from wholepicture_bus.pages import render
from wholepicture_schemas.words import listed

from wholepicture_desk.demo import months_wording, wording
from wholepicture_desk.demo.months import SixMonths
from wholepicture_desk.demo.result import DemoResult


def as_page(result: DemoResult, months: SixMonths) -> str:
    """The page, as HTML: the day, and the six months as lanes on a sheet of their own."""
    kept = [(listed(group.what), group.because) for group in result.kept_from_school]
    return render(
        __package__,
        "page.html",
        result=result,
        months=months,
        wording=wording,
        lanes=months_wording,
        kept=kept,
    )
