"""The verbs of the domain: writes that touch several rows, for the API and the admin alike.

They take the time, and who writes, as arguments, and run inside their caller's transaction.
"""

from .acts import (
    FIGURES,
    Logged,
    Verified,
    add_report,
    dispute,
    follow_reports,
    following,
    hold_acts,
    log,
    reached,
    settle_figures,
    verify,
)
from .ceasefires import (
    Place,
    amend,
    end_participation,
    extend,
    resume,
    supersede,
    suspend,
    unended_parts,
)
from .records import Refused, hold, withdraw

__all__ = [
    "FIGURES",
    "Logged",
    "Place",
    "Refused",
    "Verified",
    "add_report",
    "amend",
    "dispute",
    "end_participation",
    "extend",
    "follow_reports",
    "following",
    "hold",
    "hold_acts",
    "log",
    "reached",
    "resume",
    "settle_figures",
    "supersede",
    "suspend",
    "unended_parts",
    "verify",
    "withdraw",
]
