"""Settings for all tests."""

import os

from hypothesis import HealthCheck, settings

# Two slow cores build this: a deadline in milliseconds would test the machine. Continuous
# integration tries the same examples each time; new ones are for those who can look at them.
settings.register_profile(
    "cleantext",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=150,
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("cleantext")
