"""When things happen: the tick with its sweeps, and the delivery from the outbox."""
