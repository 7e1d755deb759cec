from django.db import migrations

from liaison.migrations._desks import laid_aside


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0012_settlement"),
        ("liaison", "0007_desks_aside"),
    ]

    operations = [laid_aside("disputes", "dispute", "case.filing")]
