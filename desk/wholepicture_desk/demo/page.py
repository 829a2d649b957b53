"""The facts as one accessible page that needs nothing else: no script, no request."""

from wholepicture_bus.pages import render
from wholepicture_schemas.words import listed

from wholepicture_desk.demo import months_wording, two_pictures_shown, wording
from wholepicture_desk.demo.months import SixMonths
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.two_pictures import TwoPictures


def as_page(pictures: TwoPictures, result: DemoResult, months: SixMonths) -> str:
    """The page, as HTML: the two pictures, the day, and the lanes on a sheet of their own."""
    kept = [(listed(group.what), group.because) for group in result.kept_from_school]
    return render(
        __package__,
        "page.html",
        drawing=two_pictures_shown.drawing(pictures),
        pictures=two_pictures_shown.title(pictures),
        pictures_say=list(two_pictures_shown.notes(pictures)),
        result=result,
        months=months,
        wording=wording,
        lanes=months_wording,
        kept=kept,
    )
