import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0015_bigrams"),
        ("suggestions", "0008_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="judicialsuggestion",
            options={
                "default_permissions": ("view",),
                "ordering": ["-id"],
                "permissions": [
                    ("draft_judicialsuggestion", "拟制司法建议"),
                    ("revise_judicialsuggestion", "修改司法建议"),
                    ("consult_judicialsuggestion", "登记沟通"),
                    ("approve_judicialsuggestion", "登记审委会审议"),
                    ("send_back_judicialsuggestion", "退回修改"),
                    ("sign_judicialsuggestion", "签发司法建议"),
                    ("pass_up_judicialsuggestion", "层报上级法院"),
                    ("withdraw_judicialsuggestion", "撤回司法建议"),
                    ("serve_judicialsuggestion", "登记送达"),
                    ("file_receipt_judicialsuggestion", "补传送达回证"),
                    ("file_above_judicialsuggestion", "登记报送备案"),
                    ("acknowledge_judicialsuggestion", "签收司法建议"),
                    ("ask_extension_judicialsuggestion", "申请延长答复"),
                    ("grant_extension_judicialsuggestion", "审批延长答复"),
                    ("draft_reply_judicialsuggestion", "拟写答复"),
                    ("approve_reply_judicialsuggestion", "审签答复"),
                    ("send_back_reply_judicialsuggestion", "退回重拟答复"),
                    ("reply_judicialsuggestion", "答复司法建议"),
                    ("record_reply_judicialsuggestion", "登记纸质答复"),
                    ("return_reply_judicialsuggestion", "退回补充答复"),
                    ("evaluate_judicialsuggestion", "评估答复并办结"),
                    ("look_back_judicialsuggestion", "登记回头看"),
                    ("urge_judicialsuggestion", "督促答复"),
                    ("handle_judicialsuggestion", "承办（提出法院）"),
                    ("receive_judicialsuggestion", "签收（被建议单位）"),
                    ("answer_judicialsuggestion", "承办（被建议单位）"),
                    ("check_judicialsuggestion", "审签（被建议单位）"),
                    ("give_judicialsuggestion", "提交（被建议单位）"),
                ],
                "verbose_name": "司法建议",
                "verbose_name_plural": "司法建议",
            },
        ),
        migrations.CreateModel(
            name="Urging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "承办人"),
                            (2, "分管负责人"),
                            (3, "主要负责人"),
                            (4, "司法行政机关"),
                            (5, "上级单位"),
                        ],
                        verbose_name="档次",
                    ),
                ),
                ("final", models.BooleanField(verbose_name="最后一档")),
                ("number", models.CharField(max_length=60, verbose_name="文号")),
                ("on", models.DateField(verbose_name="发出日期")),
                ("answer_by", models.DateField(verbose_name="要求答复日期")),
                (
                    "requirement",
                    models.CharField(blank=True, max_length=500, verbose_name="督促要求"),
                ),
                (
                    "told_rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handler", "经办人"),
                            ("section_head", "部门负责人"),
                            ("leader_in_charge", "分管领导"),
                            ("head", "主要负责人"),
                        ],
                        max_length=20,
                        verbose_name="通知到",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgings",
                        to="suggestions.addressee",
                        verbose_name="被建议单位",
                    ),
                ),
                (
                    "copied",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="liaison.unit", verbose_name="抄送单位"
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.deadline",
                        verbose_name="逾期的期限",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="主送单位",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="督促单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "督促",
                "verbose_name_plural": "督促",
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "number"), name="one_urging_a_number")
                ],
            },
        ),
    ]
