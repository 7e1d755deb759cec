"""The tables of a new installation at once, as the sixteen migrations replaced leave them.

What those did to rows that were there before has nothing to do here.
"""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

APPEND_ONLY = ("liaison_auditentry", "liaison_deadlineevent", "liaison_issuedpaper")
REFUSE = """
CREATE FUNCTION liaison_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

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

BIGRAMS = """
CREATE FUNCTION liaison_bigrams(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT (a || b) COLLATE "C"), '{}')
    FROM unnest(string_to_array(body, NULL), (string_to_array(body, NULL))[2:]) AS pair (a, b)
    WHERE b IS NOT NULL
$$;
"""


class Migration(migrations.Migration):
    replaces = [
        ("liaison", "0001_initial"),
        ("liaison", "0002_guards"),
        ("liaison", "0003_rooms"),
        ("liaison", "0004_long_works"),
        ("liaison", "0005_desks"),
        ("liaison", "0006_paper_parts"),
        ("liaison", "0007_desks_aside"),
        ("liaison", "0008_calendar_feeds"),
        ("liaison", "0009_paper_docx"),
        ("liaison", "0010_check_codes"),
        ("liaison", "0011_deadlines_of_a_day"),
        ("liaison", "0012_desks_owing"),
        ("liaison", "0013_handed_in"),
        ("liaison", "0014_absences"),
        ("liaison", "0015_bigrams"),
        ("liaison", "0016_work_aside"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION liaison_bigrams(text)"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION liaison_append_only()"),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                (
                    "working",
                    models.BooleanField(help_text="调休上班为是，放假为否", verbose_name="上班"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据")),
            ],
            options={
                "verbose_name": "节假日与调休",
                "verbose_name_plural": "节假日与调休",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="年份"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="发布日期")),
            ],
            options={
                "verbose_name": "已公布年份",
                "verbose_name_plural": "已公布年份",
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="CaughtMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=300, verbose_name="收件人")),
                ("subject", models.CharField(max_length=300, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "演示邮箱",
                "verbose_name_plural": "演示邮箱",
                "ordering": ["-id"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="手机号码")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "personal_group",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        help_text="没有单位的特邀调解员凭个人组获得授权",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to="auth.group",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员",
                "verbose_name_plural": "人员",
                "ordering": ["id"],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="liaison.area",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "地区",
                "verbose_name_plural": "地区",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=40, verbose_name="材料种类")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to="attachments/%Y/%m/", verbose_name="文件"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="校验码")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["content_type", "object_id"], name="attachment_of_matter")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="全称")),
                ("short_name", models.CharField(max_length=40, verbose_name="规范简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("court", "人民法院"),
                            ("government", "人民政府（管委会）"),
                            ("agency", "行政机关"),
                            ("justice_bureau", "司法行政机关"),
                            ("procuratorate", "人民检察院"),
                            ("centre", "行政争议协调化解中心"),
                            ("office", "委员会办公室"),
                            ("other", "其他单位"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("high", "高级法院"),
                            ("intermediate", "中级法院"),
                            ("basic", "基层法院"),
                            ("tribunal", "派出法庭、巡回点"),
                        ],
                        max_length=20,
                        verbose_name="法院层级",
                    ),
                ),
                (
                    "court_code",
                    models.CharField(
                        blank=True, help_text="如：吉24", max_length=10, verbose_name="法院代字"
                    ),
                ),
                (
                    "place_name",
                    models.CharField(
                        blank=True,
                        help_text="发文字号用，如：延边（延边法建〔2026〕1号）",
                        max_length=10,
                        verbose_name="地名简称",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="liaison.area",
                        verbose_name="所在地区",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit",
                        to="auth.group",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="liaison.unit",
                        verbose_name="上级单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "verbose_name_plural": "单位",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "成员单位",
                "verbose_name_plural": "成员单位",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="名称")),
                ("short_name", models.CharField(max_length=40, verbose_name="简称")),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="liaison.area",
                        verbose_name="地区",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="committees", through="liaison.Membership", to="liaison.unit"
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_of",
                        to="liaison.unit",
                        verbose_name="办公室",
                    ),
                ),
                (
                    "starter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="政府方启动单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "委员会",
                "verbose_name_plural": "委员会",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="liaison.committee",
                verbose_name="委员会",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("committee", "unit", "starts_on"), name="one_membership_a_start"
            ),
        ),
        migrations.CreateModel(
            name="DeadlineRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("law", models.CharField(max_length=120, verbose_name="依据")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                ("trigger", models.CharField(max_length=120, verbose_name="起算")),
                ("length", models.PositiveSmallIntegerField(verbose_name="期间长度")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hour", "小时"),
                            ("day", "日"),
                            ("working_day", "个工作日"),
                            ("month", "个月"),
                            ("year", "年"),
                        ],
                        max_length=20,
                        verbose_name="单位",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("after", "之后"), ("before", "之前")],
                        default="after",
                        max_length=10,
                        verbose_name="方向",
                    ),
                ),
                ("roll", models.BooleanField(default=True, verbose_name="末日顺延")),
                (
                    "extendable_by",
                    models.PositiveSmallIntegerField(default=0, verbose_name="可延长"),
                ),
                (
                    "extension_unit",
                    models.CharField(blank=True, max_length=20, verbose_name="延长单位"),
                ),
                (
                    "extension_note",
                    models.CharField(blank=True, max_length=200, verbose_name="延长条件"),
                ),
                (
                    "effect_if_late",
                    models.CharField(blank=True, max_length=200, verbose_name="逾期后果"),
                ),
                (
                    "tiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="提醒日（期满前为正）",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("verified", models.CharField(blank=True, max_length=1, verbose_name="核实")),
                ("valid_from", models.DateField(verbose_name="施行")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="失效")),
            ],
            options={
                "verbose_name": "期限规则",
                "verbose_name_plural": "期限规则",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="one_rule_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("ref", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("running", "进行中"),
                            ("suspended", "中止"),
                            ("met", "已完成"),
                            ("waived", "不再适用"),
                        ],
                        default="running",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="起算事由发生日")),
                ("due_on", models.DateField(null=True, verbose_name="期满日")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("ended_on", models.DateField(null=True, verbose_name="完成日")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="liaison.deadlinerule",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="要求单位",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="责任单位",
                    ),
                ),
                ("handed_in_on", models.DateField(null=True, verbose_name="报送日")),
            ],
            options={
                "verbose_name": "期限",
                "verbose_name_plural": "期限",
                "ordering": ["due_on", "id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["content_type", "object_id"], name="deadline_of_matter"),
                    models.Index(
                        condition=models.Q(("status", "running")),
                        fields=["due_on", "id"],
                        name="deadline_running",
                    ),
                    models.Index(
                        condition=models.Q(("status", "running")),
                        fields=["content_type", "due_on"],
                        include=("id", "object_id"),
                        name="deadline_of_day",
                    ),
                    models.Index(
                        fields=["responsible", "due_on"],
                        include=("status", "handed_in_on", "ended_on"),
                        name="deadline_kept",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["running", "suspended"])),
                        fields=("content_type", "object_id", "rule", "ref"),
                        name="one_open_deadline_a_rule",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineEvent",
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
                            ("started", "起算"),
                            ("extended", "延长"),
                            ("suspended", "中止"),
                            ("resumed", "恢复"),
                            ("restarted", "重新起算"),
                            ("handed_in", "报送待核"),
                            ("handed_back", "退回"),
                            ("met", "完成"),
                            ("waived", "不再适用"),
                            ("recomputed", "按新日历重算"),
                        ],
                        max_length=20,
                        verbose_name="事件",
                    ),
                ),
                ("on", models.DateField(verbose_name="发生日")),
                ("length", models.PositiveSmallIntegerField(null=True, verbose_name="延长")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                ("until", models.DateField(null=True, verbose_name="指定日期")),
                ("due_on", models.DateField(null=True, verbose_name="期满日")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.attachment",
                        verbose_name="同意书",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="liaison.deadline",
                    ),
                ),
            ],
            options={
                "verbose_name": "期限台账",
                "verbose_name_plural": "期限台账",
                "ordering": ["id"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="IssuedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("code", models.SlugField(max_length=60, verbose_name="文书代码")),
                ("number", models.CharField(db_index=True, max_length=60, verbose_name="文号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                ("file", models.FileField(max_length=200, upload_to="", verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="文件校验值")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="页数")),
                ("issued_at", models.DateTimeField(auto_now_add=True, verbose_name="印发时间")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="印发人",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="所属部分"
                    ),
                ),
                (
                    "docx",
                    models.FileField(
                        blank=True,
                        default="",
                        max_length=200,
                        upload_to="",
                        verbose_name="可编辑文本",
                    ),
                ),
                (
                    "check_code",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="校验码"),
                ),
            ],
            options={
                "verbose_name": "印发文书",
                "verbose_name_plural": "印发文书",
                "ordering": ["-issued_at", "-id"],
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["code", "number"], name="paper_code_number")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "code", "part", "version"),
                        name="one_paper_a_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("check_code", ""), _negated=True),
                        fields=("check_code",),
                        name="one_paper_a_check_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("notice", models.CharField(max_length=60, verbose_name="通知种类")),
                ("channel", models.CharField(max_length=20, verbose_name="渠道")),
                ("object_id", models.PositiveBigIntegerField(null=True)),
                ("subject", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="内容")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "待发送"),
                            ("sending", "发送中"),
                            ("sent", "已发送"),
                            ("failed", "发送失败"),
                            ("void", "已作废"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "not_before",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="不早于"),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发送时间")),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="失败原因")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
            ],
            options={
                "verbose_name": "消息",
                "verbose_name_plural": "消息",
                "ordering": ["-id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["pending", "sending"])),
                        fields=["not_before", "id"],
                        name="message_to_send",
                    ),
                    models.Index(fields=["recipient", "-not_before"], name="message_inbox"),
                    models.Index(
                        condition=models.Q(("channel", "inbox"), ("read_at__isnull", True)),
                        fields=["recipient"],
                        name="message_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "recipient", "channel"), name="one_message_a_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("tier", models.SmallIntegerField(verbose_name="期满前天数")),
                ("channel", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="liaison.deadline",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder",
                        to="liaison.message",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒台账",
                "verbose_name_plural": "提醒台账",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deadline", "version", "tier", "recipient", "channel"),
                        name="one_reminder_a_tier",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
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
                            ("co_chair", "主任"),
                            ("vice_chair", "副主任"),
                            ("office_director", "办公室主任"),
                            ("liaison_officer", "联络员"),
                        ],
                        max_length=20,
                        verbose_name="席位",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="职务")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="liaison.committee",
                        verbose_name="委员会",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
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
                "verbose_name": "席位",
                "verbose_name_plural": "席位",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="职务")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("court_clerk", "法院经办人"),
                            ("court_leader", "法院领导（签发人）"),
                            ("unit_clerk", "单位经办人"),
                            ("unit_leader", "单位负责人"),
                            ("justice_clerk", "司法行政机关经办人"),
                            ("centre_clerk", "化解中心工作人员"),
                            ("mediator", "调解员"),
                            ("office_clerk", "委员会办公室工作人员"),
                            ("office_leader", "委员会办公室负责人"),
                            ("security_admin", "安全管理员"),
                            ("auditor", "安全审计员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("handler", "经办人"),
                            ("section_head", "部门负责人"),
                            ("leader_in_charge", "分管领导"),
                            ("head", "主要负责人"),
                        ],
                        default="handler",
                        max_length=20,
                        verbose_name="层级",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="任职起"
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="当日仍在任", null=True, verbose_name="任职止"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "verbose_name_plural": "任职",
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="post_ends_after_it_starts",
                        violation_error_message="任职止不能早于任职起",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="编号簿")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="已用至")),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="liaison.unit",
                        verbose_name="编号单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "编号簿",
                "verbose_name_plural": "编号簿",
                "ordering": ["-year", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "name", "year"), name="one_series_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "matter_kind",
                    models.CharField(
                        blank=True,
                        help_text="留空为全部事项；否则如 disputes.dispute",
                        max_length=60,
                        verbose_name="事项类别",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="liaison.area",
                        verbose_name="地区",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "centre"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centre_jurisdictions",
                        to="liaison.unit",
                        verbose_name="化解中心",
                    ),
                ),
                (
                    "court",
                    models.ForeignKey(
                        limit_choices_to={"kind": "court"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jurisdictions",
                        to="liaison.unit",
                        verbose_name="法院",
                    ),
                ),
            ],
            options={
                "verbose_name": "管辖",
                "verbose_name_plural": "管辖",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "matter_kind", "court"), name="one_jurisdiction_a_court"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number_prefix",
                    models.CharField(
                        help_text="受理编号用，如：长协（长协〔2026〕42号）",
                        max_length=20,
                        verbose_name="编号字头",
                    ),
                ),
                (
                    "areas",
                    models.ManyToManyField(
                        related_name="centres", to="liaison.area", verbose_name="服务地区"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centres",
                        to="liaison.committee",
                        verbose_name="委员会",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_centres",
                        to="liaison.unit",
                        verbose_name="设在",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centre_profile",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "化解中心",
                "verbose_name_plural": "化解中心",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(null=True)),
                ("action", models.CharField(max_length=60, verbose_name="动作")),
                ("label", models.CharField(max_length=60, verbose_name="事由")),
                ("before", models.CharField(blank=True, max_length=30, verbose_name="办理前")),
                ("after", models.CharField(blank=True, max_length=30, verbose_name="办理后")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
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
                "verbose_name": "留痕",
                "verbose_name_plural": "留痕",
                "ordering": ["-at", "-id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id", "-at"], name="audit_of_matter"
                    ),
                    models.Index(fields=["-at"], name="audit_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="座位"),
                ),
                ("has_video", models.BooleanField(default=False, verbose_name="可以视频")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="liaison.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "房间",
                "verbose_name_plural": "房间",
                "ordering": ["unit", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "name"), name="one_room_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="时间"),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("ref", models.CharField(max_length=40)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="liaison.room",
                        verbose_name="房间",
                    ),
                ),
            ],
            options={
                "verbose_name": "占用",
                "verbose_name_plural": "占用",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["content_type", "object_id"], name="booking_matter")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", True), ("room__isnull", False)),
                            models.Q(("person__isnull", False), ("room__isnull", True)),
                            _connector="OR",
                        ),
                        name="booking_of_one_thing",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("room__isnull", False)),
                        expressions=[("during", "&&"), ("room", "=")],
                        name="room_taken_once",
                        violation_error_message="该房间在这段时间已被占用",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("person__isnull", False)),
                        expressions=[("during", "&&"), ("person", "=")],
                        name="person_taken_once",
                        violation_error_message="该人员在这段时间另有安排",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LongWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="种类")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("object_id", models.PositiveBigIntegerField(null=True)),
                (
                    "arguments",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("source", models.FileField(blank=True, max_length=200, upload_to="")),
                ("source_name", models.CharField(blank=True, max_length=120)),
                ("key", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                            ("cancelled", "已取消"),
                        ],
                        default="queued",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                ("message", models.CharField(blank=True, max_length=200, verbose_name="进度说明")),
                ("error", models.TextField(blank=True, verbose_name="未完成原因")),
                (
                    "report",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("result", models.FileField(blank=True, max_length=200, upload_to="")),
                (
                    "result_name",
                    models.CharField(blank=True, max_length=120, verbose_name="结果文件"),
                ),
                ("result_type", models.CharField(blank=True, max_length=100)),
                ("claim", models.UUIDField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="发起时间")),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
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
                ("aside", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "后台任务",
                "verbose_name_plural": "后台任务",
                "ordering": ["-id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "running"])),
                        fields=["status", "id"],
                        name="work_open",
                    ),
                    models.Index(fields=["owner", "-id"], name="work_of_owner"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["queued", "running"])),
                        fields=("owner", "key"),
                        name="one_open_work_of_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("awaited", models.BooleanField(verbose_name="等待对方")),
                ("due_on", models.DateField(null=True, verbose_name="期满日")),
                (
                    "content_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="auth.group",
                    ),
                ),
                ("aside", models.BooleanField(db_default=False, verbose_name="另有期限")),
                ("provisional", models.BooleanField(db_default=False, verbose_name="期满日暂定")),
                (
                    "owing",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=60,
                        verbose_name="所欠期限",
                    ),
                ),
            ],
            options={
                "verbose_name": "案头事项",
                "verbose_name_plural": "案头事项",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["group", "awaited", "due_on", "-object_id"], name="desk_by_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "group"), name="one_entry_a_desk"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=6, verbose_name="地址开头")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="启用时间")),
                ("used_at", models.DateTimeField(null=True, verbose_name="最近读取")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "日程订阅",
                "verbose_name_plural": "日程订阅",
                "ordering": ["-id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user",),
                        name="one_feed_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="外出起")),
                ("ends_on", models.DateField(help_text="当日仍外出", verbose_name="外出止")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trip", "出差"),
                            ("leave", "休假"),
                            ("training", "培训"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="事由",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        blank=True,
                        help_text="同一单位的在任人员；不指定的，由本单位其他人接办",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代办人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="外出人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "外出",
                "verbose_name_plural": "外出",
                "ordering": ["-starts_on"],
                "indexes": [
                    models.Index(fields=["substitute", "ends_on"], name="absence_substitute")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="absence_ends_after_it_starts",
                        violation_error_message="外出止不能早于外出起",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitute", None),
                            models.Q(("substitute", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_substitute_is_another",
                        violation_error_message="代办人不能是本人",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    "starts_on",
                                    "ends_on",
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                            ("user", "="),
                        ],
                        name="absent_once",
                        violation_error_message="与已登记的外出重叠",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
