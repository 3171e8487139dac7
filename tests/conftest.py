"""Settings for all tests."""

import os
import signal

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

# What a shell runs in the background ignores interrupts, and so would the commands that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
