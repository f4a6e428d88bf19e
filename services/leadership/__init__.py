"""What leadership reads: the weekly summary, the live card, the meetings' agenda, /report."""
