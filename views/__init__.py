"""What people see: a screen is a value built from data. The only room with words for people."""
