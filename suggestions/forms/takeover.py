"""Form of 导入以往建议: whose they are, the table, and the files that it names."""

from liaison.bundles import BundleField
from liaison.tables.forms import CourtTableForm


class TakeoverForm(CourtTableForm):
    """A table of earlier suggestions, with their files in one zip."""

    bundle = BundleField(
        label="附件包",
        required=False,
        help_text="zip，不超过 200 MB、500 个文件；“附件”一列没有填写的，不必上传",
    )
