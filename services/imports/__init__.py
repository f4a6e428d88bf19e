"""The office's own document becomes the plan: what is asked about it, the answers, and the plan file that follows."""
