"""The fixture as a file: cited throughout, in words of its own, harmless to load again."""

import json
import re
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from ceasefires.models import CLAIMS, Ceasefire, Conflict, NegotiationRound, Participation

FIXTURE = settings.BASE_DIR / "fixtures" / "gaza_2014.json"
ARTICLE = settings.BASE_DIR.parent / "shared" / "seed" / "article.txt"
PARAGRAPHS = 24
KNOWN_BY_SLUG = {
    "source": {"al-jazeera-2014-08-06"},
    "conflict": {"gaza-2014"},
    "party": {
        "egypt",
        "hamas",
        "international-criminal-court",
        "israel",
        "palestinian-authority",
        "palestinian-factions",
        "united-nations",
    },
    "ceasefire": {
        "gaza-2014-08-04-7h",
        "gaza-2014-08-05-72h",
        "gaza-2014-earlier-1",
        "gaza-2014-earlier-2",
        "gaza-2014-earlier-3",
    },
    "negotiationround": {"cairo-2014-08-06"},
}
CITED = {
    "conflict": Conflict,
    "ceasefire": Ceasefire,
    "participation": Participation,
    "negotiation_round": NegotiationRound,
}

records = json.loads(FIXTURE.read_text(encoding="utf-8"))
needs_article = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not at hand")


def of_model(name):
    return [each["fields"] for each in records if each["model"] == f"ceasefires.{name}"]


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", ""))


def natural_key(fields):
    """Of an entity its slug; of a participation whose it is, in what."""
    if "slug" in fields:
        return (fields["slug"],)
    return (*fields["ceasefire"], *fields["party"], fields["role"])


def runs(text, length):
    """Every run of so many words."""
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def texts():
    """Every text of the fixture, each by itself."""
    fields = (each["fields"] for each in records)
    return [value for each in fields for value in each.values() if isinstance(value, str)]


def written(length):
    return set().union(*(runs(each, length) for each in texts()))


@needs_article
def test_no_eight_consecutive_words_of_the_article_are_copied():
    assert written(8) & runs(ARTICLE.read_text(encoding="utf-8"), 8) == set()


@needs_article
def test_no_words_that_the_article_quotes_are_copied():
    quotes = re.findall(r'"([^"]+)"', ARTICLE.read_text(encoding="utf-8"))
    assert quotes
    for quote in quotes:
        length = min(len(words(quote)), 3)
        assert written(length) & runs(quote, length) == set()


def test_nothing_is_put_in_quotation_marks():
    assert [each for each in texts() if re.search('["“”„«»‘]', each)] == []


@pytest.mark.parametrize("model", KNOWN_BY_SLUG)
def test_public_identifiers_are_those_agreed(model):
    assert {each["slug"] for each in of_model(model)} == KNOWN_BY_SLUG[model]


def test_identifiers_without_slug_are_uuids_of_version_7_each_used_once():
    identifiers = [each["pk"] for each in records if "pk" in each]
    assert {UUID(each).version for each in identifiers} == {7}
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("model", [*(each._meta.model_name for each in CLAIMS), "citation"])
def test_every_claim_and_citation_has_its_source_and_a_paragraph_of_it(model):
    for each in of_model(model):
        assert each["source"] == ["al-jazeera-2014-08-06"]
        numbers = re.findall(r"paragraph (\d+)", each["locator"])
        assert numbers
        assert all(1 <= int(number) <= PARAGRAPHS for number in numbers)


@pytest.mark.parametrize("model", CITED)
def test_every_record_that_can_be_cited_is_with_the_fields_supported(model):
    target = CITED[model]._meta.model_name
    cited = [each for each in of_model("citation") if model in each]
    assert {tuple(each[model]) for each in cited} == set(map(natural_key, of_model(target)))
    assert all(each["fields"] for each in cited)
    assert {name for each in cited for name in each["fields"]} <= names_of(CITED[model])


def names_of(model):
    """A model's fields, a fuzzy instant by its one name."""
    names = {field.name for field in model._meta.get_fields()}
    return names | {name.removesuffix("_at") for name in names}


def stored():
    """Every row, but for when it was last written; and ``Phase``, which is derived."""
    models = (each for each in apps.get_app_config("ceasefires").get_models())
    rows = {each.__name__: list(each._base_manager.order_by("pk").values()) for each in models}
    del rows["Phase"]
    return {
        name: [{key: value for key, value in row.items() if key != "updated"} for row in found]
        for name, found in rows.items()
    }


@pytest.mark.django_db
def test_loading_the_fixture_twice_changes_nothing():
    call_command("loaddata", "gaza_2014", verbosity=0)
    once = stored()
    call_command("loaddata", "gaza_2014", verbosity=0)
    assert stored() == once
