"""The ceasefires application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CeasefiresConfig(AppConfig):
    name = "ceasefires"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .roles import set_permissions

        post_migrate.connect(set_permissions, sender=self)
