"""The formats that can be imported, by name."""

from . import acled, ucdp_ged
from .importing import Format

FORMATS: dict[str, Format] = {
    acled.NAME: acled.FORMAT,
    ucdp_ged.NAME: ucdp_ged.FORMAT,
}
