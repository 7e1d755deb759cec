"""What an agency must have ready for the court (应诉准备清单), ticked from what is there."""

from typing import NamedTuple

from disputes.appearances.models.choices import Instance


class Ready(NamedTuple):
    """One thing to be ready with: what, by which rule, whether it is there, and what is there."""

    name: str
    rule: str
    done: bool
    note: str


class Preparation:
    """The checklist of a sued agency: the answer with what belongs to it, and who goes to court."""

    def checklist(self, row):
        """What the agency ``row`` must have ready for the court, each ticked or not."""
        answer = getattr(row, "answer", None)
        items = answer.items if answer else []
        lacking = sum(1 for item in items if not item["file_id"])
        evidence = f"{len(items)}份" if items else "尚未列出"
        if lacking:
            evidence += f"，其中{lacking}份没有上传，开庭时应当带原件"
        first = self.instance != Instance.SECOND
        norms = answer.norm_lines if answer else []
        head, named = self._head_in_words(row)
        return [
            Ready(
                "答辩状",
                "行政诉讼法第六十七条" if first else "行政诉讼法解释第一百零八条",
                bool(answer and answer.body),
                "已拟写" if answer and answer.body else "尚未拟写",
            ),
            Ready("证据及证据清单", "行政诉讼法第三十四条", bool(items), evidence),
            Ready(
                "所依据的规范性文件",
                "行政诉讼法第三十四条、第六十七条",
                bool(norms),
                f"{len(norms)}件" if norms else "尚未列明",
            ),
            Ready(
                "法定代表人身份证明",
                "负责人出庭应诉规定第六条",
                bool(answer and answer.identity_id),
                "已上传" if answer and answer.identity_id else "尚未上传",
            ),
            Ready(
                "授权委托书",
                "行政诉讼法解释第一百三十一条",
                bool(answer and answer.mandate_id),
                "已上传" if answer and answer.mandate_id else "尚未上传；不委托代理人的不需要",
            ),
            Ready("负责人出庭", "行政诉讼法第三条第三款", named, head),
        ]

    def _head_in_words(self, row):
        """Who of the agency's heads goes to the next hearing, and whether that is settled."""
        found = [
            one
            for hearing in self.hearings.all()
            if hearing.state == "planned"
            for one in hearing.appearances.all()
            if one.agency_id == row.pk
        ]
        if not found:
            return "尚未通知开庭；请先确定出庭的负责人", False
        one = found[-1]
        if one.head_name:
            return f"{one.head_name}（{one.head_post}）", True
        return ("已说明不能出庭的理由" if one.excuse else "尚未报送"), bool(one.excuse)
