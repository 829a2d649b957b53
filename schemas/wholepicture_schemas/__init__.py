"""Whole Picture's language: what agencies tell, what recipients are sent, and what they answer.

Names are imported from the module that they stand in, such as ``wholepicture_schemas.police``:
whoever needs one of them does not wait for all.
"""
