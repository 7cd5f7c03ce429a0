"""Answers to writes, kept so that a retry gets the first one again."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Answer(models.Model):
    """What was answered to a user's write that bore an Idempotency-Key, stored along with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64, help_text="A digest of what was asked.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_unique")]
        indexes = [models.Index("at", name="answer_at")]

    def __str__(self) -> str:
        return f"{self.status}, {self.at:%Y-%m-%d %H:%M} UTC"
