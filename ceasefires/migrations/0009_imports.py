"""Files that were imported, as sources; an event once in each ceasefire."""
from django.db import migrations, models

from . import _history


class Migration(migrations.Migration):

    dependencies = [
        ('ceasefires', '0008_by_set'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='dataset',
            field=models.CharField(blank=True, editable=False, help_text='The format that it was imported as; empty: it was not imported.', max_length=40),
        ),
        migrations.AddField(
            model_name='source',
            name='file_created',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many records they made.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='file_name',
            field=models.CharField(blank=True, editable=False, help_text='The name of the file imported.', max_length=255),
        ),
        migrations.AddField(
            model_name='source',
            name='file_read',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many rows were read.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='file_refused',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many rows were refused.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='file_sha256',
            field=models.CharField(blank=True, editable=False, help_text='The SHA-256 of its bytes.', max_length=64),
        ),
        migrations.AddField(
            model_name='source',
            name='file_unchanged',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many records already said the same.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='file_unmatched',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many rows met no ceasefire.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='file_updated',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many records they changed.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='file_withdrawn',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many records were withdrawn, as no row tells of them any more.', null=True),
        ),
        migrations.RunSQL(
            _history.anew("source", _history.LATER["source"]), _history.anew("source", "")
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dataset', ''), ('file_created__isnull', True), ('file_name', ''), ('file_read__isnull', True), ('file_refused__isnull', True), ('file_sha256', ''), ('file_unchanged__isnull', True), ('file_unmatched__isnull', True), ('file_updated__isnull', True), ('file_withdrawn__isnull', True)), models.Q(models.Q(('dataset', ''), _negated=True), models.Q(('file_name', ''), _negated=True), models.Q(('file_sha256', ''), _negated=True), ('file_created__isnull', False), ('file_read__isnull', False), ('file_refused__isnull', False), ('file_unchanged__isnull', False), ('file_unmatched__isnull', False), ('file_updated__isnull', False), ('file_withdrawn__isnull', False)), _connector='OR'), name='source_file_whole', violation_error_message='file: an imported source has a dataset and a whole file; no other has any of it.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('file_sha256', ''), ('file_sha256__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='source_file_sha256_form', violation_error_message='file_sha256: 64 hexadecimal digits.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(condition=models.Q(('dataset', ''), _negated=True), fields=('dataset', 'file_sha256'), name='source_file_unique'),
        ),
        # It finds events too.
        migrations.RemoveIndex(model_name='violation', name='violation_event'),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.UniqueConstraint(condition=models.Q(('event', ''), _negated=True), fields=('event', 'ceasefire'), name='violation_event_unique'),
        ),
    ]
