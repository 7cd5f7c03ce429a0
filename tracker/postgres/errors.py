"""What the embedded server says when it cannot serve."""


class PostgresUnavailable(Exception):
    """One sentence for the person at the terminal: what is missing, and how to mend it."""
