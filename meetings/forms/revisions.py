"""Which two texts of the minutes are laid side by side."""

from django import forms


class ComparisonForm(forms.Form):
    """对照: a text and an earlier one; unless told, the newest two that the reader may read."""

    after = forms.TypedChoiceField(label="看哪一稿", coerce=int)
    before = forms.TypedChoiceField(
        label="与哪一稿对照", coerce=int, empty_value=None, required=False
    )

    def __init__(self, data, *, revisions):
        self.texts = {row.revision: row for row in revisions}
        newest = max(self.texts)
        earlier = max((number for number in self.texts if number < newest), default="")
        super().__init__({"after": newest, "before": earlier} | data.dict())
        choices = [(row.revision, str(row)) for row in revisions]
        self.fields["after"].choices = choices
        self.fields["before"].choices = [("", "不对照"), *choices]

    @property
    def pair(self):
        """The earlier text, None where one is read alone, and the other."""
        return self.texts.get(self.cleaned_data["before"]), self.texts[self.cleaned_data["after"]]
