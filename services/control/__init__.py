"""Changing the plan: loading it, and what admins change in it."""
