"""The demonstration: one police incident then and now, played on a real broker."""

from wholepicture_desk.demo.page import as_page
from wholepicture_desk.demo.plain import as_text
from wholepicture_desk.demo.playing import NotArrived, play
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.screen import on_screen

__all__ = ["DemoResult", "NotArrived", "as_page", "as_text", "on_screen", "play"]
