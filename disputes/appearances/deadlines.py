"""The periods that run in a lawsuit (期限代码): statute first, the committee's own rules beside it.

``NOMINATION``, ``RECTIFICATION`` and ``OBSERVATION_RECEIPT`` are local rules, data of the office in
``data/deadline_rules.toml``; the others are statute (行政诉讼法第六十七条、第八十五条、
第九十六条, 解释第三十四条、第一百零八条, 负责人出庭应诉规定第五条).
"""

ANSWER = "agency.answer_evidence"
"""A sued agency hands in its answer, its evidence and the norms it relied on (答辩举证)."""
DEFERRED = "agency.answer_evidence.deferred"
"""The same, once the reason for which the court gave more time has gone (准许延期后提供证据)."""
APPEAL_ANSWER = "appeal.forward.answer"
"""In second instance: the answer to the appeal (对上诉提出答辩)."""
FORWARD = "court.forward_answer"
"""The court sends the answer on to the plaintiff (发送答辩状副本)."""
FORWARD_APPEAL = "appeal.forward.answer_copy"
"""The same, of an answer to an appeal."""
APPEAL_JUDGMENT = "appeal.judgment"
"""A party appeals against a judgment (对判决上诉)."""
APPEAL_RULING = "appeal.ruling"
"""A party appeals against a ruling (对裁定上诉)."""
HEAD_NOTICE = "hearing.head_notice"
"""The notice that a head is to appear reaches the agency before the hearing (通知负责人出庭)."""
PERFORMANCE = "agency.non_performance"
"""The agency does what the judgment orders, by the date fixed in it (履行裁判)."""
NOMINATION = "appearances.nominate"
"""A notified agency names the head who will appear (报送出庭负责人)."""
RECTIFICATION = "appearances.rectify"
"""A criticised agency hands in its plan of rectification (提交整改方案)."""
OBSERVATION_RECEIPT = "appearances.observation_receipt"
"""An invited unit says who comes to observe a hearing (报送旁听回执); counted back from it."""
