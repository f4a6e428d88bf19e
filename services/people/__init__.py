"""Accounts, executors' links, deputies, admins, groups, and who cannot be reached."""
