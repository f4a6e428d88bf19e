"""Settings of the pure tests."""

from hypothesis import settings

# A year's holidays are worked out when first asked for; on a busy machine that one example may outlast the time limit.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
