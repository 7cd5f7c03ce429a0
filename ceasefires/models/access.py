"""What is private: who logged a record, and the tokens by which programs write. No API shows it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken
from knox.settings import CONSTANTS

from . import constraints
from .claims import Report
from .violation import Violation


class Authorship(models.Model):
    """Who logged a violation or a report; nobody, once that user is deleted.

    The database itself deletes it with its record, whichever way that is deleted.
    """

    violation = models.OneToOneField(
        Violation, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    report = models.OneToOneField(
        Report, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            constraints.check(
                "authorship_one_record",
                Q(violation__isnull=True) ^ Q(report__isnull=True),
                "An authorship is of one violation or of one report.",
            )
        ]

    def __str__(self) -> str:
        return f"authorship of {self.violation_id or self.report_id}"


class Token(AbstractAuthToken):
    """A bearer token, of which only a digest is kept. It can do what its user can."""

    # knox makes the digest the key, which the admin would show in its addresses.
    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return f"{self.token_key}…, of {self.user}"
