"""What executors report: taking, recording, deciding, and reading it."""
