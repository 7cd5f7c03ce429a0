"""The SQL twin of the rules, and the triggers that keep what it derives."""

from django.db import migrations

from . import _phases, _placing, _triggers, _window

PARTS = (_window, _phases, _placing, _triggers)


class Migration(migrations.Migration):
    dependencies = [("ceasefires", "0001_initial")]

    operations = [migrations.RunSQL(part.FORWARDS, part.BACKWARDS) for part in PARTS]
