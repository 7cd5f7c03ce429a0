"""The ceasefires application."""

from django.apps import AppConfig


class CeasefiresConfig(AppConfig):
    name = "ceasefires"
    default_auto_field = "django.db.models.BigAutoField"
