"""Seal the personal data that are there, and make rows of the agents who were mere names."""

from django.db import migrations

from liaison.sealing import digest, seal, unseal

BATCH = 1000


def rows_of(cursor):
    """Yield (id, number, telephone) as they stand: the model would try to open them."""
    last = 0
    while True:
        cursor.execute(
            "SELECT id, id_number, phone FROM disputes_party WHERE id > %s ORDER BY id LIMIT %s",
            [last, BATCH],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def seal_what_is_there(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for rows in rows_of(cursor):
            cursor.executemany(
                "UPDATE disputes_party SET id_number = %s, id_digest = %s, phone = %s WHERE id = %s",
                [(seal(number), digest(number), seal(phone), pk) for pk, number, phone in rows],
            )


def open_again(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for rows in rows_of(cursor):
            cursor.executemany(
                "UPDATE disputes_party SET id_number = %s, phone = %s WHERE id = %s",
                [(unseal(number), unseal(phone), pk) for pk, number, phone in rows],
            )


def make_agents(apps, schema_editor):
    """Of an agent only the name was known: what authority is not, so it counts as general."""
    party, agent = (apps.get_model("disputes", name) for name in ("Party", "Agent"))
    named = party.objects.exclude(agent="").values_list("pk", "agent")
    rows = (
        agent(party_id=pk, name=name[:40], kind=kind_of(name), authority="general")
        for pk, name in named.iterator()
    )
    agent.objects.bulk_create(rows, batch_size=BATCH)


def kind_of(name):
    return "lawyer" if "律师" in name else "staff"


def name_agents(apps, schema_editor):
    party, agent = (apps.get_model("disputes", name) for name in ("Party", "Agent"))
    for each in agent.objects.filter(ended_on__isnull=True).order_by("-pk").iterator():
        party.objects.filter(pk=each.party_id).update(agent=each.name)


class Migration(migrations.Migration):
    dependencies = [("disputes", "0007_parties_and_agents")]

    operations = [
        migrations.RunPython(seal_what_is_there, open_again),
        migrations.RunPython(make_agents, name_agents),
    ]
