"""Where an act's figures come from; answers kept for retries."""

import ceasefires.choices
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from . import _history

# Until now nothing followed: figures that are not just what its reports give were set for the act.
FIGURES = "killed_low, killed_best, killed_high, injured_low, injured_best, injured_high"
OF_REPORT = ", ".join(f"report.{each}" for each in FIGURES.split(", "))
OF_ACT = ", ".join(f"act.{each}" for each in FIGURES.split(", "))
SET_BY_HAND = f"""
UPDATE ceasefires_violation act SET figures_basis = 'set'
WHERE num_nonnulls({OF_ACT}) > 0 AND (
    SELECT count(*) = 0 OR bool_or(({OF_REPORT}) IS DISTINCT FROM ({OF_ACT}))
    FROM ceasefires_report report
    WHERE report.violation_id = act.id AND num_nonnulls({OF_REPORT}) > 0)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ceasefires', '0004_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255)),
                ('request', models.CharField(help_text='A digest of what was asked.', max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('headers', models.JSONField()),
                ('body', models.BinaryField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='violation',
            name='figures_basis',
            field=models.CharField(choices=ceasefires.choices.FiguresBasis.choices, default='reported', help_text='Whether killed and injured follow the reports, or were set.', max_length=40),
        ),
        migrations.RunSQL(SET_BY_HAND, migrations.RunSQL.noop),
        migrations.RunSQL(
            _history.anew("violation", "figures_basis"), _history.anew("violation", "")
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.CheckConstraint(condition=models.Q(('figures_basis', ''), _negated=True), name='violation_figures_basis_filled', violation_error_message='figures_basis: must not be empty.'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.CheckConstraint(condition=models.Q(('figures_basis__in', ['', 'reported', 'set'])), name='violation_figures_basis_vocabulary', violation_error_message='figures_basis: not a value of its vocabulary.'),
        ),
        migrations.AddField(
            model_name='answer',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(models.F('at'), name='answer_at'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('user', 'key'), name='answer_unique'),
        ),
    ]
