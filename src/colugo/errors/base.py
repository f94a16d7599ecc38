"""The root of every error a caller can act on. Knows nothing of where errors are shown."""


class ColugoError(Exception):
    """Something failed in a way the caller can act on.

    Each subclass carries the facts as attributes and builds its own sentence from
    them: what failed, what was expected, what came, what to do.
    """
