"""Stamps and the feed tell of the same changes."""

from django.db import migrations

from . import _telling


class Migration(migrations.Migration):
    dependencies = [("ceasefires", "0005_writes")]

    operations = [migrations.RunSQL(_telling.FORWARDS, _telling.BACKWARDS)]
