"""The demonstration, on a real broker: two pictures of six months, one day, and who was told."""

from wholepicture_desk.demo.page import as_page
from wholepicture_desk.demo.plain import as_months_text, as_pictures_text, as_text
from wholepicture_desk.demo.playing import NotArrived, Played, play
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.screen import months_on_screen, on_screen, pictures_on_screen
from wholepicture_desk.demo.two_pictures_shown import as_svg

__all__ = [
    "DemoResult",
    "NotArrived",
    "Played",
    "as_months_text",
    "as_page",
    "as_pictures_text",
    "as_svg",
    "as_text",
    "months_on_screen",
    "on_screen",
    "pictures_on_screen",
    "play",
]
