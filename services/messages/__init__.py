"""What the bot owes people to say, and what its messages are about."""
