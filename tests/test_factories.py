"""Every factory makes a valid record."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

MAKERS = [name for name in dir(factories) if name.startswith("make_") and name != "make_citation"]


@pytest.mark.parametrize("maker", MAKERS)
def test_a_factory_makes_valid_records_again_and_again(maker):
    for _ in range(2):
        getattr(factories, maker)().full_clean()


def test_a_citation_supports_what_it_is_given():
    ceasefire = factories.make_ceasefire(known_from=None)
    assert factories.make_citation(ceasefire=ceasefire) in ceasefire.citations.all()


def test_the_default_act_lies_in_the_window_of_the_default_ceasefire():
    assert factories.make_violation().relation == "during"
