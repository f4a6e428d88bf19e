"""What executors report: taking, recording, deciding, and reading it."""

from models import Decision

__all__ = ["Decision"]  # views and handlers compare what was decided with it
