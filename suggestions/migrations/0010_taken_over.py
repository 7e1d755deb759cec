import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0015_bigrams"),
        ("suggestions", "0009_urging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="judicialsuggestion",
            name="taken_over_on",
            field=models.DateField(null=True, verbose_name="由以往档案导入"),
        ),
        migrations.CreateModel(
            name="Takeover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验码")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="导入时间")),
                ("letters", models.PositiveIntegerField(default=0, verbose_name="建议书")),
                ("problems", models.PositiveIntegerField(default=0, verbose_name="问题")),
                ("answers", models.PositiveIntegerField(default=0, verbose_name="答复")),
                ("files", models.PositiveIntegerField(default=0, verbose_name="附件")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="相同")),
                ("skipped", models.PositiveIntegerField(default=0, verbose_name="冲突未导入")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导入人",
                    ),
                ),
                (
                    "court",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="法院",
                    ),
                ),
            ],
            options={
                "verbose_name": "以往司法建议导入",
                "verbose_name_plural": "以往司法建议导入",
                "ordering": ["-id"],
                "default_permissions": ("view", "add", "change"),
            },
        ),
    ]
