"""One line of the report each: TITLE is what is tried, PROVES what it proves, CANNOT what it cannot; `show` tries it,
says in a sentence what was seen, raises AssertionError or anything else where it fails, and NotShown where the machine
does not allow it."""


class NotShown(Exception):
    """Why it could not be tried."""
