"""When it happens: the tick, its sweeps, and the delivery from the outbox."""
