"""Where an act's figures come from; answers kept for retries."""

import ceasefires.choices
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from . import _history

# Figures of an act that no report gives were set for the act itself. What differs otherwise is
# left to follow the reports from their next change on.
SET_BY_HAND = """
UPDATE ceasefires_violation act SET figures_basis = 'set'
WHERE num_nonnulls(killed_low, killed_best, killed_high,
                   injured_low, injured_best, injured_high) > 0
    AND NOT EXISTS (
        SELECT FROM ceasefires_report report WHERE report.violation_id = act.id
            AND num_nonnulls(report.killed_low, report.killed_best, report.killed_high,
                             report.injured_low, report.injured_best, report.injured_high) > 0)
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
