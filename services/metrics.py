"""Metrics of the process for Prometheus (named by its guide: base units, totals in `_total`)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SWEEP_BUCKETS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60)
GIVEN_UP = ("unreachable", "defect")  # the reactions by which a message ends as failed


class Metrics:
    """Counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.sent = Counter("ijrochi_sent", "Messages that Telegram accepted", registry=self._registry)
        self.failed = Counter("ijrochi_failed", "Messages given up", ["reaction"], registry=self._registry)
        for reaction in GIVEN_UP:  # at zero from the start: a monitor counts no rise from nothing to the first one
            self.failed.labels(reaction)
        self.retries = Counter("ijrochi_retries", "Messages put back to be tried again", registry=self._registry)
        self.cancelled = Counter("ijrochi_cancelled", "Messages with nothing left to say", registry=self._registry)
        self.updates = Counter("ijrochi_updates", "Updates handled", ["kind"], registry=self._registry)
        self.left_out = Counter("ijrochi_left_out", "Updates of strangers beyond the limit", registry=self._registry)
        self.errors = Counter("ijrochi_handler_errors", "Updates whose handler failed", registry=self._registry)
        self.sweep = Histogram(
            "ijrochi_sweep_seconds",
            "How long a tick's sweeps took",
            buckets=SWEEP_BUCKETS,
            registry=self._registry,
        )
        self.ready = Gauge("ijrochi_ready", "1 while /healthz answers 200, else 0", registry=self._registry)
        self.queued = Gauge("ijrochi_queued", "Messages that wait to be sent, up to 10000", registry=self._registry)
        self.oldest = Gauge(
            "ijrochi_oldest_queued_seconds", "Age of the oldest message that may go", registry=self._registry
        )

    def exposed(self) -> bytes:
        """The metrics in Prometheus's text format."""
        return generate_latest(self._registry)
