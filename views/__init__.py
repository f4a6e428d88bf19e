"""What people see: a screen is a value built from facts. The only place with words for people."""
