"""Property tests without a deadline: on a busy machine a slow example is no failure.

``HYPOTHESIS_PROFILE=long`` plays many more examples, other ones in each run.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "whole-picture", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("whole-picture"), max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "whole-picture"))
