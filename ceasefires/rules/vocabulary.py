"""The vocabularies that the derivation itself speaks; each value is defined here, once."""

from enum import StrEnum


class Vocabulary(StrEnum):
    """A closed list of values, each written as ``NAME = value, definition``."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> "Vocabulary":
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs, as form and model fields take them."""
        return [(member.value, member.label) for member in cls]


class Precision(Vocabulary):
    """How exactly an instant is known."""

    MINUTE = "minute", "Exact: the instant itself."
    HOUR = "hour", "Some instant of the hour that starts there."
    DAY = "day", "Some instant of the local day that starts there."
    WEEK = "week", "Some instant of the seven local days that start there."
    MONTH = "month", "Some instant of the local month that starts there."
    YEAR = "year", "Some instant of the local year that starts there."
    UNKNOWN = "unknown", "No instant is known."


class Declaration(Vocabulary):
    """Who declared a ceasefire."""

    UNILATERAL = "unilateral", "One side alone stops."
    BILATERAL = "bilateral", "Two sides stop by agreement or in parallel."
    MULTILATERAL = "multilateral", "Three or more sides stop."
    UNKNOWN = "unknown", "No source says who declared it."


class EndType(Vocabulary):
    """How a ceasefire, or one party's part in it, ended."""

    EXPIRED = "expired", "Its time ran out."
    VIOLENCE = "violence", "Violence ended it."
    SUPERSEDED = "superseded", "Another arrangement took its place."
    NEVER_EFFECTIVE = "never_effective", "It was declared and never took effect."
    WITHDRAWN = "withdrawn", "A party declared that it no longer was bound."
    UNCLEAR = "unclear", "It ended, and no source says how."


class AmendmentKind(Vocabulary):
    """What an amendment does to a ceasefire."""

    EXTENSION = "extension", "Moves the scheduled end."
    SUSPENSION = "suspension", "Interrupts the ceasefire."
    RESUMPTION = "resumption", "Ends a suspension."


class Verification(Vocabulary):
    """How far a reported act has been checked."""

    ALLEGED = "alleged", "Reported, and not checked."
    UNDER_INVESTIGATION = "under_investigation", "Being checked."
    VERIFIED = "verified", "Checked, and found to have happened as described."
    UNFOUNDED = "unfounded", "Checked, and found not to have happened as described."
    INCONCLUSIVE = "inconclusive", "Checked, and neither confirmed nor refuted."


class Assessed(Vocabulary):
    """What a source says of a ceasefire as a whole at an instant."""

    HOLDING = "holding", "It is said to hold."
    FRAGILE = "fragile", "It is said to hold barely."
    VIOLATED = "violated", "It is said to have been violated."
    COLLAPSED = "collapsed", "It is said to have broken down."
    NO_VIOLATIONS_REPORTED = (
        "no_violations_reported",
        "The source says that it knows of no violation.",
    )


class Relation(Vocabulary):
    """Where an act lies in relation to the window of the ceasefire it is set against."""

    BEFORE = "before", "Before the ceasefire took effect."
    DURING = "during", "While the ceasefire bound: only such acts are violations of it."
    SUSPENDED = "suspended", "While the ceasefire was suspended."
    AFTER = "after", "After the ceasefire had ended or lapsed."
    INDETERMINATE = "indeterminate", "The instants known do not decide it."


class RelationBasis(Vocabulary):
    """What decided the relation of an act."""

    COMPUTED = "computed", "The instants known, by themselves."
    STATED = "stated", "A source's words, where the instants left it open."


class Status(Vocabulary):
    """Whether a ceasefire binds at an instant. The first that fits, in the order of the ladder."""

    NEVER_EFFECTIVE = "never_effective", "It was declared and never took effect."
    COLLAPSED = "collapsed", "Violence ended it."
    SUPERSEDED = "superseded", "Another arrangement took its place."
    TERMINATED = "terminated", "A party withdrew from it and so ended it."
    EXPIRED = "expired", "Its time had run out."
    ENDED = "ended", "It had ended, and no source says how."
    UNKNOWN = "unknown", "What is known does not tell."
    PENDING = "pending", "It had not yet taken effect."
    SUSPENDED = "suspended", "It was interrupted."
    IN_FORCE = "in_force", "It bound its parties."
    INDETERMINATE = (
        "indeterminate",
        "The instant lies inside the uncertainty of a boundary; the candidates are given.",
    )


class Compliance(Vocabulary):
    """What is reported of a ceasefire being kept; silence is not compliance."""

    VIOLATED = "violated", "An act during its window has been verified."
    ALLEGED = "alleged", "An act during its window, or a violation in general, is alleged."
    REPORTED_FRAGILE = "reported_fragile", "The latest assessment calls it fragile."
    REPORTED_HOLDING = (
        "reported_holding",
        "The latest assessment says that it holds or knows of no violation.",
    )
    NO_REPORTS = "no_reports", "Nothing is reported either way. This does not mean that it held."


class Qualifier(Vocabulary):
    """How a source gives a figure."""

    EXACT = "exact", "As a plain figure."
    AT_LEAST = "at_least", "As a lower bound."
    AT_MOST = "at_most", "As an upper bound."
    APPROXIMATELY = "approximately", "As a round or rough figure."
    ESTIMATE = "estimate", "As an estimate."


class Agreement(Vocabulary):
    """What several claims come to on one field. One that says nothing of it is not compared."""

    AGREE = "agree", "Two claims or more say it, and all of them can be so."
    DISAGREE = "disagree", "Two of the claims cannot both be so."
    NOT_COMPARABLE = (
        "not_comparable",
        "Two claims or more say it, and nothing tells whether all of them can be so.",
    )
    ONE_CLAIM = "one_claim", "One claim alone says it."
    SILENT = "silent", "No claim says it."
