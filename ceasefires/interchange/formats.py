"""The formats that can be imported, by name."""

from .acled import ACLED
from .ethprio.loading import EthPrio
from .importing import Format
from .table import TABLE
from .ucdp_ged import UCDP_GED

FORMATS: dict[str, Format] = {each.name: each for each in (ACLED, EthPrio(), TABLE, UCDP_GED)}
