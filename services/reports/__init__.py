"""What executors report: taking, recording, deciding, and reading it."""

from models import AppealKind, Decision

__all__ = ["AppealKind", "Decision"]  # views and handlers compare with them
