"""Why the process can not run."""


class StartError(Exception):
    """The process can not start or go on; the text is one sentence that says why and what to do."""
