"""The plan as file and as rows: reading it, never changing it."""
