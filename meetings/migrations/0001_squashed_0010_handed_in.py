"""The tables of a new installation at once, as the ten migrations replaced leave them.

What those did to rows that were there before has nothing to do here.
"""

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import liaison.search
import meetings.models.programme

RENAME = "ALTER TABLE meetings_venue RENAME CONSTRAINT {} TO {}"
NAMES = ("meetings_venue_code_key", "meetings_venue_code_24c5a25b_uniq")
"""The constraint is called what it is called where it was added to the table afterwards."""

APPEND_ONLY = ("meetings_minutesrevision", "meetings_signinground")

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
"""
UNGUARD = """
DROP TRIGGER {table}_append_only ON {table};
DROP TRIGGER {table}_no_truncate ON {table};
"""


class Migration(migrations.Migration):
    replaces = [
        ("meetings", "0001_initial"),
        ("meetings", "0002_paper_countersignature"),
        ("meetings", "0003_desks"),
        ("meetings", "0004_whole_meeting"),
        ("meetings", "0005_urging"),
        ("meetings", "0006_revisions"),
        ("meetings", "0007_distribution"),
        ("meetings", "0008_recorded"),
        ("meetings", "0009_sayings"),
        ("meetings", "0010_handed_in"),
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
            name="MeetingSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(default="府院联席会议", max_length=60, verbose_name="名称"),
                ),
                (
                    "number_prefix",
                    models.CharField(
                        help_text="如：长府院联（长府院联〔2020〕1号）",
                        max_length=20,
                        unique=True,
                        verbose_name="会议编号字头",
                    ),
                ),
                (
                    "minutes_prefix",
                    models.CharField(
                        help_text="如：长府院纪（长府院纪〔2020〕1号）",
                        max_length=20,
                        unique=True,
                        verbose_name="纪要编号字头",
                    ),
                ),
                (
                    "minutes_mark",
                    models.CharField(
                        help_text="红色标志，如：长白山府院联席会议纪要",
                        max_length=40,
                        verbose_name="纪要版头",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_series",
                        to="liaison.committee",
                        verbose_name="委员会",
                    ),
                ),
                (
                    "approves_agenda",
                    models.BooleanField(
                        default=True,
                        help_text="印发通知前，议程由每一位主任所在单位审定",
                        verbose_name="议程须经审定",
                    ),
                ),
                (
                    "chair_alternates",
                    models.BooleanField(
                        default=False,
                        help_text="政府方和法院方轮流主持定期会议",
                        verbose_name="轮流主持",
                    ),
                ),
                (
                    "interval_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="至少多久召开一次定期会议：每年一次填 12，每半年填 6；没有约定的填 0",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="定期会议间隔（月）",
                    ),
                ),
                (
                    "promised_since",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="还没有开过定期会议的，从这一天起算第一次",
                        verbose_name="自何日起约定",
                    ),
                ),
                (
                    "quorum",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("majority", "过半数成员单位"),
                            ("two_thirds", "三分之二以上成员单位"),
                            ("all", "全体成员单位"),
                        ],
                        default="majority",
                        help_text="多少成员单位到会才能议定事项；没有规定的留空",
                        max_length=20,
                        verbose_name="法定到会",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议系列",
                "verbose_name_plural": "会议系列",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "name"), name="one_series_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="JointMeeting",
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
                ("status", models.CharField(max_length=30, verbose_name="状态")),
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
                    "kind",
                    models.CharField(
                        choices=[("regular", "定期会议"), ("ad_hoc", "临时会议")],
                        default="regular",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="第几次"),
                ),
                ("starts_at", models.DateTimeField(db_index=True, verbose_name="开会时间")),
                ("presiding_post", models.CharField(max_length=60, verbose_name="主持人职务")),
                (
                    "presiding_name",
                    models.CharField(blank=True, max_length=40, verbose_name="主持人姓名"),
                ),
                (
                    "requirements",
                    models.TextField(blank=True, max_length=1000, verbose_name="参会要求"),
                ),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="通知日期")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="召开日期")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="登记版次")),
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
                    "presiding_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="主持单位",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="meetings.meetingseries",
                        verbose_name="会议系列",
                    ),
                ),
                ("ends_at", models.DateTimeField(verbose_name="预计结束")),
                (
                    "notice_version",
                    models.PositiveSmallIntegerField(default=0, verbose_name="通知版次"),
                ),
                ("receipt_by", models.DateField(blank=True, null=True, verbose_name="回执截止")),
            ],
            options={
                "verbose_name": "联席会议",
                "verbose_name_plural": "联席会议",
                "ordering": ["-id"],
                "permissions": [
                    ("plan_jointmeeting", "筹备会议"),
                    ("approve_jointmeeting", "审定议程"),
                    ("notify_jointmeeting", "印发会议通知"),
                    ("attend_jointmeeting", "报送回执"),
                    ("record_jointmeeting", "登记到会与议定"),
                    ("draft_jointmeeting", "起草纪要"),
                    ("issue_jointmeeting", "印发纪要"),
                    ("close_jointmeeting", "办结会议"),
                    ("countersign_jointmeeting", "会签纪要"),
                    ("countersign_on_paper_jointmeeting", "登记纸质会签"),
                    ("handle_jointmeeting", "承办会议"),
                    ("receive_jointmeeting", "签收纪要"),
                ],
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["due_on", "id"], name="jointmeeting_due"),
                    models.Index(fields=["status", "due_on", "id"], name="jointmeeting_status_due"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["holder", "due_on"],
                        name="jointmeeting_holder_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"), name="jointmeeting_grams"
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["id"],
                        include=("due_on",),
                        name="jointmeeting_open",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["due_on", "id"],
                        name="jointmeeting_closed_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="jointmeeting_open_grams",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("series", "ordinal"),
                        name="one_meeting_an_ordinal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResolvedItem",
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
                ("status", models.CharField(max_length=30, verbose_name="状态")),
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
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("content", models.CharField(blank=True, max_length=500, verbose_name="具体要求")),
                (
                    "assisting",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="liaison.unit", verbose_name="配合单位"
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
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "议定事项督办",
                "verbose_name_plural": "议定事项督办",
                "ordering": ["-id"],
                "permissions": [
                    ("report_resolveditem", "报办理情况"),
                    ("verify_resolveditem", "核验办结"),
                    ("handle_resolveditem", "督办"),
                    ("answer_resolveditem", "办理"),
                ],
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["due_on", "id"], name="resolveditem_due"),
                    models.Index(fields=["status", "due_on", "id"], name="resolveditem_status_due"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["holder", "due_on"],
                        name="resolveditem_holder_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"), name="resolveditem_grams"
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["id"],
                        include=("due_on",),
                        name="resolveditem_open",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["due_on", "id"],
                        name="resolveditem_closed_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="resolveditem_open_grams",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "ordinal"), name="one_item_an_ordinal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
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
                ("status", models.CharField(max_length=30, verbose_name="状态")),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("speech", "讲话"),
                            ("introduction", "介绍"),
                            ("explanation", "说明"),
                            ("deliberation", "审议"),
                            ("report", "汇报"),
                            ("other", "其他"),
                        ],
                        default="deliberation",
                        max_length=20,
                        verbose_name="方式",
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="提请理由和建议")),
                ("presenter_post", models.CharField(max_length=60, verbose_name="汇报人职务")),
                (
                    "presenter_name",
                    models.CharField(blank=True, max_length=40, verbose_name="汇报人姓名"),
                ),
                (
                    "document_title",
                    models.CharField(blank=True, max_length=120, verbose_name="文件名称"),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(default=10, verbose_name="预计用时（分钟）"),
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
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="meetings.jointmeeting",
                        verbose_name="列入的会议",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="meetings.meetingseries",
                        verbose_name="会议系列",
                    ),
                ),
            ],
            options={
                "verbose_name": "议题",
                "verbose_name_plural": "议题",
                "ordering": ["-id"],
                "permissions": [
                    ("propose_topic", "提出议题"),
                    ("screen_topic", "筛选议题"),
                    ("handle_topic", "承办议题"),
                    ("answer_topic", "补充议题"),
                ],
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["due_on", "id"], name="topic_due"),
                    models.Index(fields=["status", "due_on", "id"], name="topic_status_due"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["holder", "due_on"],
                        name="topic_holder_due",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["id"],
                        include=("due_on",),
                        name="topic_open",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["due_on", "id"],
                        name="topic_closed_due",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"), name="topic_grams"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        liaison.search.Bigrams("search_text"),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="topic_open_grams",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "other_unit",
                    models.CharField(blank=True, max_length=60, verbose_name="其他单位名称"),
                ),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("speech", "讲话"),
                            ("introduction", "介绍"),
                            ("explanation", "说明"),
                            ("deliberation", "审议"),
                            ("report", "汇报"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="方式",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="议题")),
                (
                    "document_title",
                    models.CharField(blank=True, max_length=120, verbose_name="文件名称"),
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "approves",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_in",
                        to="meetings.jointmeeting",
                        verbose_name="审议其纪要的会议",
                    ),
                ),
                ("begun_at", models.DateTimeField(null=True, verbose_name="开始")),
                (
                    "carried",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_in",
                        to="meetings.resolveditem",
                        verbose_name="未办结的议定事项",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束")),
                ("is_late", models.BooleanField(default=False, verbose_name="临时增列")),
                (
                    "late_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="增列理由"),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="预计用时（分钟）"
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=10000, verbose_name="记录")),
                ("present", models.PositiveSmallIntegerField(null=True, verbose_name="到会单位")),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(null=True, verbose_name="法定到会单位"),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="meetings.topic",
                        verbose_name="议题",
                    ),
                ),
            ],
            options={
                "verbose_name": "议程",
                "verbose_name_plural": "议程",
                "ordering": ["order"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("meeting", "order"),
                        name="one_agenda_item_an_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=100, verbose_name="议定事项")),
                ("content", models.CharField(blank=True, max_length=500, verbose_name="具体要求")),
                ("due_on", models.DateField(verbose_name="办结期限")),
                (
                    "assisting",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="liaison.unit", verbose_name="配合单位"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="meetings.agendaitem",
                        verbose_name="议程",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议议定",
                "verbose_name_plural": "会议议定",
                "ordering": ["ordinal"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "ordinal"), name="one_decision_an_ordinal"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="resolveditem",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="item",
                to="meetings.decision",
                verbose_name="会议议定",
            ),
        ),
        migrations.CreateModel(
            name="JointMeetingGrant",
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
                        on_delete=django.db.models.deletion.CASCADE, to="meetings.jointmeeting"
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
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField(verbose_name="正文")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="稿次")),
                ("edited_at", models.DateTimeField(auto_now=True, verbose_name="修改时间")),
                ("round", models.PositiveSmallIntegerField(default=0, verbose_name="会签轮次")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="校验码")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="送签日期")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="纪要编号")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
                ("distribution", models.TextField(blank=True, verbose_name="分送")),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最后修改人",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议纪要",
                "verbose_name_plural": "会议纪要",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Countersignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("government", "政府方"),
                            ("court", "法院方"),
                            ("procuratorate", "检察方"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="方",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("asked", "待会签"),
                            ("signed", "已会签"),
                            ("returned", "退回修改"),
                        ],
                        default="asked",
                        max_length=20,
                        verbose_name="会签意见",
                    ),
                ),
                ("signer_post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                ("signed_on", models.DateField(null=True, verbose_name="审签日期")),
                ("at", models.DateTimeField(null=True, verbose_name="办理时间")),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="所签文本校验码"),
                ),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "signer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审签人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countersignatures",
                        to="meetings.minutes",
                        verbose_name="会议纪要",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "scan",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="扫描件",
                    ),
                ),
                (
                    "signer_name",
                    models.CharField(blank=True, max_length=40, verbose_name="纸质审签人"),
                ),
            ],
            options={
                "verbose_name": "会签",
                "verbose_name_plural": "会签",
                "ordering": ["round", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("minutes", "round", "unit"), name="one_countersignature_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recorder__isnull", True),
                                ("scan__isnull", True),
                                ("signer_name", ""),
                            ),
                            models.Q(
                                ("recorder__isnull", False),
                                ("scan__isnull", False),
                                ("signer__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="countersigned_in_the_system_or_on_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemReport",
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
                        choices=[("progress", "进展"), ("completion", "办结")],
                        max_length=20,
                        verbose_name="报告类别",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="办理情况")),
                ("on", models.DateField(verbose_name="报告日期")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "核验通过"), ("returned", "退回续办")],
                        max_length=20,
                        verbose_name="核验结果",
                    ),
                ),
                ("judged_on", models.DateField(null=True, verbose_name="核验日期")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="核验意见")),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="meetings.resolveditem",
                        verbose_name="议定事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理情况",
                "verbose_name_plural": "办理情况",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ResolvedItemGrant",
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
                        on_delete=django.db.models.deletion.CASCADE, to="meetings.resolveditem"
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
            name="Venue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("is_main", models.BooleanField(default=False, verbose_name="主会场")),
                ("name", models.CharField(max_length=60, verbose_name="会场")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="venues",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=meetings.models.programme.sign_in_code,
                        max_length=32,
                        unique=True,
                        verbose_name="签到码",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "会场",
                "verbose_name_plural": "会场",
                "ordering": ["order"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("meeting",),
                        name="one_main_venue",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("meeting", "order"),
                        name="one_venue_an_order",
                    ),
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
                    "other_unit",
                    models.CharField(blank=True, max_length=60, verbose_name="其他单位名称"),
                ),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("on_leave", "请假"),
                            ("observing", "列席"),
                            ("absent", "缺席"),
                        ],
                        default="present",
                        max_length=20,
                        verbose_name="到会",
                    ),
                ),
                (
                    "leave_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="请假事由"),
                ),
                (
                    "substitute_for",
                    models.CharField(blank=True, max_length=60, verbose_name="代谁参会"),
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="meetings.venue",
                        verbose_name="会场",
                    ),
                ),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="签到时间")),
                (
                    "arrived_via",
                    models.CharField(
                        blank=True,
                        choices=[("code", "扫码签到"), ("clerk", "工作人员签到")],
                        max_length=10,
                        verbose_name="签到方式",
                    ),
                ),
                ("is_walk_in", models.BooleanField(default=False, verbose_name="名册外签到")),
                ("left_at", models.DateTimeField(null=True, verbose_name="离会时间")),
                ("is_recorded", models.BooleanField(default=False, verbose_name="已由办公室登记")),
            ],
            options={
                "verbose_name": "到会情况",
                "verbose_name_plural": "到会情况",
                "ordering": ["venue__order", "order", "id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["unit", "name"], name="attendance_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_walk_in", True)),
                        fields=("meeting", "unit", "name"),
                        name="one_walk_in_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("government", "政府方"),
                            ("court", "法院方"),
                            ("procuratorate", "检察方"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="方",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("asked", "待审定"), ("agreed", "同意"), ("returned", "退回修改")],
                        default="asked",
                        max_length=20,
                        verbose_name="意见",
                    ),
                ),
                ("signer_post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "signer_name",
                    models.CharField(blank=True, max_length=40, verbose_name="纸质审签人"),
                ),
                ("signed_on", models.DateField(null=True, verbose_name="审签日期")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "signer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审签人",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "scan",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="扫描件",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "议程审定",
                "verbose_name_plural": "议程审定",
                "ordering": ["-round", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "round", "unit"), name="one_approval_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recorder__isnull", True),
                                ("scan__isnull", True),
                                ("signer_name", ""),
                            ),
                            models.Q(
                                ("recorder__isnull", False),
                                ("scan__isnull", False),
                                ("signer__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="approved_in_the_system_or_on_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
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
                            ("arrived", "签到"),
                            ("left", "离会"),
                            ("returned", "返回"),
                            ("undone", "撤销签到"),
                        ],
                        max_length=10,
                        verbose_name="动态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="movements",
                        to="meetings.attendance",
                        verbose_name="人员",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "到会动态",
                "verbose_name_plural": "到会动态",
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="联系电话")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                ("urged_at", models.DateTimeField(null=True, verbose_name="最近催报")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="meetings.jointmeeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议回执",
                "verbose_name_plural": "会议回执",
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "unit"), name="one_receipt_a_unit")
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
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="理由")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="meetings.attendance",
                        verbose_name="人员",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="meetings.agendaitem",
                        verbose_name="议程",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "回避",
                "verbose_name_plural": "回避",
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attendance", "item"), name="one_recusal_an_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicGrant",
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
                        on_delete=django.db.models.deletion.CASCADE, to="meetings.topic"
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
            name="TopicLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="meetings.topic",
                        verbose_name="议题",
                    ),
                ),
            ],
            options={
                "verbose_name": "关联事项",
                "verbose_name_plural": "关联事项",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "content_type", "object_id"), name="one_link_a_matter"
                    )
                ],
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
                        choices=[(1, "提醒函"), (2, "督办函"), (3, "督办通报")], verbose_name="档次"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="文号")),
                ("on", models.DateField(verbose_name="发出日期")),
                ("answer_by", models.DateField(verbose_name="要求报告日期")),
                (
                    "requirement",
                    models.CharField(blank=True, max_length=500, verbose_name="督办要求"),
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
                    "copied",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="liaison.unit", verbose_name="抄送单位"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgings",
                        to="meetings.resolveditem",
                        verbose_name="议定事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办",
                "verbose_name_plural": "督办",
                "ordering": ["tier", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MinutesRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField(verbose_name="稿次")),
                ("body", models.TextField(verbose_name="正文")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="修改时间"
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="meetings.minutes",
                        verbose_name="会议纪要",
                    ),
                ),
            ],
            options={
                "verbose_name": "纪要稿",
                "verbose_name_plural": "纪要稿",
                "ordering": ["-revision"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("minutes", "revision"), name="one_text_a_revision"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验码")),
                ("sent_on", models.DateField(verbose_name="送签日期")),
                ("attendance", models.TextField(blank=True, verbose_name="到会登记")),
                ("decisions", models.TextField(blank=True, verbose_name="议定登记")),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="meetings.minutes",
                        verbose_name="会议纪要",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="meetings.minutesrevision",
                        verbose_name="所送稿",
                    ),
                ),
            ],
            options={
                "verbose_name": "会签轮次",
                "verbose_name_plural": "会签轮次",
                "ordering": ["-round"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("minutes", "round"), name="one_text_a_round")
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("other", models.CharField(blank=True, max_length=60, verbose_name="其他单位")),
                ("received_on", models.DateField(null=True, verbose_name="签收日期")),
                (
                    "receiver_name",
                    models.CharField(blank=True, max_length=40, verbose_name="纸面签收人"),
                ),
                ("urged_on", models.DateField(null=True, verbose_name="催签日期")),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="meetings.minutes",
                        verbose_name="会议纪要",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签收人",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "纪要分送",
                "verbose_name_plural": "纪要分送",
                "ordering": ["order"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("minutes", "unit"), name="one_copy_a_unit"),
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", True), ("other", ""), _connector="XOR"),
                        name="a_copy_is_a_units_or_anothers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("received_on__isnull", True),
                                ("receiver__isnull", True),
                                ("recorder__isnull", True),
                            ),
                            models.Q(
                                ("received_on__isnull", False),
                                ("receiver__isnull", False),
                                ("recorder__isnull", True),
                            ),
                            models.Q(
                                ("received_on__isnull", False),
                                ("receiver__isnull", True),
                                ("recorder__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="received_in_the_system_or_on_paper",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RENAME.format(*NAMES), RENAME.format(*reversed(NAMES))),
        *(
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
