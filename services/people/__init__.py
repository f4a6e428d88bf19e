"""Accounts, executors' links, deputies, admins, groups, and unreachable accounts."""
