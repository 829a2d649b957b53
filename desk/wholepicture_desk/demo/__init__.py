"""The demonstration: one day then and now, and six months of nine agencies, on a real broker."""

from wholepicture_desk.demo.page import as_page
from wholepicture_desk.demo.plain import as_months_text, as_text
from wholepicture_desk.demo.playing import NotArrived, play
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.screen import months_on_screen, on_screen

__all__ = [
    "DemoResult",
    "NotArrived",
    "as_months_text",
    "as_page",
    "as_text",
    "months_on_screen",
    "on_screen",
    "play",
]
