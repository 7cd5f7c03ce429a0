"""History of every record, kept by triggers, beginning with what is there."""

import django.contrib.postgres.fields
from django.db import migrations, models

import ceasefires.models.version

from . import _history


class Migration(migrations.Migration):
    dependencies = [("ceasefires", "0003_roles")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(_history.FORWARDS, _history.BACKWARDS)],
            [
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('generation', models.IntegerField(help_text='Of the cluster that numbered the transaction.')),
                        ('transaction', ceasefires.models.version.TransactionNumber()),
                        ('at', models.DateTimeField(help_text='When it was written.')),
                        ('resource', models.TextField(help_text='Of the object, as the API calls it.')),
                        ('object', models.TextField(help_text="The object's public identifier; null of a part that was written before it.", null=True)),
                        ('owner', models.TextField(help_text="The object's primary key.")),
                        ('part', models.TextField(help_text="In which of the object's fields the row is shown.")),
                        ('record', models.TextField(help_text="The row's table.")),
                        ('pk_of_row', models.TextField(db_column='pk', help_text="The row's primary key.")),
                        ('about', models.TextField(help_text='Primary key of what the row is about.', null=True)),
                        ('action', models.TextField(help_text='What happened to the row: created, updated or deleted.')),
                        ('row', models.JSONField(help_text='The row afterwards; of a deleted one, before.')),
                        ('changed', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text="The object's fields that have changed.", size=None)),
                        ('reason', models.TextField(help_text='Why, in the words of who wrote it; public.')),
                        ('editor', models.BigIntegerField(help_text='The user who wrote it; never public.', null=True)),
                        ('request_id', models.TextField(help_text='The request that wrote it.')),
                    ],
                    options={
                        'ordering': ['id'],
                        'default_permissions': (),
                    },
                ),
            ],
        ),
    ]
