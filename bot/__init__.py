"""The process: its configuration, its wiring, and its commands."""
