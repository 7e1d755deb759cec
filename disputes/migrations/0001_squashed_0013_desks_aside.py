"""The tables of a new installation at once, as the thirteen migrations replaced leave them.

What those did to rows that were there before has nothing to do here.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import liaison.sealing
import liaison.search


class Migration(migrations.Migration):
    replaces = [
        ("disputes", "0001_initial"),
        ("disputes", "0002_whole_centre"),
        ("disputes", "0003_stage_words"),
        ("disputes", "0004_panel_and_sessions"),
        ("disputes", "0005_archiving"),
        ("disputes", "0006_articles_kept"),
        ("disputes", "0007_parties_and_agents"),
        ("disputes", "0008_seal_what_is_there"),
        ("disputes", "0009_agents_are_rows"),
        ("disputes", "0010_desks"),
        ("disputes", "0011_old_registers"),
        ("disputes", "0012_settlement"),
        ("disputes", "0013_desks_aside"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("liaison", "0016_work_aside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
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
                            ("referred", "待受理"),
                            ("accepted", "已受理"),
                            ("mediating", "化解中"),
                            ("suspended", "中止"),
                            ("performing", "履行中"),
                            ("performed", "待确认办结"),
                            ("reporting", "待报告法院"),
                            ("completed", "履行完毕"),
                            ("refused", "不予受理"),
                            ("failed", "化解不成"),
                            ("withdrawn", "已撤回"),
                            ("terminated", "已终止"),
                        ],
                        max_length=30,
                        verbose_name="状态",
                    ),
                ),
                (
                    "court_case",
                    models.CharField(blank=True, max_length=60, verbose_name="法院案号"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("pre_suit", "诉前"),
                            ("in_suit", "诉中（普通程序）"),
                            ("in_suit_summary", "诉中（简易程序）"),
                            ("enforcement", "非诉执行审查"),
                        ],
                        max_length=20,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("land", "土地和自然资源"),
                            ("expropriation", "征收拆迁"),
                            ("police", "公安"),
                            ("labour", "劳动和社会保障"),
                            ("market", "市场监管"),
                            ("planning", "规划建设"),
                            ("environment", "生态环境"),
                            ("forestry", "林业和草原"),
                            ("transport", "交通运输"),
                            ("information", "政府信息公开"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="领域",
                    ),
                ),
                ("act", models.CharField(max_length=120, verbose_name="行政行为")),
                ("act_on", models.DateField(blank=True, null=True, verbose_name="行为作出日期")),
                ("gist", models.TextField(verbose_name="争议要点")),
                ("receipt_on", models.DateField(verbose_name="起诉（申请）材料收据日期")),
                (
                    "consent_on",
                    models.DateField(blank=True, null=True, verbose_name="书面同意日期"),
                ),
                ("referred_on", models.DateField(verbose_name="移送日期")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="情况说明日期")),
                ("suspended_on", models.DateField(blank=True, null=True, verbose_name="中止日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终结日期")),
                ("paused_from", models.CharField(blank=True, editable=False, max_length=30)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agreement_pending", "达成协议，待履行"),
                            ("agreement_performed", "达成协议并履行完毕"),
                            ("agency_changed_act", "行政机关改变行政行为"),
                            ("withdrawal_allowed", "法院准许撤诉"),
                            ("court_mediation_document", "法院制作行政调解书"),
                            ("reconsideration_mediation_document", "复议机关制作行政复议调解书"),
                            ("civil_part_confirmed", "民事部分经司法确认"),
                            ("partial", "部分化解"),
                            ("failed_to_filing", "化解不成，转立案审查"),
                            ("failed_resume_trial", "化解不成，恢复审理"),
                            ("failed_resume_enforcement_review", "化解不成，恢复执行审查"),
                            ("failed", "化解不成，告知依法维权"),
                            ("party_withdrew", "当事人撤回"),
                            ("lapsed", "申请人无法联系或者不参加，按撤回处理"),
                            ("terminated_sham", "涉嫌虚假调解，终止"),
                            ("transferred", "移送其他机构"),
                        ],
                        max_length=40,
                        verbose_name="结果",
                    ),
                ),
                (
                    "refusal_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state_act", "属于国防、外交等国家行为"),
                            ("normative", "仅对规范性文件本身有异议"),
                            ("personnel", "行政机关内部的奖惩、任免"),
                            ("final", "法律规定由行政机关最终裁决"),
                            ("invalid", "行政行为明显无效，或者为公共利益必须纠正"),
                            ("crime", "涉嫌犯罪或者违纪违法，应由有权机关处理"),
                            ("judged", "已有生效裁判"),
                            ("lapsed", "明显超过起诉期限"),
                            ("unwilling", "一方当事人不同意化解"),
                            ("sham", "涉嫌虚假争议、恶意串通"),
                            ("secret", "涉及国家秘密"),
                            ("other", "其他不适宜协调化解的情形"),
                        ],
                        max_length=20,
                        verbose_name="不予受理情形",
                    ),
                ),
                (
                    "failure_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_agreement", "不能达成协议"),
                            ("unwilling", "当事人明确表示不愿继续"),
                            ("too_far", "各方分歧过大，无和解可能"),
                            ("expired", "期限届满，各方未同意延长"),
                            ("refused_to_sign", "达成意见后拒绝签收"),
                            ("not_performed", "达成协议后没有履行"),
                            ("other", "其他应当终结的情形"),
                        ],
                        max_length=20,
                        verbose_name="终结情形",
                    ),
                ),
                ("ending_reason", models.TextField(blank=True, verbose_name="终结理由")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.centre",
                        verbose_name="化解中心",
                    ),
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
                    "mediator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调解员",
                    ),
                ),
                (
                    "respondent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="被申请机关",
                    ),
                ),
                (
                    "act_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("penalty", "行政处罚"),
                            ("coercion", "行政强制"),
                            ("licence", "行政许可"),
                            ("expropriation", "行政征收、征用"),
                            ("compensation", "征收补偿"),
                            ("registration", "行政登记、确认"),
                            ("adjudication", "行政裁决"),
                            ("inaction", "不履行法定职责"),
                            ("agreement", "行政协议"),
                            ("information", "政府信息公开"),
                            ("benefit", "行政给付"),
                            ("damages", "行政赔偿"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="行政行为种类",
                    ),
                ),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="归档日期")),
                ("claims", models.TextField(blank=True, verbose_name="请求事项")),
                (
                    "court",
                    models.ForeignKey(
                        blank=True,
                        help_text="移送化解的法院；不由法院移送的，为有管辖权的法院",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="有关法院",
                    ),
                ),
                (
                    "extensions",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="已延长次数"
                    ),
                ),
                (
                    "filed_on",
                    models.DateField(blank=True, null=True, verbose_name="立案（裁定）日期"),
                ),
                (
                    "filing_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("filed", "已登记立案"),
                            ("declined", "裁定不予立案"),
                            ("taken_back", "起诉人自愿撤回起诉材料"),
                        ],
                        max_length=20,
                        verbose_name="立案情况",
                    ),
                ),
                (
                    "is_imported",
                    models.BooleanField(default=False, editable=False, verbose_name="历史登记导入"),
                ),
                (
                    "known_on",
                    models.DateField(blank=True, null=True, verbose_name="知道行政行为的日期"),
                ),
                (
                    "reconsideration",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_required", "不属于复议前置"),
                            ("to_come", "属于复议前置，尚未复议"),
                            ("going_on", "复议正在进行"),
                            ("done", "已经复议"),
                        ],
                        max_length=20,
                        verbose_name="复议前置",
                    ),
                ),
                (
                    "reported_on",
                    models.DateField(blank=True, null=True, verbose_name="向法院报告日期"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("guidance", "法院诉前引导"),
                            ("party", "当事人申请"),
                            ("agency", "行政机关申请"),
                            ("transfer", "信访或者委员会移送"),
                            ("in_suit", "法院诉中委托"),
                            ("enforcement", "非诉执行中移送"),
                        ],
                        default="guidance",
                        max_length=20,
                        verbose_name="来源",
                    ),
                ),
                (
                    "suspension_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("appraisal", "鉴定、评估"),
                            ("other_case", "等待另案结果"),
                            ("illness", "当事人一时不能参加"),
                            ("succession", "等待权利义务承受人"),
                            ("other", "其他情形"),
                        ],
                        max_length=20,
                        verbose_name="中止情形",
                    ),
                ),
                (
                    "time_limit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("within", "未超过"),
                            ("lapsed", "明显超过"),
                            ("unclear", "不能确定，须进一步核实"),
                        ],
                        max_length=20,
                        verbose_name="起诉期限",
                    ),
                ),
                ("archive_note", models.TextField(blank=True, verbose_name="备考说明")),
                (
                    "retention",
                    models.CharField(
                        choices=[("permanent", "永久"), ("30", "30年"), ("10", "10年")],
                        default="30",
                        max_length=10,
                        verbose_name="保管期限",
                    ),
                ),
                (
                    "reconsidered_on",
                    models.DateField(blank=True, null=True, verbose_name="收到复议决定日期"),
                ),
                (
                    "mediation_ended_on",
                    models.DateField(
                        blank=True,
                        help_text="达成协议、有其他结果或者终结之日",
                        null=True,
                        verbose_name="化解结束日期",
                    ),
                ),
                (
                    "transferred_to",
                    models.CharField(blank=True, max_length=120, verbose_name="移送到"),
                ),
            ],
            options={
                "verbose_name": "行政争议",
                "verbose_name_plural": "行政争议",
                "ordering": ["-id"],
                "permissions": [
                    ("refer_dispute", "移送化解"),
                    ("handle_dispute", "中心办理"),
                    ("mediate_dispute", "主持化解"),
                    ("answer_dispute", "被申请机关办理"),
                    ("read_file_dispute", "查看化解案卷"),
                    ("follow_dispute", "了解进展"),
                    ("accept_dispute", "受理"),
                    ("refuse_dispute", "不予受理"),
                    ("appoint_dispute", "指定调解员"),
                    ("state_dispute", "提交情况说明"),
                    ("supplement_dispute", "补充材料"),
                    ("schedule_session_dispute", "通知会谈"),
                    ("record_session_dispute", "记录会谈"),
                    ("cancel_session_dispute", "取消会谈"),
                    ("extend_dispute", "延长期限"),
                    ("suspend_dispute", "中止"),
                    ("resume_dispute", "恢复"),
                    ("agree_dispute", "达成协议"),
                    ("perform_dispute", "确认履行"),
                    ("close_dispute", "确认办结"),
                    ("send_back_dispute", "退回继续履行"),
                    ("fail_dispute", "化解不成"),
                    ("withdraw_dispute", "登记撤回"),
                    ("unmask_dispute", "查看当事人信息"),
                    ("register_filing_dispute", "登记立案情况"),
                    ("add_party_dispute", "追加当事人"),
                    ("choose_mediator_dispute", "登记选定调解员"),
                    ("disclose_dispute", "调解员披露"),
                    ("request_recusal_dispute", "登记回避申请"),
                    ("decide_recusal_dispute", "决定回避"),
                    ("adjourn_session_dispute", "休会、改期"),
                    ("restart_dispute", "重新计算期限"),
                    ("conclude_dispute", "登记其他化解结果"),
                    ("report_performance_dispute", "报告履行"),
                    ("seal_dispute", "登记盖章"),
                    ("apply_confirmation_dispute", "申请司法确认"),
                    ("decide_confirmation_dispute", "登记司法确认结果"),
                    ("report_to_court_dispute", "报送情况报告"),
                    ("lapse_dispute", "按撤回处理"),
                    ("stop_sham_dispute", "终止虚假调解"),
                    ("transfer_dispute", "移送其他机构"),
                    ("archive_dispute", "归档"),
                ],
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["due_on", "id"], name="dispute_due"),
                    models.Index(fields=["status", "due_on", "id"], name="dispute_status_due"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["holder", "due_on"],
                        name="dispute_holder_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"), name="dispute_grams"
                    ),
                    models.Index(fields=["respondent", "due_on"], name="dispute_respondent_due"),
                    models.Index(fields=["respondent", "act_kind", "id"], name="dispute_like_kind"),
                    models.Index(fields=["respondent", "act", "id"], name="dispute_like_act"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["id"],
                        include=("due_on",),
                        name="dispute_open",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["due_on", "id"],
                        name="dispute_closed_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="dispute_open_grams",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="agreement",
                        serialize=False,
                        to="disputes.dispute",
                    ),
                ),
                ("content", models.TextField(verbose_name="协议内容")),
                ("signed_on", models.DateField(verbose_name="签订日期")),
                (
                    "performer",
                    models.CharField(
                        choices=[
                            ("respondent", "被申请机关"),
                            ("applicant", "申请人"),
                            ("both", "双方"),
                        ],
                        max_length=20,
                        verbose_name="履行方",
                    ),
                ),
                ("perform_by", models.DateField(verbose_name="履行期限")),
                ("performance", models.TextField(blank=True, verbose_name="履行情况")),
                ("performed_on", models.DateField(null=True, verbose_name="履行日期")),
                ("civil_part", models.TextField(blank=True, verbose_name="民事部分")),
                (
                    "legality_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="合法性审查人",
                    ),
                ),
                ("legality_note", models.TextField(blank=True, verbose_name="合法性审查意见")),
                ("legality_on", models.DateField(null=True, verbose_name="合法性审查日期")),
                (
                    "sealed_on",
                    models.DateField(
                        help_text="协议自最后一方签字盖章之日生效",
                        null=True,
                        verbose_name="各方签字盖章日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "调解协议",
                "verbose_name_plural": "调解协议",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DisputeGrant",
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
                        on_delete=django.db.models.deletion.CASCADE, to="disputes.dispute"
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
                "verbose_name": "行政争议授权",
                "verbose_name_plural": "行政争议授权",
                "abstract": False,
                "default_permissions": (),
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "自然人"),
                            ("business", "个体工商户"),
                            ("enterprise", "企业"),
                            ("organisation", "其他组织"),
                            ("agency", "行政机关"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名或者名称")),
                (
                    "id_number",
                    liaison.sealing.SealedField(blank=True, default="", verbose_name="证件号码"),
                ),
                (
                    "phone",
                    liaison.sealing.SealedField(blank=True, default="", verbose_name="联系电话"),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="disputes.dispute",
                    ),
                ),
                ("added_on", models.DateField(blank=True, null=True, verbose_name="追加日期")),
                (
                    "address",
                    liaison.sealing.SealedField(blank=True, default="", verbose_name="送达地址"),
                ),
                (
                    "head",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="法定代表人（负责人、经营者）"
                    ),
                ),
                (
                    "id_digest",
                    liaison.sealing.DigestField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        of="id_number",
                        verbose_name="证件号码摘要",
                    ),
                ),
                ("is_representative", models.BooleanField(default=False, verbose_name="代表人")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("applicant", "申请人"),
                            ("third", "第三人"),
                            ("co_agency", "共同被申请机关"),
                        ],
                        default="applicant",
                        max_length=20,
                        verbose_name="地位",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "当事人",
                "verbose_name_plural": "当事人",
                "ordering": ["id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("id_digest", ""), _negated=True),
                        fields=["id_digest"],
                        name="party_known_by_number",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "person"), _negated=True),
                        fields=["name"],
                        name="party_known_by_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "已通知"),
                            ("held", "已举行"),
                            ("cancelled", "已取消"),
                            ("adjourned", "已改期"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("announced_on", models.DateField(verbose_name="通知日期")),
                ("starts_at", models.DateTimeField(verbose_name="时间")),
                (
                    "mode",
                    models.CharField(
                        choices=[("on_site", "现场"), ("video", "视频")],
                        default="on_site",
                        max_length=20,
                        verbose_name="方式",
                    ),
                ),
                ("place", models.CharField(max_length=120, verbose_name="地点")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="须知")),
                ("record", models.TextField(blank=True, verbose_name="笔录")),
                ("undisputed", models.TextField(blank=True, verbose_name="无争议事实")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "adjourned_to",
                    models.DateTimeField(blank=True, null=True, verbose_name="休会至"),
                ),
                (
                    "adjournment",
                    models.CharField(blank=True, max_length=300, verbose_name="休会原因"),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="预计结束")),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.room",
                        verbose_name="房间",
                    ),
                ),
                ("apart", models.BooleanField(default=False, verbose_name="分别听取意见")),
                (
                    "short_notice",
                    models.BooleanField(default=False, verbose_name="各方同意缩短通知时间"),
                ),
            ],
            options={
                "verbose_name": "化解会谈",
                "verbose_name_plural": "化解会谈",
                "ordering": ["ordinal", "id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "planned")),
                        fields=["starts_at"],
                        name="session_planned",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "adjourned"), _negated=True),
                        fields=("dispute", "ordinal"),
                        name="one_session_an_ordinal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("applicant", "申请人一方"),
                            ("respondent", "被申请机关"),
                            ("third", "第三人"),
                            ("centre", "中心、调解员"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="身份",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务或者关系")),
                ("may_settle", models.BooleanField(default=False, verbose_name="有权和解")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="disputes.session",
                    ),
                ),
                ("is_head", models.BooleanField(default=False, verbose_name="行政机关负责人")),
            ],
            options={
                "verbose_name": "到场人员",
                "verbose_name_plural": "到场人员",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("handed_on", models.DateField(verbose_name="提交日期")),
                ("text", models.TextField(verbose_name="内容")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
            ],
            options={
                "verbose_name": "情况说明",
                "verbose_name_plural": "情况说明",
                "ordering": ["handed_on", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("presides", models.BooleanField(default=False, verbose_name="主持")),
                (
                    "by",
                    models.CharField(
                        choices=[("parties", "当事人共同选定"), ("centre", "中心指定")],
                        max_length=20,
                        verbose_name="产生方式",
                    ),
                ),
                ("appointed_on", models.DateField(verbose_name="产生日期")),
                ("disclosed_on", models.DateField(blank=True, null=True, verbose_name="披露日期")),
                ("disclosure", models.TextField(blank=True, verbose_name="披露事项")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="停止日期")),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="停止原因"),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "mediator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调解员",
                    ),
                ),
                (
                    "kept_note",
                    models.CharField(blank=True, max_length=300, verbose_name="当事人同意的说明"),
                ),
                ("kept_on", models.DateField(blank=True, null=True, verbose_name="当事人同意日期")),
            ],
            options={
                "verbose_name": "调解员选定",
                "verbose_name_plural": "调解员选定",
                "ordering": ["-presides", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("dispute", "mediator"),
                        name="one_place_on_a_panel",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("presides", True)),
                        fields=("dispute",),
                        name="one_presides",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="confirmation",
                        serialize=False,
                        to="disputes.dispute",
                    ),
                ),
                ("applied_on", models.DateField(verbose_name="申请日期")),
                (
                    "case_number",
                    models.CharField(blank=True, max_length=60, verbose_name="确认案号"),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "裁定确认有效"),
                            ("dismissed", "裁定驳回申请"),
                            ("not_accepted", "裁定不予受理"),
                        ],
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="裁定日期")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "court",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="确认法院",
                    ),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
            ],
            options={
                "verbose_name": "司法确认",
                "verbose_name_plural": "司法确认",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Mediator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="起"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("judge_assistant", "法官助理"),
                            ("retired_judge", "退休法官、检察官"),
                            ("lawyer", "律师"),
                            ("people", "人民调解员"),
                            ("officer", "行政机关工作人员"),
                            ("scholar", "专家学者"),
                            ("deputy", "人大代表、政协委员"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("land", "土地和自然资源"),
                                ("expropriation", "征收拆迁"),
                                ("police", "公安"),
                                ("labour", "劳动和社会保障"),
                                ("market", "市场监管"),
                                ("planning", "规划建设"),
                                ("environment", "生态环境"),
                                ("forestry", "林业和草原"),
                                ("transport", "交通运输"),
                                ("information", "政府信息公开"),
                                ("other", "其他"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="擅长领域",
                    ),
                ),
                (
                    "workplace",
                    models.CharField(blank=True, max_length=120, verbose_name="工作单位"),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("good", "在册"),
                            ("warned", "警告"),
                            ("noticed", "通报"),
                            ("removed", "除名"),
                        ],
                        default="good",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "standing_note",
                    models.CharField(blank=True, max_length=300, verbose_name="处理原因"),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mediators",
                        to="liaison.centre",
                        verbose_name="化解中心",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "调解员",
                "verbose_name_plural": "调解员名册",
                "ordering": ["centre", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "user", "starts_on"), name="one_register_entry_a_term"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PerformanceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("content", models.CharField(max_length=500, verbose_name="履行内容")),
                (
                    "performer",
                    models.CharField(
                        choices=[
                            ("respondent", "被申请机关"),
                            ("applicant", "申请人"),
                            ("both", "双方"),
                        ],
                        max_length=20,
                        verbose_name="履行方",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="金额（元）",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="履行期限")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="报告日期")),
                ("report", models.TextField(blank=True, verbose_name="履行报告")),
                ("performed_on", models.DateField(blank=True, null=True, verbose_name="履行日期")),
                ("performance", models.TextField(blank=True, verbose_name="履行情况")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="履行证明",
                    ),
                ),
            ],
            options={
                "verbose_name": "履行事项",
                "verbose_name_plural": "履行事项",
                "ordering": ["ordinal"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispute", "ordinal"), name="one_performance_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("applicant", "申请人"),
                            ("respondent", "被申请机关"),
                            ("third", "第三人"),
                            ("mediator", "调解员本人"),
                        ],
                        max_length=20,
                        verbose_name="提出人",
                    ),
                ),
                ("requested_on", models.DateField(verbose_name="提出日期")),
                ("reason", models.TextField(verbose_name="理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("granted", models.BooleanField(null=True, verbose_name="准予回避")),
                ("decision", models.TextField(blank=True, verbose_name="决定理由")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="disputes.appointment",
                    ),
                ),
            ],
            options={
                "verbose_name": "回避",
                "verbose_name_plural": "回避",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Rulebook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "草案"), ("in_force", "施行")],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="施行日期")),
                (
                    "session_notice_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="会谈提前通知（日）"),
                ),
                (
                    "extension_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="每次延长不超过（日）"
                    ),
                ),
                (
                    "extensions_allowed",
                    models.PositiveSmallIntegerField(default=1, verbose_name="延长次数"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulebooks",
                        to="liaison.committee",
                        verbose_name="委员会",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作规则",
                "verbose_name_plural": "工作规则",
                "ordering": ["committee", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "version"), name="one_rulebook_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="条")),
                ("chapter", models.CharField(blank=True, max_length=60, verbose_name="章")),
                ("heading", models.CharField(max_length=60, verbose_name="条标")),
                ("text", models.TextField(verbose_name="条文")),
                ("touches", models.JSONField(blank=True, default=list, verbose_name="系统对应")),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="articles",
                        to="disputes.rulebook",
                    ),
                ),
            ],
            options={
                "verbose_name": "条文",
                "verbose_name_plural": "条文",
                "ordering": ["ordinal"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rulebook", "ordinal"), name="one_article_an_ordinal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Agent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lawyer", "律师、基层法律服务工作者"),
                            ("relative", "近亲属"),
                            ("staff", "工作人员"),
                            ("recommended", "社区、单位或者社会团体推荐的公民"),
                        ],
                        max_length=20,
                        verbose_name="身份",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("workplace", models.CharField(blank=True, max_length=60, verbose_name="工作单位")),
                (
                    "id_number",
                    liaison.sealing.SealedField(blank=True, default="", verbose_name="证件号码"),
                ),
                (
                    "phone",
                    liaison.sealing.SealedField(blank=True, default="", verbose_name="联系电话"),
                ),
                (
                    "authority",
                    models.CharField(
                        choices=[("general", "一般授权"), ("special", "特别授权")],
                        max_length=20,
                        verbose_name="代理权限",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
                (
                    "authorisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="授权委托书",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agents",
                        to="disputes.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "委托代理人",
                "verbose_name_plural": "委托代理人",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OldRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验码")),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="导入时间")),
                ("created", models.PositiveIntegerField(default=0, verbose_name="新增")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="更正")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="相同")),
                ("skipped", models.PositiveIntegerField(default=0, verbose_name="冲突未导入")),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导入人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="导入单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "历史登记导入",
                "verbose_name_plural": "历史登记导入",
                "ordering": ["-id"],
                "default_permissions": ("view", "add", "change"),
            },
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("agency_changed_act", "行政机关改变行政行为"),
                            ("withdrawal_allowed", "法院准许撤诉"),
                            ("court_mediation_document", "法院制作行政调解书"),
                            ("reconsideration_mediation_document", "复议机关制作行政复议调解书"),
                            ("partial", "部分化解"),
                        ],
                        max_length=40,
                        verbose_name="结果",
                    ),
                ),
                ("concluded_on", models.DateField(verbose_name="结果日期")),
                ("issuer", models.CharField(max_length=120, verbose_name="作出文书的机关")),
                ("number", models.CharField(max_length=60, verbose_name="文号、案号")),
                (
                    "change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("facts", "改变认定的主要事实和证据"),
                            ("basis", "改变适用的规范依据，且影响定性"),
                            ("result", "撤销、部分撤销或者变更处理结果"),
                            ("duty", "依法履行法定职责"),
                            ("remedy", "采取补救、补偿等措施"),
                            ("settlement", "行政裁决案件中书面认可当事人达成的和解"),
                        ],
                        max_length=20,
                        verbose_name="改变的方式",
                    ),
                ),
                (
                    "conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("true_will", "当事人的意思表示真实"),
                                (
                                    "lawful",
                                    "改变不违反法律、法规的禁止性规定，不超越或者放弃职权，不损害公共利益和他人合法权益",
                                ),
                                (
                                    "told",
                                    "行政机关已经改变或者决定改变，并书面告知法院（没有法院移送的，书面告知申请人）",
                                ),
                                ("third_party", "第三人没有异议（没有第三人的，视为符合）"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="已核对的条件",
                    ),
                ),
                ("resolved", models.TextField(blank=True, verbose_name="已化解的部分")),
                ("unresolved", models.TextField(blank=True, verbose_name="未化解的部分")),
                (
                    "remainder",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("court", "由法院依法立案、审理或者审查"),
                            ("dropped", "申请人不再主张"),
                            ("elsewhere", "告知申请人依法另循途径"),
                        ],
                        max_length=20,
                        verbose_name="其余部分的处理",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("sent_back_on", models.DateField(blank=True, null=True, verbose_name="退回日期")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="结果文书",
                    ),
                ),
            ],
            options={
                "verbose_name": "其他化解结果",
                "verbose_name_plural": "其他化解结果",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CourtReport",
            fields=[
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="report",
                        serialize=False,
                        to="disputes.dispute",
                    ),
                ),
                ("reported_on", models.DateField(verbose_name="报告日期")),
                ("basics", models.TextField(verbose_name="基本情况")),
                ("cause", models.TextField(verbose_name="化解结果及未成的原因")),
                ("conduct", models.TextField(blank=True, verbose_name="增加他人成本的行为")),
                ("points", models.TextField(blank=True, verbose_name="需要注意的事项")),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
            ],
            options={
                "verbose_name": "情况报告",
                "verbose_name_plural": "情况报告",
                "default_permissions": (),
            },
        ),
    ]
