import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

HANDED_BACK = """
UPDATE suggestions_reply AS reply SET return_reason = own.return_reason
FROM suggestions_addressee AS own
WHERE own.id = reply.addressee_id AND own.return_reason <> '' AND reply.round =
  (SELECT max(each.round) - CASE own.state WHEN 'returned' THEN 0 ELSE 1 END
   FROM suggestions_reply AS each WHERE each.addressee_id = own.id);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
"""Why an answer was handed back stands with that answer."""


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0013_handed_in"),
        ("suggestions", "0005_look_back"),
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
        migrations.AddField(
            model_name="reply",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审签人",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="approved_on",
            field=models.DateField(null=True, verbose_name="审签日期"),
        ),
        migrations.AddField(
            model_name="reply",
            name="paper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="liaison.issuedpaper",
                verbose_name="复函文书",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="return_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="法院退回理由"),
        ),
        migrations.AddField(
            model_name="reply",
            name="sent_back",
            field=models.CharField(blank=True, max_length=300, verbose_name="退回重拟的意见"),
        ),
        migrations.RunSQL(HANDED_BACK, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="addressee",
            name="return_reason",
        ),
        migrations.AlterField(
            model_name="reply",
            name="replied_on",
            field=models.DateField(null=True, verbose_name="答复日期"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replied_on__isnull", True)),
                fields=("addressee",),
                name="one_draft_an_addressee",
            ),
        ),
    ]
