"""The dataset's columns and codes, and the tracker's words for them (docs/importing-ethprio.md).

A column that is not named here is not read: comments, evidence, and who coded a row.
"""

from ceasefires.choices import Answer, CeasefireClass, Enforcement, Purpose, Scope
from ceasefires.rules.vocabulary import Declaration, EndType

Codes = dict[str, str]

UNCLEAR = "-1"
DATES = {"declared": "cf_dec", "effective": "cf_effect", "ended": "end"}
ENDED: Codes = {
    "0": "",
    "1": EndType.EXPIRED.value,
    "2": EndType.VIOLENCE.value,
    "3": EndType.NEVER_EFFECTIVE.value,
    "4": EndType.SUPERSEDED.value,
    UNCLEAR: EndType.UNCLEAR.value,
}
# The columns of one code each, by the field that takes them; "" is not known.
CODED: dict[str, tuple[str, Codes]] = {
    "declaration": (
        "side",
        {
            "1": Declaration.UNILATERAL.value,
            "2": Declaration.BILATERAL.value,
            "3": Declaration.MULTILATERAL.value,
            UNCLEAR: "",
        },
    ),
    "ceasefire_class": (
        "ceasefire_class",
        {
            "1": CeasefireClass.CESSATION_OF_HOSTILITIES.value,
            "2": CeasefireClass.WITH_COMPLIANCE_MECHANISMS.value,
            "3": CeasefireClass.DEFINITIVE.value,
            UNCLEAR: "",
        },
    ),
    "scope": ("partial", {"0": Scope.FULL.value, "1": Scope.PARTIAL.value, UNCLEAR: ""}),
    "written": (
        "written",
        {"0": Answer.NO.value, "1": Answer.YES.value, "2": Answer.YES.value, UNCLEAR: ""},
    ),
    "implementation_mechanism": (
        "implement",
        {"0": Answer.NO.value, "1": Answer.YES.value, UNCLEAR: ""},
    ),
    "enforcement": (
        "enforcement",
        {
            "0": Enforcement.NONE.value,
            "1": Enforcement.EXTERNAL_STATE.value,
            "2": Enforcement.INTERGOVERNMENTAL_ORGANISATION.value,
            "3": "",
            UNCLEAR: "",
        },
    ),
}
# Codes that say more, or something else, than the word that they are read as.
BLURRED = {"written": "2", "enforcement": "3"}
PURPOSES = {
    "p_humanitarian": Purpose.HUMANITARIAN.value,
    "p_peaceprocess": Purpose.PEACE_PROCESS.value,
    "p_holiday": Purpose.HOLIDAY.value,
    "p_election": Purpose.ELECTION.value,
    "p_other": Purpose.OTHER.value,
    "p_unclear": Purpose.UNCLEAR.value,
}
MEDIATED = {"0": "none", "1": "unnamed", UNCLEAR: "unclear"}
# Kept as they are: their meaning is not confirmed, or the tracker has no field for them.
RAW = ("timing", "link", "ddr", "truce")
SILENT = {"ddr", "truce"}  # of which 0 says that there is nothing to keep
RAW_OF_ACTOR = ("nsa_frac", "splinter")
LINKS = "link_id"
IDENTIFIERS = {"ucdp_conflict": "ucdp_acd_id", "ucdp_dyad": "ucdp_dyad", "pax_id": "pax_id"}

# What a ceasefire and its conflict have a field for, and a coding says only where rows differ.
STORED = {
    *CODED, "purpose", "declared", "effective", "planned_duration", "ucdp_conflict", "pax_id",
    "location",
}  # fmt: skip
# The column of each field whose rows may differ, as the report calls it.
COLUMNS = (
    {field: column for field, (column, _codes) in CODED.items()}
    | IDENTIFIERS
    | DATES
    | {"purpose": "p_*", "planned_duration": "fixed_time", "mediator": "mediator_send"}
)

REQUIRED = [
    *("id", "uniq_id", "cc", "location", "ucdp_actor_id", "actor_name", "ended"),
    *("fixed", "fixed_time", "mediator_nego", "mediator_send"),
    *(f"{date}_{part}" for date in DATES.values() for part in ("yr", "month", "day")),
    *(column for column, _codes in CODED.values()),
    *PURPOSES,
    *RAW,
    *RAW_OF_ACTOR,
    *IDENTIFIERS.values(),
]
