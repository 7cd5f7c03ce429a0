"""Every vocabulary of the tracker: those of the rules, and those that only describe.

The codings of ceasefires are those of the ETH/PRIO Civil Conflict Ceasefire dataset; kinds of act
follow ACLED's sub-events where they fit.
"""

from .rules.vocabulary import (
    Agreement,
    AmendmentKind,
    Assessed,
    Compliance,
    Declaration,
    EndType,
    Precision,
    Qualifier,
    Relation,
    RelationBasis,
    Status,
    Verification,
    Vocabulary,
)


class PartyKind(Vocabulary):
    """What sort of actor a party is."""

    STATE = "state", "A state or its government."
    NON_STATE_ARMED_GROUP = "non_state_armed_group", "An armed group that is not a state's."
    COALITION = "coalition", "Several parties acting under one name."
    INTERGOVERNMENTAL_ORGANISATION = (
        "intergovernmental_organisation",
        "An organisation whose members are states.",
    )
    OTHER_ORGANISATION = "other_organisation", "Any other organisation or authority."


class CeasefireClass(Vocabulary):
    """What a ceasefire sets up beyond stopping."""

    CESSATION_OF_HOSTILITIES = "cessation_of_hostilities", "Violence stops, and no more is said."
    WITH_COMPLIANCE_MECHANISMS = (
        "with_compliance_mechanisms",
        "Violence stops, and monitoring, verification or the like is set up.",
    )
    DEFINITIVE = "definitive", "Violence stops for good: forces are disarmed or merged."
    UNKNOWN = "unknown", "No source tells."


class Purpose(Vocabulary):
    """What a ceasefire is for; several may hold."""

    HUMANITARIAN = "humanitarian", "Aid, evacuation, or relief of civilians."
    PEACE_PROCESS = "peace_process", "Room for negotiations."
    HOLIDAY = "holiday", "A religious or public holiday."
    ELECTION = "election", "The holding of an election."
    OTHER = "other", "Another purpose that is stated."
    UNCLEAR = "unclear", "The sources do not make it clear."


class Scope(Vocabulary):
    """Whether a ceasefire covers all of the violence between its parties."""

    FULL = "full", "All places and all kinds of violence between the parties."
    PARTIAL = "partial", "Some places, or some kinds of violence."
    UNKNOWN = "unknown", "No source tells."


class Answer(Vocabulary):
    """A yes or no that a source may leave open."""

    YES = "yes", "A source says so."
    NO = "no", "A source says that it is not so."
    UNCLEAR = "unclear", "No source tells."


class Enforcement(Vocabulary):
    """Who is to enforce a ceasefire."""

    NONE = "none", "Nobody, as a source says."
    EXTERNAL_STATE = "external_state", "A state that is not a party."
    INTERGOVERNMENTAL_ORGANISATION = (
        "intergovernmental_organisation",
        "An organisation whose members are states.",
    )
    UNCLEAR = "unclear", "No source tells."


class FollowsAs(Vocabulary):
    """How a ceasefire follows an earlier one."""

    EXTENDS = "extends", "It carries the earlier one on."
    RECIPROCATES = "reciprocates", "It answers the other side's."
    SUPERSEDES = "supersedes", "It takes the earlier one's place."


class Role(Vocabulary):
    """A party's role in one ceasefire."""

    DECLARING = "declaring", "It declared the ceasefire and is bound by it."
    MEDIATOR = "mediator", "It mediated."
    GUARANTOR = "guarantor", "It guarantees that the terms are kept."
    MONITOR = "monitor", "It watches whether the terms are kept."


class ViolationKind(Vocabulary):
    """What sort of act was reported."""

    ARMED_CLASH = "armed_clash", "Armed actors fight each other."
    SHELLING_ARTILLERY_MISSILE = (
        "shelling_artillery_missile",
        "Shelling, artillery or missiles fired from the ground.",
    )
    AIR_DRONE_STRIKE = "air_drone_strike", "A strike from an aircraft or drone."
    GRENADE = "grenade", "A grenade thrown or launched by hand."
    EXPLOSIVE_MINE_IED = "explosive_mine_ied", "A mine or a planted explosive device."
    SUICIDE_BOMB = "suicide_bomb", "An attacker dies by an explosive that he or she carries."
    CHEMICAL_WEAPON = "chemical_weapon", "A chemical agent is used as a weapon."
    ATTACK_ON_CIVILIANS = "attack_on_civilians", "Violence directed at civilians."
    ABDUCTION = "abduction", "Persons are taken or made to disappear."
    SEXUAL_VIOLENCE = "sexual_violence", "Sexual violence."
    LOOTING_PROPERTY_DESTRUCTION = (
        "looting_property_destruction",
        "Property is taken or destroyed.",
    )
    ROCKET_FIRE = "rocket_fire", "Rockets are fired."
    SMALL_ARMS_FIRE = "small_arms_fire", "Shots from small arms."
    TROOP_MOVEMENT = "troop_movement", "Forces move where the terms do not let them."
    FORTIFICATION = "fortification", "Positions are built or strengthened."
    AIRSPACE_VIOLATION = "airspace_violation", "Aircraft or drones enter airspace."
    NAVAL_VIOLATION = "naval_violation", "Vessels enter waters or act against others at sea."
    DENIAL_OF_ACCESS = "denial_of_access", "Aid, monitors or civilians are kept from passing."
    OTHER = "other", "An act of another kind, described in words."


class GeoPrecision(Vocabulary):
    """How exactly an act is placed."""

    EXACT = "exact", "The very place."
    NEAR = "near", "Within about 25 km."
    DISTRICT = "district", "Somewhere in a district."
    PROVINCE = "province", "Somewhere in a province."
    COUNTRY = "country", "Somewhere in a country."
    UNKNOWN = "unknown", "No place is known."


class Response(Vocabulary):
    """What the party that an act is attributed to says of it."""

    NONE = "none", "No response is known."
    DENIED = "denied", "It denies the act."
    ADMITTED = "admitted", "It admits the act."


class Certainty(Vocabulary):
    """How firmly a source says something."""

    STATED = "stated", "Said without reserve."
    HEDGED = "hedged", "Said with reserve: it appears, reportedly."
    EXPECTED = "expected", "Said of something that is yet to come."


class TermKind(Vocabulary):
    """What a term of a ceasefire is about."""

    CESSATION = "cessation", "Violence is to stop."
    WITHDRAWAL = "withdrawal", "Forces are to pull back."
    ACCESS = "access", "People or goods are to pass."
    DELEGATION = "delegation", "A delegation is to be sent."
    TALKS = "talks", "Talks are to be held."
    RELEASE = "release", "Persons or remains are to be released."
    BLOCKADE_RELIEF = "blockade_relief", "A blockade is to be eased or lifted."
    MONITORING = "monitoring", "Somebody is to watch that the terms are kept."
    OTHER = "other", "Another obligation."


class Stance(Vocabulary):
    """What a statement does."""

    PLEDGE = "pledge", "Promises to do or to keep something."
    WARNING = "warning", "Warns of something."
    CALL = "call", "Calls on others to do something."
    POSITION = "position", "Sets out where the speaker stands."
    HOPE = "hope", "Hopes for something."
    ACCUSATION = "accusation", "Accuses another."
    DENIAL = "denial", "Denies something."
    ANNOUNCEMENT = "announcement", "Announces something."
    CLAIM = "claim", "Asserts something as fact, in the speaker's own interest or knowledge."
    REPORT = "report", "Tells what happened, in the source's own voice."


class Measure(Vocabulary):
    """What a toll counts."""

    KILLED = "killed", "Persons killed."
    INJURED = "injured", "Persons injured."
    DISPLACED = "displaced", "Persons driven from their homes."
    MISSING = "missing", "Persons missing."
    STRUCTURES_DESTROYED = "structures_destroyed", "Buildings destroyed or damaged."
    TUNNELS_DESTROYED = "tunnels_destroyed", "Tunnels destroyed."
    COST = "cost", "Cost in money."
    OTHER = "other", "Another figure, described by its group and unit."


class Mode(Vocabulary):
    """How the parties of a negotiation round talk."""

    DIRECT = "direct", "The parties meet."
    INDIRECT = "indirect", "The parties do not meet; others carry what they say."
    SHUTTLE = "shuttle", "Mediators travel between the parties."
    UNKNOWN = "unknown", "No source tells."


class Outcome(Vocabulary):
    """What came of a negotiation round."""

    PENDING = "pending", "It is not over, or nothing is announced."
    EXTENSION_AGREED = "extension_agreed", "A ceasefire is to be extended."
    AGREEMENT = "agreement", "An agreement was reached."
    NO_AGREEMENT = "no_agreement", "It ended without one."
    SUSPENDED = "suspended", "It was broken off, for the time being."
    UNKNOWN = "unknown", "No source tells."


class DelegationRole(Vocabulary):
    """A party's part in a negotiation round."""

    DELEGATION = "delegation", "It sent a delegation."
    MEDIATOR = "mediator", "It mediates."


class FiguresBasis(Vocabulary):
    """Where the numbers of killed and injured of an act come from."""

    REPORTED = "reported", "They follow its reports: lowest to highest of what any gives."
    SET = "set", "They were set for the act itself, and stay when reports come."


# Every vocabulary, by the name that the API and the docs use.
VOCABULARIES: dict[str, type[Vocabulary]] = {
    "agreement": Agreement,
    "amendment_kind": AmendmentKind,
    "answer": Answer,
    "assessed": Assessed,
    "ceasefire_class": CeasefireClass,
    "certainty": Certainty,
    "compliance": Compliance,
    "declaration": Declaration,
    "delegation_role": DelegationRole,
    "end_type": EndType,
    "enforcement": Enforcement,
    "figures_basis": FiguresBasis,
    "follows_as": FollowsAs,
    "geo_precision": GeoPrecision,
    "measure": Measure,
    "mode": Mode,
    "outcome": Outcome,
    "party_kind": PartyKind,
    "precision": Precision,
    "purpose": Purpose,
    "qualifier": Qualifier,
    "relation": Relation,
    "relation_basis": RelationBasis,
    "response": Response,
    "role": Role,
    "scope": Scope,
    "stance": Stance,
    "status": Status,
    "term_kind": TermKind,
    "verification": Verification,
    "violation_kind": ViolationKind,
}
