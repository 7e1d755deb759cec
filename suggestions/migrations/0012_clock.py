import django.db.models.deletion
from django.db import migrations, models

CLOCKS = """
UPDATE suggestions_addressee AS own SET clock_id = clock.id
FROM liaison_deadline AS clock
  JOIN liaison_deadlinerule AS rule ON rule.id = clock.rule_id
  JOIN django_content_type AS kind ON kind.id = clock.content_type_id
WHERE kind.app_label = 'suggestions' AND kind.model = 'judicialsuggestion'
  AND clock.object_id = own.matter_id AND clock.ref = 'unit:' || own.unit_id
  AND own.served_on IS NOT NULL
  AND rule.code IN ('suggestion.governance', 'suggestion.other',
                    'suggestion.normative_reply', 'suggestion.earlier');
"""
"""The period that service started stands with the addressee: figures need not look for it."""


class Migration(migrations.Migration):
    dependencies = [("liaison", "0015_bigrams"), ("suggestions", "0011_adopts")]

    operations = [
        migrations.AddField(
            model_name="addressee",
            name="clock",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="liaison.deadline",
                verbose_name="答复期限",
            ),
        ),
        migrations.RunSQL(CLOCKS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="judicialsuggestion",
            index=models.Index(
                fields=["id"],
                include=(
                    *("initiator", "recipient", "coordinator", "proposer"),
                    *("kind", "field_of_work", "signed_on"),
                ),
                name="judicialsuggestion_counted",
            ),
        ),
    ]
