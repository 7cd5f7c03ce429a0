"""What spreadsheets make of a cell."""

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r")


def escaped(cell: str | None) -> str | None:
    """With an apostrophe before it where it would be a formula, or could be taken for escaped."""
    return f"'{cell}" if cell and cell.lstrip("'").startswith(RISKY) else cell


def unescaped(cell: str) -> str:
    """As it was before ``escaped``."""
    return cell[1:] if cell.startswith("'") and escaped(cell) != cell else cell
