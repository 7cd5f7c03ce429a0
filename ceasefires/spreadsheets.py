"""What spreadsheets make of a cell."""

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r")


def escaped(cell: str | None) -> str | None:
    """With an apostrophe before it where it would be a formula."""
    return f"'{cell}" if cell and cell.startswith(RISKY) else cell
