"""An export that is published again: what has changed in it since, as corrections."""
