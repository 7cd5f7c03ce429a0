"""The SQL twin of the rules, and the triggers that keep what it derives; invariants across tables."""

from django.db import migrations

from . import _invariants, _phases, _placing, _triggers, _window

PARTS = (_invariants, _window, _phases, _placing, _triggers)


class Migration(migrations.Migration):
    dependencies = [("ceasefires", "0001_initial")]

    operations = [migrations.RunSQL(part.FORWARDS, part.BACKWARDS) for part in PARTS]
