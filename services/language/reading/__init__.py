"""Reading messages: what a person means, what of it is certain, and what was not understood. Pure."""
