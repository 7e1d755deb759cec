"""The centre's rulebook (工作规则): versions of a text, whose numbers the system works by."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from liaison import registry
from liaison.clock.workings import length_text
from liaison.models import Committee, DeadlineRule, Role
from liaison.transitions import opening_of, transitions_of
from liaison.workdays import Unit as TimeUnit

MODEL_TEXT = Path(__file__).parent.parent / "data" / "rulebook.toml"


class RulebookQuerySet(models.QuerySet):
    """Which version binds when, and how a new one comes to be."""

    def in_force(self, committee, on=None):
        """The version that binds the committee's centres on ``on``; None where there is none."""
        on = on or timezone.localdate()
        versions = self.filter(committee=committee, status=Rulebook.Status.IN_FORCE)
        return versions.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()

    def numbers(self, committee, on=None):
        """The numbers that bind on ``on``: of the version in force, else the model text's own."""
        return self.in_force(committee, on) or Rulebook(committee=committee)

    @transaction.atomic
    def draft(self, committee):
        """Begin the next version from the latest, else from the model text (示范文本)."""
        Committee.objects.select_for_update().get(pk=committee.pk)
        latest = self.filter(committee=committee).order_by("-version").first()
        if latest is None:
            return _of_model_text(committee)
        articles = list(latest.articles.all())
        latest.pk, latest.version, latest.status = None, latest.version + 1, Rulebook.Status.DRAFT
        latest.valid_from = timezone.localdate()
        latest._state.adding = True
        latest.save()
        for article in articles:
            article.pk, article.rulebook = None, latest
        Article.objects.bulk_create(articles)
        return latest


def _of_model_text(committee):
    given = tomllib.loads(MODEL_TEXT.read_text(encoding="utf-8"))
    rulebook = Rulebook.objects.create(
        committee=committee, title=given["title"], version=1, valid_from=given["valid_from"]
    )
    Article.objects.bulk_create(
        Article(rulebook=rulebook, ordinal=ordinal, **article)
        for ordinal, article in enumerate(given["article"], start=1)
    )
    return rulebook


class Rulebook(models.Model):
    """A version of the rulebook of a committee's centres (行政争议协调化解中心工作规则).

    Periods that run as clocks are deadline rules of the office (``disputes/data``), to which
    articles refer; the numbers that are no clocks stand here.
    """

    EDITED_BY = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)

    class Status(models.TextChoices):
        DRAFT = "draft", "草案"
        IN_FORCE = "in_force", "施行"

    committee = models.ForeignKey(
        "liaison.Committee", models.PROTECT, related_name="rulebooks", verbose_name="委员会"
    )
    title = models.CharField("名称", max_length=120)
    version = models.PositiveSmallIntegerField("版次")
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateField("施行日期")
    session_notice_days = models.PositiveSmallIntegerField("会谈提前通知（日）", default=3)
    extension_days = models.PositiveSmallIntegerField("每次延长不超过（日）", default=30)
    extensions_allowed = models.PositiveSmallIntegerField("延长次数", default=1)

    objects = RulebookQuerySet.as_manager()

    class Meta:
        verbose_name = "工作规则"
        verbose_name_plural = "工作规则"
        ordering = ["committee", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "version"], name="one_rulebook_a_version")
        ]

    def __str__(self):
        return f"{self.title}（第{self.version}版）"

    def clean(self):
        if self.extensions_allowed and not self.extension_days:
            raise ValidationError({"extension_days": "允许延长的，请填写每次延长的日数"})

    def adopt(self):
        """Put the draft in force from ``valid_from`` (施行); the version before gives way to it.

        Raises ValidationError when it is not a draft, or would come before the one in force.
        """
        if self.status != self.Status.DRAFT:
            raise ValidationError("只有草案可以施行", code="status")
        later = Rulebook.objects.filter(
            committee=self.committee,
            status=self.Status.IN_FORCE,
            valid_from__gte=self.valid_from,
        )
        if later.exists():
            raise ValidationError("施行日期应当晚于现行版本的施行日期", code="valid_from")
        self.status = self.Status.IN_FORCE
        self.save(update_fields=["status"])

    def read(self, today):
        """The articles with their numbers filled in, and what the system does by each.

        A period that is a clock is told at the length of the rule in force ``today``, so that
        the text and the clock can't say different things. One query for articles, one for rules.
        """
        rules = {rule.code: rule for rule in DeadlineRule.objects.in_force_on(today)}
        articles = list(self.articles.all())
        for article in articles:
            article.told = PLACE.sub(lambda place: self._told(place[1], rules), article.text)
            article.links = [link for code in article.touches if (link := _link(code, rules))]
        return articles

    def _told(self, name, rules):
        if name in rules:
            return length_text(rules[name].length, TimeUnit(rules[name].unit))
        value = getattr(self, name, None) if name in OWN_NUMBERS else None
        if value is None:
            return "（另定）"
        return f"{value.year}年{value.month}月{value.day}日" if name == "valid_from" else str(value)


PLACE = re.compile(r"\{([a-z_.]+)\}")
"""Where a number stands in an article: the code of a deadline rule, or a number of the rulebook."""
OWN_NUMBERS = frozenset(
    {"session_notice_days", "extension_days", "extensions_allowed", "valid_from"}
)


def _link(code, rules):
    """What ``code`` names, as (kind, words): a step, a period or a paper; None if nothing does."""
    if code in rules:
        rule = rules[code]
        return "期限", f"{rule.name}：{length_text(rule.length, TimeUnit(rule.unit))}"
    if code in registry.papers:
        return "文书", registry.papers[code].title
    dispute = apps.get_model("disputes", "Dispute")
    steps = [opening_of(dispute), *transitions_of(dispute)]
    labels = {f"dispute.{step.name}": step.label for step in steps}
    return ("步骤", labels[code]) if code in labels else None


class Article(models.Model):
    """An article of a rulebook (条), with what the system does by it.

    ``touches`` names steps (``dispute.accept``), deadline rules (``disputes.accept``) and papers
    (``dispute-acceptance``) by their codes, so that whoever reads the article finds them.
    """

    EDITED_BY = Rulebook.EDITED_BY

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="articles")
    ordinal = models.PositiveSmallIntegerField("条")
    chapter = models.CharField("章", max_length=60, blank=True)
    heading = models.CharField("条标", max_length=60)
    text = models.TextField("条文")
    touches = models.JSONField("系统对应", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "ordinal"], name="one_article_an_ordinal")
        ]

    def __str__(self):
        return f"第{self.ordinal}条 {self.heading}"
