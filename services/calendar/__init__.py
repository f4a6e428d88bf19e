"""Terms and days: deadlines, working days, and what is reminded when. Pure rules."""
