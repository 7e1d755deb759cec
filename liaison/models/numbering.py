"""Numbers (编号): per issuer, series and year; no gap, no reuse, no leading zero."""

from django.db import models


class NumberSeriesQuerySet(models.QuerySet):
    def take(self, issuer, name, year):
        """Draw the next number of a series, 1 upwards; call it inside the step's transaction.

        The row stays locked until the transaction ends, so a step that is rolled back gives
        its number back and the next in the queue gets the same one: no gaps.
        """
        series = self.hold(issuer, name, year)
        series.last += 1
        series.save(update_fields=["last"])
        return series.last

    def hold(self, issuer, name, year):
        """Lock the series of a year, begun if there is none: nobody draws until the end of the
        transaction."""
        self.bulk_create([NumberSeries(issuer=issuer, name=name, year=year)], ignore_conflicts=True)
        return self.select_for_update().get(issuer=issuer, name=name, year=year)

    def pass_over(self, issuer, name, year, upto):
        """Have the series go on after ``upto``: those numbers were drawn before this system."""
        self.bulk_create([NumberSeries(issuer=issuer, name=name, year=year)], ignore_conflicts=True)
        series = self.filter(issuer=issuer, name=name, year=year, last__lt=upto)
        series.update(last=upto)


class NumberSeries(models.Model):
    """The last number that an issuer drew in a series of a year (编号簿)."""

    issuer = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="编号单位"
    )
    name = models.CharField("编号簿", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用至", default=0)

    objects = NumberSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编号簿"
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "name", "year"], name="one_series_a_year")
        ]

    def __str__(self):
        return f"{self.issuer} {self.name}〔{self.year}〕{self.last}号"
