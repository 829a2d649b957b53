"""Whole Picture's language: what agencies tell, what recipients are sent, and what they answer.

Import a name from its own module, such as ``wholepicture_schemas.police``. Nothing is re-exported
here, so a command loads only the modules that it needs.
"""
