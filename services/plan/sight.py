"""What a talk may see of the plans in force: every line, or those of its leadership chat alone."""

from models.sight import is_in_sight, seeing

__all__ = ["is_in_sight", "seeing"]
