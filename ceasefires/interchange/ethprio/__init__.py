"""The ETH/PRIO Civil Conflict Ceasefire dataset (docs/importing-ethprio.md).

Cells become a row (``rows``), the rows of one identifier a ceasefire (``joining``), and that is
written (``writing``): as a new record, into the one that an import made, or beside another's.
"""

NAME = "ethprio"
