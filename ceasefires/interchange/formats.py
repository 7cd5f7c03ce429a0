"""The formats that can be imported, by name."""

from .acled import ACLED
from .ethprio.loading import EthPrio
from .importing import Format
from .table import TABLE
from .ucdp_ged import UCDP_GED

ETHPRIO = EthPrio()
FORMATS: dict[str, Format] = {each.name: each for each in (ACLED, ETHPRIO, TABLE, UCDP_GED)}

# They know what their refused rows tell of: it is not taken for gone. Datasets of thousands of rows
# have some that contradict themselves in every release.
SPARING = {ACLED.name, ETHPRIO.name, UCDP_GED.name}
