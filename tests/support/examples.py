"""How many examples a property is tried with: few in every run, and many in a long one."""

from hypothesis import settings


def examples(in_every_run: int) -> settings:
    """So many examples, or those of the long profile where it is chosen."""
    profile = settings.get_current_profile_name()
    return settings() if profile == "long" else settings(max_examples=in_every_run)
