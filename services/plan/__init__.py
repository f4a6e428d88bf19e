"""The plan as a file and as rows: reads it, never changes it."""
