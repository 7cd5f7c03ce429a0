"""The tracker's models, one module per part of the domain."""

from .access import Authorship, Token
from .answer import Answer
from .ceasefire import Ceasefire, Participation
from .claims import (
    CLAIMS,
    Amendment,
    Assessment,
    Claim,
    Coding,
    Demand,
    Report,
    Statement,
    Term,
    Toll,
)
from .conflict import Conflict
from .negotiation import Delegation, NegotiationRound
from .party import Party
from .phase import Phase
from .source import Citation, Source
from .version import Version
from .violation import Violation

__all__ = [
    "CLAIMS",
    "Amendment",
    "Answer",
    "Assessment",
    "Authorship",
    "Ceasefire",
    "Citation",
    "Claim",
    "Coding",
    "Conflict",
    "Delegation",
    "Demand",
    "NegotiationRound",
    "Participation",
    "Party",
    "Phase",
    "Report",
    "Source",
    "Statement",
    "Term",
    "Token",
    "Toll",
    "Version",
    "Violation",
]
