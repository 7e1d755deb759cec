from django.db import migrations, models

ADOPTED = """
UPDATE suggestions_addressee AS own SET adopts = TRUE
FROM suggestions_reply AS newest
WHERE newest.addressee_id = own.id AND newest.replied_on IS NOT NULL
  AND newest.round = (SELECT max(each.round) FROM suggestions_reply AS each
                      WHERE each.addressee_id = own.id AND each.replied_on IS NOT NULL)
  AND EXISTS (SELECT 1 FROM suggestions_replyitem AS item
              WHERE item.reply_id = newest.id AND item.response IN ('adopted', 'partly'));
"""
"""What the figures asked of every answer anew stands with the addressee."""


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0010_taken_over")]

    operations = [
        migrations.AddField(
            model_name="addressee",
            name="adopts",
            field=models.BooleanField(default=False, verbose_name="采纳"),
        ),
        migrations.RunSQL(ADOPTED, migrations.RunSQL.noop),
    ]
