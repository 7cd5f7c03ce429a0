"""Two rows of each resource, ``one`` and ``two``, that every filter can tell apart."""

from collections.abc import Callable
from typing import Any

from tests import factories as make
from tests.factories import exactly, instant

ONE, TWO = "01914e3e-0000-7000-8000-000000000001", "01914e3e-0000-7000-8000-000000000002"
EARLY, LATE = "2014-08-01T00:00Z", "2014-08-03T00:00Z"


def conflicts() -> None:
    make.make_conflict(
        slug="one", name="Alpha", started=exactly(EARLY), ended=exactly("2014-08-02T00:00Z")
    )
    make.make_conflict(slug="two", name="Beta", started=exactly(LATE))


def parties() -> None:
    for each in ("one", "two"):
        make.make_party(slug=f"{each}-x", kind="coalition")
    of = {each.slug: each for each in make.Party.objects.all()}
    make.make_party(slug="one", name="Alpha", kind="state", member_of=of["one-x"])
    make.make_party(slug="two", name="Beta", kind="other_organisation", member_of=of["two-x"])


def sources() -> None:
    make.make_source(slug="one", publisher="Alpha Wire", published=exactly(EARLY))
    make.make_source(slug="two", publisher="Beta Wire", published=exactly(LATE))


def rounds() -> None:
    for each, city, when, mode, outcome in (
        ("one", "Alpha", EARLY, "direct", "agreement"),
        ("two", "Beta", LATE, "shuttle", "suspended"),
    ):
        conflict = make.make_conflict(slug=f"{each}-x")
        sitting = make.make_round(
            slug=each, conflict=conflict, city=city, started=exactly(when), mode=mode
        )
        make.NegotiationRound.objects.filter(pk=sitting.pk).update(outcome=outcome)
        sitting.ceasefires.add(make.make_ceasefire(slug=f"{each}-x", conflict=conflict))
        present, mediator = (make.make_party(slug=f"{each}-{part}") for part in "xm")
        make.make_delegation(negotiation_round=sitting, party=present)
        make.make_delegation(negotiation_round=sitting, party=mediator, role="mediator")


def ceasefires() -> None:
    _one_ceasefire()
    _two_ceasefire()
    for each in ("one", "two"):
        mediator = make.make_party(slug=f"{each}-m")
        truce = make.Ceasefire.objects.get(slug=each)
        make.make_participation(ceasefire=truce, party=mediator, role="mediator")


def _one_ceasefire() -> None:
    conflict = make.make_conflict(slug="one-x")
    truce = make.make_ceasefire(
        slug="one",
        name="Alpha",
        conflict=conflict,
        effective=exactly("2014-08-01T12:00Z"),
        declaration="unilateral",
        ceasefire_class="definitive",
        purposes=["holiday"],
        scope="full",
        known_from=instant(EARLY),
        follows=make.make_ceasefire(slug="one-x", conflict=conflict),
        follows_as="extends",
    )
    coalition = make.make_party(slug="one-coalition", kind="coalition")
    party = make.make_party(slug="one-x", member_of=coalition)
    make.make_participation(ceasefire=truce, party=party)


def _two_ceasefire() -> None:
    conflict = make.make_conflict(slug="two-x")
    truce = make.make_ceasefire(
        slug="two",
        name="Beta",
        conflict=conflict,
        effective=exactly(LATE),
        scheduled_end=exactly("2014-08-05T00:00Z"),
        declaration="bilateral",
        ceasefire_class="unknown",
        purposes=["election", "other"],
        scope="partial",
        known_from=instant(EARLY),
        follows=make.make_ceasefire(slug="two-x", conflict=conflict),
        follows_as="extends",
    )
    make.make_participation(ceasefire=truce, party=make.make_party(slug="two-x"), role="guarantor")
    make.make_violation(ceasefire=truce, occurred=exactly("2014-08-04T00:00Z"))


def violations() -> None:
    when = {"one": "2014-08-01", "two": "2014-08-03"}
    _act("one", ONE, when["one"], kind="grenade", description="alpha", geo_precision="near")
    _act("two", TWO, when["two"], kind="abduction", description="beta", geo_precision="exact")


def _act(each: str, pk: str, day: str, **given: Any) -> None:
    """``one`` is an act before the truce, by a party that is not bound; ``two`` is neither."""
    one, number = each == "one", 1 if each == "one" else 3
    truce = make.make_ceasefire(
        slug=f"{each}-x",
        conflict=make.make_conflict(slug=f"{each}-x"),
        effective=exactly("2014-08-02T00:00Z"),
    )
    coalition = make.make_party(slug=f"{each}-coalition", kind="coalition")
    author = make.make_party(slug=f"{each}-x", member_of=coalition)
    make.make_participation(ceasefire=truce, **({} if one else {"party": author}))
    act = make.make_violation(
        id=pk,
        ceasefire=truce,
        attributed_to=author,
        verification="alleged" if one else "under_investigation",
        occurred=exactly(f"{day}T00:00Z"),
        first_reported=instant(f"{day}T01:00Z"),
        killed=(None, number, None),
        injured=(None, number, None),
        latitude=1,
        longitude=10 * number,
        event=f"event-{each}",
        **given,
    )
    make.make_report(violation=act, source=make.make_source(slug=f"{each}-x"))


def claims(maker: Callable[..., Any], **pairs: tuple[Any, Any]) -> Callable[[], None]:
    """Makes two claims that differ in all that claims share, and in ``pairs``."""

    def rows() -> None:
        for index, (pk, each, name, day) in enumerate(
            ((ONE, "one", "Alpha", EARLY), (TWO, "two", "Beta", LATE))
        ):
            given = {key: pair[index] for key, pair in pairs.items()}
            maker(
                id=pk,
                source=make.make_source(slug=f"{each}-x"),
                claimant=name,
                known_from=instant(day),
                qualifier=("exact", "at_most")[index],
                certainty=("stated", "hedged")[index],
                **{key: value() if callable(value) else value for key, value in given.items()},
            )

    return rows


def slugged(maker: Callable[..., Any]) -> tuple[Any, Any]:
    """Makers of two records, one-x and two-x."""
    return (lambda: maker(slug="one-x"), lambda: maker(slug="two-x"))


ACT_ONE, ACT_TWO = (f"01914e3e-0000-7000-8000-00000000000{number}" for number in "56")


def acts() -> tuple[Any, Any]:
    return (lambda: make.make_violation(id=ACT_ONE), lambda: make.make_violation(id=ACT_TWO))


def make_ceasefire_of_own_conflict(slug: str) -> Any:
    return make.make_ceasefire(slug=slug, conflict=make.make_conflict(slug=slug))


def conflicts_of_ceasefires() -> tuple[Any, Any]:
    """The conflicts that ``make_ceasefire_of_own_conflict`` made."""
    of = make.Conflict.objects
    return (lambda: of.get(slug="one-x"), lambda: of.get(slug="two-x"))
