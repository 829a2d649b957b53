"""The HTML kit: one base page, one style sheet, and the parts that every page is made of."""

from wholepicture_bus.pages.rendering import render

__all__ = ["render"]
