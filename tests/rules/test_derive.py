"""The whole answer: the worked table of the 72-hour truce, and what stands beside the status."""

from dataclasses import replace
from datetime import datetime

import pytest

from ceasefires.rules.derive import derive
from ceasefires.rules.explain import Reason
from ceasefires.rules.facts import Evidence, Facts, Participation, Publication
from ceasefires.rules.fuzzy import Span
from ceasefires.rules.vocabulary import (
    Assessed,
    Compliance,
    EndType,
    Status,
    Verification,
)
from ceasefires.rules.window import Window, window_of_party

from .build import (
    EARLY,
    LATER,
    TICK,
    act,
    around,
    assessment,
    end,
    exact,
    extension,
    facts,
    on,
    party,
    resumption,
    state,
    suspension,
    utc,
)

PENDING, IN_FORCE, EXPIRED = Status.PENDING, Status.IN_FORCE, Status.EXPIRED
UNKNOWN, INDETERMINATE, SUSPENDED = Status.UNKNOWN, Status.INDETERMINATE, Status.SUSPENDED

# Published on 6 August without a time: known from the start of that day.
TRUCE = facts(
    known_from=utc(6),
    effective=exact(5, 5),
    scheduled_end=exact(8, 5),
    participations=(
        party("israel", "a"),
        party("palestinian-factions", "b"),
        party("hamas", "b", of=("palestinian-factions",)),
    ),
    assessments=(assessment(Assessed.HOLDING, exact(6), utc(6)),),
)


class TestTheTruceOfSeventyTwoHours:
    @pytest.mark.parametrize(
        ("at", "known_at", "expected"),
        [
            (utc(5, 5) - TICK, LATER, (PENDING, None, False)),
            (utc(5, 5), LATER, (IN_FORCE, Compliance.NO_REPORTS, False)),
            (utc(6, 12), LATER, (IN_FORCE, Compliance.REPORTED_HOLDING, False)),
            (utc(6, 12), utc(6, 12), (IN_FORCE, Compliance.REPORTED_HOLDING, False)),
            (utc(6, 12), utc(5, 12), (UNKNOWN, None, True)),
            (utc(8, 5), LATER, (EXPIRED, Compliance.REPORTED_HOLDING, False)),
            (utc(8, 5), utc(6, 12), (EXPIRED, Compliance.REPORTED_HOLDING, True)),
        ],
    )
    def test_each_row_of_the_table(
        self, at: datetime, known_at: datetime, expected: tuple[object, ...]
    ) -> None:
        found = derive(TRUCE, at, known_at)

        assert (found.status, found.compliance, found.projected) == expected

    def test_acts_minutes_before_it_are_never_counted(self) -> None:
        minutes_before = Span(utc(5, 4, 50), utc(5, 5))
        rockets = act(minutes_before, ("hamas", "palestinian-factions"), name="rockets")
        strikes = act(minutes_before, ("israel",), name="strikes")

        found = state(replace(TRUCE, acts=(rockets, strikes)), utc(5, 12))

        assert found.compliance is Compliance.NO_REPORTS

    def test_one_member_of_a_side_may_leave(self) -> None:
        hamas = party("hamas", "b", end(EndType.WITHDRAWN, exact(7)), of=("palestinian-factions",))
        given = replace(TRUCE, participations=(*TRUCE.participations[:2], hamas))

        assert state(given, utc(7, 12)).status is IN_FORCE


class TestAnUndatedCollapseThatIsOnlyMentioned:
    mentioned = facts(
        known_from=utc(6),
        effective=None,
        scheduled_end=None,
        end=end(EndType.VIOLENCE, None, utc(6)),
    )

    def test_before_the_article_it_is_unknown_and_from_it_on_collapsed(self) -> None:
        found = [state(self.mentioned, at).status for at in around(utc(6))]

        assert found == [UNKNOWN, Status.COLLAPSED, Status.COLLAPSED]

    def test_nobody_says_since_when(self) -> None:
        found = state(self.mentioned, utc(7))

        assert (found.since, found.compliance) == (None, None)
        assert found.because[0].at is None


class TestNotYetKnown:
    def test_the_answer_says_so(self) -> None:
        found = derive(TRUCE, utc(6), utc(6) - TICK)

        assert (found.status, found.candidates) == (UNKNOWN, (UNKNOWN,))
        assert [reason.rule for reason in found.because] == ["not_yet_known"]
        assert (found.since, found.until, found.declared, found.next_change) == (None,) * 4
        assert (found.parties, found.assessment) == ((), None)

    def test_what_would_change_it_is_a_publication(self) -> None:
        (change,) = derive(TRUCE, utc(6), utc(5)).would_change

        assert (change.at, change.status, change.compliance) == (None, None, None)


class TestProjected:
    @pytest.mark.parametrize(
        ("at", "projected"), list(zip(around(utc(7)), [False, False, True], strict=True))
    )
    def test_an_answer_for_later_than_what_is_known_is_projected(
        self, at: datetime, projected: bool
    ) -> None:
        assert state(facts(), at, utc(7)).projected is projected


class TestDeclared:
    @pytest.mark.parametrize(
        ("declared", "at", "expected"),
        [
            (exact(4), utc(4) - TICK, False),
            (exact(4), utc(4), True),
            (on(4), utc(4) - TICK, False),
            (on(4), utc(4), None),
            (on(4), utc(5) - TICK, None),
            (on(4), utc(5), True),
            (None, utc(4), None),
        ],
    )
    def test_it_is_true_false_or_null(
        self, declared: Span | None, at: datetime, expected: bool | None
    ) -> None:
        assert state(facts(declared=declared), at).declared is expected


class TestSince:
    def test_it_is_the_start_of_the_run_that_the_instant_lies_in(self) -> None:
        paused = facts(amendments=(suspension(exact(6)), resumption(exact(7))))

        instants = [utc(4), utc(5, 12), utc(6, 12), utc(7, 12), utc(9)]
        found = [state(paused, at).since for at in instants]

        assert found == [None, utc(5), utc(6), utc(7), utc(8)]

    def test_of_an_uncertain_boundary_it_is_the_first_certain_instant(self) -> None:
        over = facts(end=end(ended=on(6)))

        assert state(over, utc(6, 12)).since == utc(6)
        assert state(over, utc(7, 12)).since == utc(7)

    def test_it_is_null_for_an_undated_end_and_before_one(self) -> None:
        over = facts(end=end(EndType.VIOLENCE, None, utc(7)))

        assert state(over, utc(6)).since is None
        assert state(over, utc(7)).since is None
        assert state(facts(end=end(EndType.NEVER_EFFECTIVE)), utc(7)).since is None

    def test_it_is_given_in_a_gap_though_an_undated_end_is_known(self) -> None:
        late = facts(
            end=end(EndType.UNCLEAR), amendments=(extension(agreed=exact(9), until=exact(12)),)
        )

        found = state(late, utc(8, 12))

        assert (found.status, found.since) == (EXPIRED, utc(8))


class TestUntil:
    def test_it_is_the_scheduled_end_as_extended(self) -> None:
        assert state(facts(), utc(6)).until == utc(8)
        extended = facts(amendments=(extension(agreed=exact(7), until=on(10)),))
        assert state(extended, utc(6)).until == utc(10)

    def test_it_is_null_where_it_is_open(self) -> None:
        assert state(facts(scheduled_end=None), utc(6)).until is None


class TestNextChange:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (utc(5) - TICK, utc(5)),
            (utc(5), utc(8)),
            (utc(8) - TICK, utc(8)),
            (utc(8), None),
        ],
    )
    def test_it_is_the_next_boundary_after_the_instant(
        self, at: datetime, expected: datetime | None
    ) -> None:
        assert state(facts(), at).next_change == expected

    def test_acts_assessments_declarations_and_parts_of_parties_count_too(self) -> None:
        gone = party("ally", "a", end(EndType.WITHDRAWN, exact(7)))
        given = facts(
            declared=on(3),
            participations=(party("north", "a"), gone, party("south", "b")),
            acts=(act(exact(6)),),
            assessments=(assessment(Assessed.HOLDING, exact(6, 12)),),
        )

        steps, at = [], utc(2)
        while found := state(given, at).next_change:
            steps.append(found)
            at = found
        assert steps == [utc(3), utc(4), utc(5), utc(6), utc(6, 12), utc(7), utc(8)]

    def test_it_does_not_tell_of_a_verification_still_to_come(self) -> None:
        verified = act(exact(6), verification=Verification.VERIFIED, verified=exact(7))
        alleged = act(exact(6))

        found, before = (
            state(facts(acts=(each,)), utc(6, 12), utc(6, 12)) for each in (verified, alleged)
        )
        assert found == before


def test_each_party_s_own_window_is_reckoned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned: list[str] = []

    def reckon(given: Facts, part: Participation) -> Window:
        reckoned.append(part.party)
        return window_of_party(given, part)

    monkeypatch.setattr("ceasefires.rules.derive.window_of_party", reckon)
    state(facts(), utc(6))

    assert reckoned == ["north", "south"]


class TestBecause:
    def status_reason(self, given: Facts, at: datetime) -> Reason:
        return state(given, at).because[0]

    def test_every_answer_names_its_rule_and_the_record_it_rests_on(self) -> None:
        reason = self.status_reason(facts(), utc(6))

        assert (reason.axis, reason.rule, reason.at) == ("status", "in_force", utc(5))
        assert reason.evidence == (
            Evidence("ceasefire", "truce", (Publication("gazette", EARLY),)),
        )

    @pytest.mark.parametrize(
        ("given", "at", "rule", "deciding"),
        [
            pytest.param(facts(), utc(4), "pending", utc(5), id="pending"),
            pytest.param(
                facts(end=end(EndType.UNCLEAR)), utc(4), "pending", utc(5), id="pending, ended"
            ),
            pytest.param(facts(), utc(9), "expired", utc(8), id="scheduled end"),
            pytest.param(facts(end=end(ended=on(6))), utc(9), "collapsed", utc(6), id="end"),
            pytest.param(facts(effective=None), utc(6), "unknown", None, id="no start"),
            pytest.param(facts(end=end(known=utc(7))), utc(6), "unknown", None, id="no end"),
            pytest.param(facts(end=end()), utc(6), "collapsed", None, id="undated end"),
            pytest.param(
                facts(end=end(EndType.NEVER_EFFECTIVE)), utc(6), "never_effective", None, id="never"
            ),
            pytest.param(
                facts(amendments=(suspension(exact(6)),)), utc(7), "suspended", utc(6), id="pause"
            ),
            pytest.param(
                facts(
                    end=end(ended=exact(11)),
                    amendments=(extension(agreed=exact(9), until=exact(12)),),
                ),
                utc(8, 12),
                "expired",
                utc(8),
                id="gap, with an end to come",
            ),
            pytest.param(facts(effective=on(5)), utc(5), "indeterminate", utc(5), id="start"),
            pytest.param(facts(end=end(ended=on(6))), utc(6), "indeterminate", utc(6), id="by end"),
            pytest.param(facts(scheduled_end=on(8)), utc(8), "indeterminate", utc(8), id="by time"),
            pytest.param(
                facts(amendments=(suspension(on(6)),)),
                utc(6, 12),
                "indeterminate",
                utc(6),
                id="by suspension",
            ),
            pytest.param(
                facts(amendments=(suspension(exact(6)), resumption(on(7)))),
                utc(7, 12),
                "indeterminate",
                utc(7),
                id="by resumption",
            ),
            pytest.param(
                facts(
                    amendments=(
                        extension(
                            agreed=Span(utc(7), utc(9)), effective=exact(10), until=exact(12)
                        ),
                    )
                ),
                utc(9),
                "indeterminate",
                utc(8),
                id="by a gap that may be none",
            ),
        ],
    )
    def test_the_instant_is_that_of_the_boundary_that_decides(
        self, given: Facts, at: datetime, rule: str, deciding: datetime | None
    ) -> None:
        reason = self.status_reason(given, at)

        assert (reason.rule, reason.at) == (rule, deciding)

    def test_an_end_rests_on_the_records_of_those_who_left(self) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, on(6)))
        given = facts(participations=(gone, party("south", "b")))

        assert self.status_reason(given, utc(7)).evidence == (gone.evidence,)
        assert gone.evidence in self.status_reason(given, utc(6)).evidence

    def test_the_amendments_that_a_status_rests_on_are_named(self) -> None:
        given = facts(
            amendments=(
                extension("longer", agreed=exact(5), until=exact(12)),
                suspension(exact(6), "halt"),
                resumption(exact(7), "again"),
            )
        )

        def named(at: datetime) -> set[str]:
            return {each.identifier for each in self.status_reason(given, at).evidence}

        assert named(utc(4)) == {"truce"}
        assert named(utc(5)) == {"truce", "longer"}
        assert named(utc(6)) == {"truce", "halt", "again"}
        assert named(utc(12)) == {"truce", "longer"}

    def test_in_a_gap_it_does_not_speak_of_an_end_still_to_come(self) -> None:
        late = facts(
            end=end(EndType.EXPIRED, exact(11)),
            amendments=(extension("late", agreed=exact(9), until=exact(12)),),
        )

        gap, over = (self.status_reason(late, at) for at in (utc(8), utc(11)))

        assert gap.text == (
            "Its scheduled end had been reached, and a late extension had not taken effect."
        )
        assert {each.identifier for each in gap.evidence} == {"truce", "late"}
        assert over.text == "Its recorded expiry had been reached."

    def test_in_force_beyond_the_scheduled_end_it_names_the_end_that_prevails(self) -> None:
        longer = facts(end=end(ended=exact(11)))

        reason = self.status_reason(longer, utc(9))

        assert (
            reason.text == "It had taken effect, and the end that is recorded had not been reached."
        )

    def test_after_a_resumption_it_is_the_resumption_that_decides(self) -> None:
        paused = facts(
            amendments=(
                suspension(exact(6), "halt"),
                resumption(exact(6, 12), "again"),
                suspension(exact(7), "halt to come"),
            )
        )

        before, after = (state(paused, at) for at in (utc(5, 12), utc(6, 18)))

        assert (before.because[0].at, after.because[0].at) == (utc(5), utc(6, 12))
        assert after.because[0].at == after.since
        assert [each.identifier for each in before.because[0].evidence] == ["truce"]
        named = [each.identifier for each in after.because[0].evidence]
        assert named == ["truce", "halt", "again"]

    def test_after_the_gap_before_a_late_extension_it_is_its_start_that_decides(self) -> None:
        late = extension("late", agreed=exact(9), effective=exact(10), until=exact(12))

        reason = self.status_reason(facts(amendments=(late,)), utc(11))

        assert (reason.rule, reason.at) == ("in_force", utc(10))
        assert [each.identifier for each in reason.evidence] == ["truce", "late"]

    def test_a_resumption_before_it_took_effect_decides_nothing(self) -> None:
        paused = facts(amendments=(suspension(exact(2)), resumption(exact(3))))

        assert self.status_reason(paused, utc(4)).at == utc(5)
        assert self.status_reason(paused, utc(6)).at == utc(5)

    def test_a_suspension_is_said_to_be_open_where_no_resumption_follows(self) -> None:
        earlier, halt, again = resumption(exact(5)), suspension(exact(6)), resumption(exact(7))

        still = self.status_reason(facts(amendments=(earlier, halt)), utc(6, 12))
        paused = self.status_reason(facts(amendments=(halt, again)), utc(6, 12))

        assert still.text == "It had been suspended, and no later resumption is recorded."
        assert paused.text == "This instant lies between a suspension and a resumption."

    @pytest.mark.parametrize(
        ("assessed", "said"),
        [(Assessed.VIOLATED, "was violated"), (Assessed.COLLAPSED, "had collapsed")],
    )
    def test_an_allegation_by_assessment_tells_what_was_said(
        self, assessed: Assessed, said: str
    ) -> None:
        reason = state(facts(assessments=(assessment(assessed, exact(6)),)), utc(7)).because[1]

        assert (reason.rule, reason.text) == (
            "alleged",
            f"The latest assessment says that it {said}; no act that counts is recorded.",
        )

    def test_compliance_names_the_fact_that_decided_and_its_own_instant(self) -> None:
        old = assessment(Assessed.HOLDING, exact(5, 12), name="wire")

        reason = state(facts(assessments=(old,)), utc(30)).because[1]

        assert (reason.axis, reason.rule, reason.at) == (
            "compliance",
            "reported_holding",
            utc(5, 12),
        )
        assert reason.evidence == (old.evidence,)

    def test_of_several_acts_the_last_is_named(self) -> None:
        acts = (act(exact(6), name="first"), act(exact(7), name="last"))

        reason = state(facts(acts=acts), utc(30)).because[1]

        assert (reason.at, reason.evidence) == (utc(7), (acts[1].evidence,))

    def test_no_reports_says_that_silence_is_not_compliance(self) -> None:
        reason = state(facts(), utc(6)).because[1]

        assert reason.text.endswith("this does not mean that it held.")
        assert (reason.at, reason.evidence) == (None, ())


class TestAssessment:
    def test_the_latest_one_up_to_the_instant_stands_beside_the_answer(self) -> None:
        old = assessment(Assessed.HOLDING, exact(6), name="old")
        new = assessment(Assessed.FRAGILE, exact(7), name="new")
        given = facts(assessments=(old, new))

        found = [state(given, at).assessment for at in (*around(utc(6)), *around(utc(7)))]

        assert found == [None, old, old, old, new, new]


class TestKnownAt:
    @pytest.mark.parametrize(
        ("given", "at"),
        [
            pytest.param(facts(end=end(known=utc(20))), utc(6), id="end"),
            pytest.param(
                facts(
                    participations=(
                        party("north", "a", end(ended=exact(5), known=utc(20))),
                        party("south", "b"),
                    )
                ),
                utc(6),
                id="end of a part",
            ),
            pytest.param(
                facts(amendments=(suspension(exact(5), known=utc(20)),)), utc(6), id="amendment"
            ),
            pytest.param(facts(acts=(act(exact(5), known=utc(20)),)), utc(6), id="act"),
            pytest.param(
                facts(assessments=(assessment(Assessed.HOLDING, exact(5), utc(20)),)),
                utc(6),
                id="assessment",
            ),
        ],
    )
    def test_a_fact_changes_the_answer_only_from_when_it_was_public(
        self, given: Facts, at: datetime
    ) -> None:
        plain = state(facts(), at, utc(19))

        assert state(given, at, utc(20) - TICK) == plain
        assert replace(state(given, at, utc(20)), projected=False) != plain


def test_a_source_published_later_is_no_source_of_an_earlier_answer() -> None:
    later = Publication("almanac", exact(7).low)
    evidence = Evidence("ceasefire", "truce", (Publication("gazette", EARLY), later))
    for known_at, sources in ((exact(6).low, ("gazette",)), (exact(7).low, ("gazette", "almanac"))):
        reason = derive(facts(evidence=evidence), exact(6).low, known_at).because[0]
        assert reason.evidence[0].sources == sources
