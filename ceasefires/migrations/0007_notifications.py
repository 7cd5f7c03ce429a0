"""Whoever listens is told of changes as they are committed."""

from django.db import migrations

from . import _notifications


class Migration(migrations.Migration):
    dependencies = [("ceasefires", "0006_telling")]

    operations = [migrations.RunSQL(_notifications.FORWARDS, _notifications.BACKWARDS)]
