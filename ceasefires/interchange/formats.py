"""The formats that can be imported, by name."""

from .acled import ACLED
from .ethprio.loading import EthPrio
from .importing import Format
from .table import TABLE
from .ucdp_ged import UCDP_GED

FORMATS: dict[str, Format] = {each.name: each for each in (ACLED, EthPrio(), TABLE, UCDP_GED)}

# They know what their refused rows tell of: it is not taken for gone. Datasets of thousands of rows
# have some that contradict themselves in every release.
SPARING = {ACLED.name, UCDP_GED.name}
