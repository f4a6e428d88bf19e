"""What it means: use cases (one transaction each) and pure rules. Knows nothing of Telegram's library."""
