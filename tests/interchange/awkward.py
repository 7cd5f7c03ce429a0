"""Records of every table of the dataset, with the values that are hardest to write and to read."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from ceasefires.choices import EndType, Precision, Verification
from ceasefires.models import Assessment, Ceasefire, Party, Source
from ceasefires.models.fields import FuzzyInstant, ImportedFile
from tests import factories as make
from tests.factories import exactly, instant, on_day

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
TEXTS = [
    *FORMULAS,
    "'=1+1",
    "'' quoted '",
    'a "quoted", text; with a \\ and a \\n',
    "lines\nthat\r\nbreak\rdifferently",
    "\\.",
    "NULL",
    "null",
    "''",
    " blanks around ",
    "🕊️ e\u0301 הפסקת אש الهدنة 停火",
    "\ufefffrom a byte order mark to \u2028 and \x85",
    "\x01\x02\x1b\x7f",
    '{"json": [1, null]}',
    "%s %(name)s {0} $1 <b>",
    "x" * 5000,
]
PAST = instant("2014-08-20T00:00Z")
EXACT = instant("2014-08-04T01:02:03.000456Z")


def make_everything() -> None:
    parties = _parties()
    sources = _sources()
    truces = _ceasefires(sources)
    _participations(truces, parties, sources)
    _rounds(truces, parties, sources)
    _acts(truces, parties, sources)
    _claims(truces, parties, sources)


def _parties() -> list[Party]:
    """Members before, and after, what they are members of."""
    top = make.make_party(slug="m-union", kind="intergovernmental_organisation")
    coalition = make.make_party(slug="z-coalition", kind="coalition", member_of=top)
    member = make.make_party(
        slug="a-member", name='=Group "A", É', member_of=coalition, ucdp_id="7"
    )
    return [member, coalition, make.make_party(slug="state", kind="state", member_of=top)]


def _sources() -> list[Source]:
    undated = make.make_source(
        slug="undated", published=FuzzyInstant(), accessed=EXACT, title="=A title", licence="CC"
    )
    imported = make.make_source(
        slug="imported",
        link="https://example.org/?a=1&b=%20",
        published=FuzzyInstant(instant("2014-01-01T00:00Z"), "year"),
        dataset="table",
        file=ImportedFile("=file.csv", "0f" * 32, *range(7)),
    )
    return [undated, imported]


def _ceasefires(sources: list[Source]) -> list[Ceasefire]:
    """One for each precision, each following the one before, the last known by its sources."""
    conflict = make.make_conflict(slug="war", name="-War", ended=on_day("2014-08-26T21:00Z"))
    make.make_conflict(slug="calm", started=FuzzyInstant(), ucdp_id="1", time_zone="Asia/Kathmandu")
    make.make_citation(conflict=conflict, source=sources[0], fields=["name", "started"])
    truces: list[Ceasefire] = []
    for number, precision in enumerate(Precision):
        known = precision is not Precision.UNKNOWN
        follows = {"follows": truces[-1], "follows_as": "extends"} if truces else {}
        truce = make.make_ceasefire(
            slug=f"truce-{9 - number}",
            conflict=conflict,
            declared=FuzzyInstant(EXACT if known else None, precision.value),
            effective=exactly("2014-08-05T05:00Z") if known else FuzzyInstant(),
            scheduled_end=FuzzyInstant(),
            planned_duration=timedelta(hours=72 * number, seconds=1.5) if number else None,
            purposes=["humanitarian", "holiday"][:number],
            ethprio_id=str(number),
            known_from=EXACT if number % 2 else None,
            time_zone=["Africa/Cairo", "America/St_Johns"][number % 2],
            **follows,
        )
        truces.append(truce)
        make.make_citation(ceasefire=truce, source=sources[number % 2], locator='page "1", =1')
    Ceasefire.objects.filter(pk=truces[1].pk).update(
        ended_at=PAST, ended_precision="hour", end_type="violence", ended_known_from=PAST
    )
    return truces


def _participations(truces: list[Ceasefire], parties: list[Party], sources: list[Source]) -> None:
    for number, end_type in enumerate(["", *(each.value for each in EndType)]):
        part = make.make_participation(
            ceasefire=truces[number % len(truces)],
            party=parties[number % 2],
            role="declaring" if number < 7 else "monitor",
            side="ab"[number % 2] if number < 7 else "",
            end_type=end_type,
            ended=on_day("2014-08-15T21:00Z") if end_type and number % 2 else FuzzyInstant(),
            ended_known_from=PAST if end_type else None,
        )
        make.make_citation(participation=part, source=sources[1], fields=["ended", "end_type"])
    make.make_participation(ceasefire=truces[0], party=parties[0], role="mediator")


def _rounds(truces: list[Ceasefire], parties: list[Party], sources: list[Source]) -> None:
    sitting = make.make_round(
        slug="talks",
        conflict=truces[0].conflict,
        number=0,
        aim=TEXTS[7],
        known_from=None,
        time_zone="Africa/Cairo",
        started=FuzzyInstant(instant("2014-08-03T22:00Z"), "week"),
    )
    sitting.ceasefires.set(truces[:3])
    make.make_round(slug="more-talks", conflict=truces[0].conflict, time_zone="UTC")
    make.make_citation(negotiation_round=sitting, source=sources[0])
    for party, size in ((parties[2], "small"), (parties[0], "=12")):
        make.make_delegation(negotiation_round=sitting, party=party, size=size)
    make.make_delegation(negotiation_round=sitting, party=parties[0], role="mediator")
    make.make_demand(negotiation_round=sitting, source=sources[1], party=parties[0])
    make.make_demand(negotiation_round=sitting, source=sources[1])


def _acts(truces: list[Ceasefire], parties: list[Party], sources: list[Source]) -> None:
    for number, text in enumerate(TEXTS):
        make.make_violation(
            ceasefire=truces[number % 3],
            attributed_to=[None, *parties][number % 4],
            description=text,
            place_name=text[:200],
            event="shared" if number < 3 else "",
            latitude=[None, "-31.5", "0", "89.999999"][number % 4],
            longitude=[None, "-0.25", "0", "179.000001"][number % 4],
            quantity=(number, "at_least", "=rockets") if number % 2 else (None, "", ""),
            killed=(0, None, number) if number % 3 else (None, None, None),
            injured=(None, 2**31 - 1, None) if number % 5 == 0 else (None, 0, None),
            figures_basis="set" if number % 2 else "reported",
            first_reported=EXACT,
            occurred=FuzzyInstant(PAST, "month") if number % 2 else FuzzyInstant(),
        )
    for number, verification in enumerate(Verification):
        reached = verification.value in ("verified", "unfounded", "inconclusive")
        act = make.make_violation(
            ceasefire=truces[0],
            attributed_to=parties[0],
            verification=verification.value,
            verified=on_day("2014-08-09T21:00Z") if reached else FuzzyInstant(),
            response=["denied", "admitted"][number % 2],
            occurred=on_day("2014-08-04T22:00Z"),
        )
        for source, relation in zip(sources, ("before", ""), strict=True):
            make.make_report(
                violation=act,
                source=source,
                stated_relation=relation,
                attributed_to=parties[number % 3],
                quantity=(5, "at_least", "air strikes"),
                known_from=EXACT,
            )


def _claims(truces: list[Ceasefire], parties: list[Party], sources: list[Source]) -> None:
    first, second = truces[:2]
    for text in TEXTS:
        about = {"ceasefire": first, "source": sources[0]}
        make.make_coding(**about, field="scope", value=text[:500], claimant=text[:200])
        make.make_statement(**about, summary=text[:2000], made=FuzzyInstant(EXACT, "day"))
    make.make_statement(conflict=first.conflict, party=parties[1], source=sources[1])
    make.make_term(ceasefire=first, party=parties[0], qualifier="at_most", certainty="hedged")
    make.make_term(ceasefire=second, known_from=PAST)
    make.make_toll(conflict=first.conflict, value=2**62, as_of=FuzzyInstant(PAST, "year"))
    make.make_toll(conflict=first.conflict, value=0)
    make.make_amendment(ceasefire=first, agreed=exactly("2014-08-07T00:00Z"))
    for kind, day in (("suspension", "06"), ("resumption", "07")):
        make.make_amendment(ceasefire=second, kind=kind, effective=exactly(f"2014-08-{day}T00:00Z"))
    make.make_assessment(ceasefire=first, assessed="fragile", source=sources[1])
    undated = make.make_assessment(ceasefire=second, assessed="collapsed", source=sources[1])
    # As where its source was undated when it was made.
    Assessment.objects.filter(pk=undated.pk).update(
        assessed_at_at=None, assessed_at_precision="unknown"
    )


def exported(folder: Path, **options: bool) -> Path:
    call_command("export", folder, stdout=StringIO(), stderr=StringIO(), **options)
    return folder


def imported(folder: Path, **options: object) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("import", "dataset", folder, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def emptied() -> None:
    """As after ``migrate`` alone."""
    call_command("flush", interactive=False, verbosity=0)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file there, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
