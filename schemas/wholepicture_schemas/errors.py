"""The root of the errors that a person at a terminal reads."""


class WholePictureError(Exception):
    """An error whose text is a sentence: what is wrong, where, what to do. It names no value."""
