"""Settings for all tests."""

from hypothesis import HealthCheck, settings

# Two slow cores build this: a deadline in milliseconds would test the machine.
settings.register_profile("cleantext", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
settings.load_profile("cleantext")
