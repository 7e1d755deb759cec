"""The tables of a new installation at once, as the twelve migrations replaced leave them.

What those did to rows that were there before has nothing to do here.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import liaison.search
import suggestions.models.answering
import suggestions.models.preparing

WITHOUT_STATISTICS = ("judicialsuggestion_grams", "judicialsuggestion_open_grams")
"""Indexes that the database shall ask rather than cut each text again, see 0008_figures."""


class Migration(migrations.Migration):
    replaces = [
        ("suggestions", "0001_initial"),
        ("suggestions", "0002_desks"),
        ("suggestions", "0003_addressees"),
        ("suggestions", "0004_kinds"),
        ("suggestions", "0005_look_back"),
        ("suggestions", "0006_reply_drafts"),
        ("suggestions", "0007_passed_up"),
        ("suggestions", "0008_figures"),
        ("suggestions", "0009_urging"),
        ("suggestions", "0010_taken_over"),
        ("suggestions", "0011_adopts"),
        ("suggestions", "0012_clock"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("liaison", "0016_work_aside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JudicialSuggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, db_index=True, max_length=60, verbose_name="编号"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                (
                    "secrecy",
                    models.CharField(
                        choices=[
                            ("open", "一般"),
                            ("internal", "内部"),
                            ("confidential", "调解保密"),
                        ],
                        default="internal",
                        max_length=20,
                        verbose_name="知悉范围",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "closed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="办结日期"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="期满日"),
                ),
                (
                    "due_provisional",
                    models.BooleanField(default=False, editable=False, verbose_name="期满日暂定"),
                ),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "拟稿"),
                            ("consulted", "已沟通"),
                            ("approved", "审委会已通过"),
                            ("signed", "已签发"),
                            ("served", "已送达"),
                            ("acknowledged", "已签收"),
                            ("replied", "已答复"),
                            ("returned", "退回补充"),
                            ("look_back", "待回头看"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=30,
                        verbose_name="状态",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("governance", "综合治理类"),
                            ("head_absent", "行政机关负责人不出庭应诉"),
                            ("agency_absent", "被告无正当理由不到庭、中途退庭"),
                            ("non_performance", "拒不履行裁判"),
                            ("normative_document", "规范性文件不合法"),
                            ("other", "其他"),
                        ],
                        default="governance",
                        max_length=30,
                        verbose_name="种类",
                    ),
                ),
                ("subject", models.CharField(max_length=80, verbose_name="事由")),
                ("field_of_work", models.CharField(max_length=30, verbose_name="治理领域")),
                ("found_in", models.CharField(max_length=60, verbose_name="发现问题的工作")),
                (
                    "introduction",
                    models.TextField(max_length=3000, verbose_name="重要性及已采取的举措"),
                ),
                ("legal_basis", models.TextField(max_length=2000, verbose_name="依据")),
                (
                    "counts_in_appraisal",
                    models.BooleanField(default=False, verbose_name="反馈、落实情况纳入当地考核"),
                ),
                ("annexes", models.TextField(blank=True, max_length=1000, verbose_name="附件名称")),
                (
                    "reply_by",
                    models.DateField(blank=True, null=True, verbose_name="建议书写明的答复日期"),
                ),
                ("contact", models.CharField(max_length=40, verbose_name="联系人")),
                ("contact_phone", models.CharField(max_length=40, verbose_name="联系电话")),
                ("talked_on", models.DateField(null=True, verbose_name="沟通日期")),
                (
                    "talk_note",
                    models.TextField(blank=True, max_length=6000, verbose_name="沟通记录"),
                ),
                ("approved_on", models.DateField(null=True, verbose_name="审委会审议日期")),
                (
                    "committee_session",
                    models.CharField(blank=True, max_length=60, verbose_name="审委会会议"),
                ),
                (
                    "committee_conclusion",
                    models.CharField(blank=True, max_length=200, verbose_name="审议结论"),
                ),
                ("signed_on", models.DateField(null=True, verbose_name="签发日期")),
                ("served_on", models.DateField(null=True, verbose_name="首次送达日期")),
                ("replied_on", models.DateField(null=True, verbose_name="最近答复日期")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "全部采纳"),
                            ("partly", "部分采纳"),
                            ("rejected", "未采纳"),
                        ],
                        max_length=20,
                        verbose_name="采纳结果",
                    ),
                ),
                (
                    "evaluation",
                    models.TextField(blank=True, max_length=1000, verbose_name="总体评价"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.committee",
                        verbose_name="委员会",
                    ),
                ),
                (
                    "coordinator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions_coordinated",
                        to="liaison.unit",
                        verbose_name="政府方督促单位",
                    ),
                ),
                (
                    "copies",
                    models.ManyToManyField(
                        blank=True,
                        related_name="suggestions_copied",
                        to="liaison.unit",
                        verbose_name="抄送",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="当前承办单位",
                    ),
                ),
                (
                    "initiator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="提出单位",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions_received",
                        to="liaison.unit",
                        verbose_name="被建议单位",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
                ("case_number", models.CharField(blank=True, max_length=60, verbose_name="案号")),
                (
                    "document_title",
                    models.CharField(blank=True, max_length=120, verbose_name="规范性文件名称"),
                ),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="裁判生效日期"),
                ),
                (
                    "event",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_reason", "负责人未出庭，且未说明理由或者理由不成立"),
                            (
                                "after_adjournment",
                                "负责人有正当理由申请延期开庭，准许后再次开庭时仍未出庭且无正当理由",
                            ),
                            ("nobody", "负责人和行政机关相应的工作人员均不出庭应诉"),
                            ("left", "负责人未经法庭许可中途退庭"),
                            (
                                "refused",
                                "在庭审中被要求就有关问题解释说明，负责人拒绝，导致庭审无法进行",
                            ),
                        ],
                        max_length=20,
                        verbose_name="不出庭应诉的情形",
                    ),
                ),
                ("filed_on", models.DateField(null=True, verbose_name="报送备案日期")),
                (
                    "filed_with",
                    models.CharField(blank=True, max_length=60, verbose_name="备案法院"),
                ),
                ("look_back_on", models.DateField(null=True, verbose_name="回头看期限")),
                ("looked_back_on", models.DateField(null=True, verbose_name="最近回头看")),
                (
                    "proposer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="层报法院",
                    ),
                ),
                ("taken_over_on", models.DateField(null=True, verbose_name="由以往档案导入")),
            ],
            options={
                "verbose_name": "司法建议",
                "verbose_name_plural": "司法建议",
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
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["due_on", "id"], name="judicialsuggestion_due"),
                    models.Index(
                        fields=["status", "due_on", "id"], name="judicialsuggestion_status_due"
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["holder", "due_on"],
                        name="judicialsuggestion_holder_due",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["id"],
                        include=("due_on",),
                        name="judicialsuggestion_open",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["due_on", "id"],
                        name="judicialsuggestion_closed_due",
                    ),
                    models.Index(
                        fields=["id"],
                        include=(
                            "initiator",
                            "recipient",
                            "coordinator",
                            "proposer",
                            "kind",
                            "field_of_work",
                            "signed_on",
                        ),
                        name="judicialsuggestion_counted",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="one_suggestion_a_number",
                    )
                ],
            },
            bases=(
                suggestions.models.answering.Answering,
                suggestions.models.preparing.Preparing,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="JudicialSuggestionGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="suggestions.judicialsuggestion",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("problem", models.TextField(max_length=2000, verbose_name="问题")),
                ("suggestion", models.TextField(max_length=2000, verbose_name="建议")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="suggestions.judicialsuggestion",
                        verbose_name="司法建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题与建议",
                "verbose_name_plural": "问题与建议",
                "ordering": ["order"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "order"), name="one_problem_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("problem", ""), _negated=True),
                            models.Q(("suggestion", ""), _negated=True),
                        ),
                        name="problem_has_its_suggestion",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unserved", "未送达"),
                            ("served", "已送达"),
                            ("acknowledged", "已签收"),
                            ("returned", "退回补充"),
                            ("replied", "已答复"),
                        ],
                        default="unserved",
                        max_length=20,
                        verbose_name="办理状态",
                    ),
                ),
                (
                    "service_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("post", "邮寄送达"),
                            ("electronic", "电子送达"),
                            ("entrusted", "委托送达"),
                        ],
                        max_length=20,
                        verbose_name="送达方式",
                    ),
                ),
                ("served_on", models.DateField(null=True, verbose_name="送达日期")),
                ("acknowledged_on", models.DateField(null=True, verbose_name="签收日期")),
                ("extension_until", models.DateField(null=True, verbose_name="申请延长至")),
                (
                    "extension_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="申请延长理由"),
                ),
                ("replied_on", models.DateField(null=True, verbose_name="最近答复日期")),
                ("returned_on", models.DateField(null=True, verbose_name="退回日期")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="suggestions.judicialsuggestion",
                        verbose_name="司法建议",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="送达回证",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="被建议单位",
                    ),
                ),
                ("adopts", models.BooleanField(default=False, verbose_name="采纳")),
                (
                    "clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.deadline",
                        verbose_name="答复期限",
                    ),
                ),
            ],
            options={
                "verbose_name": "被建议单位",
                "verbose_name_plural": "被建议单位",
                "ordering": ["order"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "unit"), name="one_addressee_a_unit")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="第几次答复")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="复函文号")),
                ("replied_on", models.DateField(null=True, verbose_name="答复日期")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="总体情况")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="复函",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="suggestions.judicialsuggestion",
                        verbose_name="司法建议",
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="suggestions.addressee",
                        verbose_name="被建议单位",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审签人",
                    ),
                ),
                ("approved_on", models.DateField(null=True, verbose_name="审签日期")),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.issuedpaper",
                        verbose_name="复函文书",
                    ),
                ),
                (
                    "return_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="法院退回理由"),
                ),
                (
                    "sent_back",
                    models.CharField(blank=True, max_length=300, verbose_name="退回重拟的意见"),
                ),
            ],
            options={
                "verbose_name": "答复",
                "verbose_name_plural": "答复",
                "ordering": ["addressee", "round"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("addressee", "round"), name="one_reply_a_round"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replied_on__isnull", True)),
                        fields=("addressee",),
                        name="one_draft_an_addressee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("adopted", "采纳"),
                            ("partly", "部分采纳"),
                            ("rejected", "不采纳"),
                        ],
                        max_length=20,
                        verbose_name="采纳情况",
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=1000, verbose_name="理由")),
                (
                    "measures",
                    models.TextField(blank=True, max_length=2000, verbose_name="整改措施"),
                ),
                ("done_by", models.DateField(null=True, verbose_name="完成时限")),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="suggestions.problem",
                        verbose_name="问题与建议",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="佐证材料",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="suggestions.reply",
                        verbose_name="答复",
                    ),
                ),
            ],
            options={
                "verbose_name": "逐条答复",
                "verbose_name_plural": "逐条答复",
                "ordering": ["problem__order"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reply", "problem"), name="one_answer_a_problem"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        choices=[
                            ("satisfied", "满意"),
                            ("partly", "部分满意"),
                            ("unsatisfied", "不满意"),
                        ],
                        max_length=20,
                        verbose_name="评价",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="意见")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict",
                        to="suggestions.replyitem",
                        verbose_name="逐条答复",
                    ),
                ),
            ],
            options={
                "verbose_name": "评价",
                "verbose_name_plural": "评价",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="回头看日期")),
                (
                    "result",
                    models.CharField(
                        choices=[("done", "已落实"), ("partly", "部分落实"), ("not", "未落实")],
                        max_length=20,
                        verbose_name="落实情况",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="look_backs",
                        to="suggestions.replyitem",
                        verbose_name="逐条答复",
                    ),
                ),
            ],
            options={
                "verbose_name": "回头看",
                "verbose_name_plural": "回头看",
                "ordering": ["-id"],
                "default_permissions": (),
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
        migrations.AddIndex(
            model_name="judicialsuggestion",
            index=django.contrib.postgres.indexes.GinIndex(
                liaison.search.Bigrams("search_text"), name="judicialsuggestion_grams"
            ),
        ),
        migrations.AddIndex(
            model_name="judicialsuggestion",
            index=django.contrib.postgres.indexes.GinIndex(
                liaison.search.Bigrams("search_text"),
                condition=models.Q(("closed_on__isnull", True)),
                name="judicialsuggestion_open_grams",
            ),
        ),
        *(
            migrations.RunSQL(
                f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0",
                f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS -1",
            )
            for name in WITHOUT_STATISTICS
        ),
    ]
