"""Whatever is written, by whichever way, any page is as Django gives it."""

import re

import pytest
from django.apps import apps

from ceasefires.api.views.meta import RESOURCE_MODELS
from tests.api.role_table import TABLE
from tests.api.test_query_counts import add_everything
from tests.random_writes import Nothing, RandomWrites

from .asking import fresh

# What is settled of the feed depends on whatever else runs on the server.
READ = [path for path in TABLE if TABLE[path]["GET"] == 200 and not path.startswith("changes")]
FILTERED = ["violations", "assessments", "amendments", "codings", "terms", "statements"]
OF_ONE = [f"{resource}/?ceasefire={{slug}}" for resource in FILTERED]
TURNS, AT_ONCE = 25, 6


@pytest.mark.parametrize("seed", range(2))
def test_any_page_is_that_of_django_after_any_write(askers, seed):
    several, writes = [askers(), askers()], RandomWrites(seed)
    add_everything(1)
    for _ in range(TURNS):
        paths = [addressed(path, writes) for path in writes.random.sample(READ + OF_ONE, AT_ONCE)]
        for asker in several:
            fresh(asker, *paths)
        writes.write()
        for asker in several:
            fresh(asker, *paths)


def addressed(path, writes):
    """One of what a path stands for; where there is none, nobody."""
    resource = "ceasefires" if path in OF_ONE else path.partition("/")[0]
    if "{" not in path:
        return path
    try:
        record = writes.any(apps.get_model("ceasefires", RESOURCE_MODELS[resource]))
    except Nothing:
        return path.format(slug="nobody", id="01914e3e-0000-7000-8000-000000000000")
    return re.sub(r"{(slug|id)}", lambda name: str(getattr(record, name[1])), path)
