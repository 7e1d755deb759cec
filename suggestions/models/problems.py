"""Problems and the suggestions matched to them, one to one (问题与建议一一对应)."""

from django.core.exceptions import ValidationError
from django.db import models

MOST_PROBLEMS = 20


class Problem(models.Model):
    """A problem the court met in its cases, and what it suggests against it (问题与建议).

    One row holds both, so neither can stand alone (法释〔2023〕11号附件1: 建议与问题应当一一对应).
    """

    matter = models.ForeignKey(
        "suggestions.JudicialSuggestion",
        models.PROTECT,
        related_name="problems",
        verbose_name="司法建议",
    )
    order = models.PositiveSmallIntegerField("序号")
    problem = models.TextField("问题", max_length=2000)
    suggestion = models.TextField("建议", max_length=2000)

    class Meta:
        verbose_name = verbose_name_plural = "问题与建议"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "order"], name="one_problem_a_place"),
            models.CheckConstraint(
                condition=~models.Q(problem="") & ~models.Q(suggestion=""),
                name="problem_has_its_suggestion",
            ),
        ]

    def __str__(self):
        return f"问题{self.order}"


def matched(rows):
    """Return clean (problem, suggestion) pairs; raise for an unmatched row or for none at all."""
    pairs = [(row.get("problem", "").strip(), row.get("suggestion", "").strip()) for row in rows]
    if not pairs:
        raise ValidationError("至少应写明一个问题和与之对应的建议")
    if len(pairs) > MOST_PROBLEMS:
        raise ValidationError(f"问题不超过{MOST_PROBLEMS}个，请合并后再提")
    for place, (problem, suggestion) in enumerate(pairs, start=1):
        if not (problem and suggestion):
            lacking = "建议" if problem else "问题"
            raise ValidationError(f"第{place}行缺少{lacking}：建议与问题应当一一对应")
    return pairs
