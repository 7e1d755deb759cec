import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0013_handed_in"),
        ("suggestions", "0006_reply_drafts"),
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
            model_name="judicialsuggestion",
            name="proposer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="liaison.unit",
                verbose_name="层报法院",
            ),
        ),
    ]
