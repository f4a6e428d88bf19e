"""Who is reminded of what, and who is asked out of turn."""
