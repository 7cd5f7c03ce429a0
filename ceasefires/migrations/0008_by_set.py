"""New rows are recorded, and loads of acts placed, by set; indexes that others cover are dropped."""

import django.db.models.deletion
from django.db import migrations, models

from . import _by_set


class Migration(migrations.Migration):
    dependencies = [("ceasefires", "0007_notifications")]

    operations = [
        migrations.RunSQL(_by_set.FORWARDS, _by_set.BACKWARDS),
        migrations.AlterField(
            model_name='violation',
            name='attributed_to',
            field=models.ForeignKey(blank=True, db_index=False, help_text='Who is said to have done it; empty: nobody is named.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='violations', to='ceasefires.party'),
        ),
        migrations.AlterField(
            model_name='violation',
            name='ceasefire',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='violations', to='ceasefires.ceasefire'),
        ),
    ]
