"""What the database keeps of every change."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ceasefires.querysets import VersionQuerySet


class TransactionNumber(models.Field):
    """A transaction's number, which never wraps round."""

    def db_type(self, connection) -> str:
        return "xid8"


class Version(models.Model):
    """One change of one row, as an object of the API has changed by it.

    Written by database triggers alone and never rewritten. ``part`` names the field of the object
    in which the row is shown; it is empty for the object's own row. Who wrote it is for editors.
    """

    id = models.BigAutoField(primary_key=True)
    generation = models.IntegerField(help_text="Of the cluster that numbered the transaction.")
    transaction = TransactionNumber()
    at = models.DateTimeField(help_text="When it was written.")
    resource = models.TextField(help_text="Of the object, as the API calls it.")
    object = models.TextField(  # noqa: DJ001
        null=True,
        help_text="The object's public identifier; null of a part that was written before it.",
    )
    owner = models.TextField(help_text="The object's primary key.")
    part = models.TextField(help_text="In which of the object's fields the row is shown.")
    record = models.TextField(help_text="The row's table.")
    pk_of_row = models.TextField(db_column="pk", help_text="The row's primary key.")
    about = models.TextField(null=True, help_text="Primary key of what the row is about.")  # noqa: DJ001
    action = models.TextField(help_text="What happened to the row: created, updated or deleted.")
    row = models.JSONField(help_text="The row afterwards; of a deleted one, before.")
    changed = ArrayField(models.TextField(), help_text="The object's fields that have changed.")
    reason = models.TextField(help_text="Why, in the words of who wrote it; public.")
    editor = models.BigIntegerField(null=True, help_text="The user who wrote it; never public.")
    request_id = models.TextField(help_text="The request that wrote it.")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.resource}/{self.object} {self.action}"
