"""Work in a process of its own, with limits: what it is does not matter here."""
