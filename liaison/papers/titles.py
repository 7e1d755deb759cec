"""Titles of papers (公文标题): lines that keep the sense, in a trapezoid or a diamond.

Pure. Words are found in a short list of what liaison papers are about, longest first; an
unknown run of characters may be broken, but dearly.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import accumulate, pairwise
from math import ceil, inf
from typing import NamedTuple

from liaison.typesetting import MEASURE, NO_END, NO_START, SIZE, clean

TITLE_SIZE = 22.0
"""二号."""
COURT_SIZE, COVER_SIZE = 30.0, 36.0
"""On the cover of a judicial suggestion: the court's name, and 司法建议书 under it."""
MARK_SIZE = 54.0
MARK_WIDTH = 150 / 156 * MEASURE

_WORDS = """
长白山 保护 开发区 管理 委员会 管委会 延边 朝鲜族 自治州 自治区 自治县 白山市 大庆市 安图县
抚松县 池北区 池西区 池南区 人民 政府 法院 检察院 中级 高级 最高 基层 司法厅 司法局 司法所
公安局 财政局 自然资源局 市场监督 生态环境 住房 城乡建设 人力资源 社会保障 医疗保障 应急管理
法制 办公室 办公厅 行政 争议 纠纷 协调 化解 实质性 中心 府院 联动 工作 机制 机构 领导小组 联席
会议 视频 纪要 通知 通报 通告 公告 公报 决定 决议 意见 方案 规则 规定 办法 细则 条例 实施 试行
暂行 建议书 建议 司法 审查 审判 执行 应诉 出庭 负责人 机关 重大 事项 案件 改革 矛盾 项目 研判
破产 企业 推进 完善 建立 健全 加强 规范 进一步 有关 问题 情况 报告 请示 批复 备忘录 协议书 调解
受理 告知 告知书 通知书 申请 申请书 委派 委托 函 第一次 第二次 第三次 第四次 第五次 全体 主任
成员 单位 召开 举办 举行 开展 关于 印发 征求 征询 同意 答复 复函 转发 报送 提请 审议 依法 诉源
治理 优化 法治 营商 环境 建设 年度 绩效 考核 结果 目标 责任 任务 分工 落实 督查 督办 沟通 信息
共享 强制 非诉 裁执 分离 房屋 征收 补偿 土地 处罚 许可 工伤 认定 投诉 举报 信访 公开 学习
国有土地 土地上 延边朝鲜族自治州 征收补偿 出庭应诉 中级人民法院 高级人民法院 最高人民法院
行政机关负责人 交流 培训 揭牌 仪式 签到 名单 议程 材料 汇编 附件 工作委员会 人民法院 人民政府
人民检察院 自然资源 当事人 陈述申辩 陈述 申辩 听证 权利 保障 规范性文件 合法性 审核 备案 不动产 登记
程序 督促 无证经营 联合执法 景区 周边 治安 询问 证据 保全 使用权 收回 调查核实 整改 函复 乡镇 街道
拆除 违法建设 违法 占地 食品 药品 安全生产 劳动 仲裁 养老 医疗 保险 环境保护 林业 草原 水利 交通
"""
_LEXICON = sorted(set(_WORDS.split()), key=len, reverse=True)
_ORDINAL = r"第[一二三四五六七八九十百\d]+次"
_TOKEN = re.compile("|".join([*_LEXICON, _ORDINAL, r"[0-9A-Za-z.%〔〕]+", "."]), re.DOTALL)
_SUFFIX = re.compile(r"(?:委员会|管委会|办公室|办公厅|法院|检察院|政府|[局厅]|中心|小组)$")
_LEADS = ("关于", "印发", "转发", "对", "就", "与", "和", "及", "向", "同")
_TAILS = ("的", "等", "之", "了")


class Mark(NamedTuple):
    """The red mark (发文机关标志): lines of ``size`` points, narrowed by ``scale``."""

    lines: list[str]
    size: float
    scale: float
    spacing: float


def balance(
    text: str, widths: Mapping[str, float], measure: float = MEASURE, size: float = TITLE_SIZE
) -> list[str]:
    """Return a title's lines, each within ``measure``; few, of like length, whole in sense."""
    words = _split_long(_TOKEN.findall(clean(text).replace("\n", "").strip()), measure / size)
    if not words:
        return []
    lengths = [sum(map(widths.__getitem__, word)) * size for word in words]
    ends = list(accumulate(lengths, initial=0.0))
    fewest = ceil(ends[-1] / measure - 1e-9)
    found = [_breaks(words, ends, measure, count) for count in range(fewest, fewest + 3)]
    _, breaks = min((cost + 0.4 * more, breaks) for more, (cost, breaks) in enumerate(found))
    return ["".join(words[a:b]) for a, b in pairwise(breaks)] or words


def _split_long(words, cells):
    """Cut a word that would not fit a line."""
    longest = max(int(cells), 1)
    return [word[at : at + longest] for word in words for at in range(0, len(word), longest)]


def _breaks(words, ends, measure, count):
    """Return the cost and the best ``count`` + 1 positions; no positions if nothing fits."""
    shape = _shape(count)
    mean = ends[-1] / count

    @cache
    def best(start, row):
        if row == count:
            return (0.0, (start,)) if start == len(words) else (inf, ())
        found = (inf, ())
        for end in range(start + 1, len(words) - (count - row) + 2):
            length = ends[end] - ends[start]
            if length > measure + 1e-6:
                break
            cost, rest = best(end, row + 1)
            cost += ((length / mean - shape[row]) ** 2) * 4 + _cost(words, end)
            found = min(found, (cost, (start, *rest)))
        return found

    return best(0, 0)


def _shape(count):
    """How long each line should be against their mean: a trapezoid of two, a diamond of three."""
    if count == 1:
        return (1.0,)
    if count == 2:
        return (1.06, 0.94)
    if count == 3:
        return (0.94, 1.12, 0.94)
    return tuple(1.12 - 0.24 * row / (count - 1) for row in range(count))


def _cost(words, end):
    """What it costs the sense to break before ``words[end]``."""
    if end == len(words):
        return 0.0
    before, after = words[end - 1], words[end]
    if after[0] in NO_START or before[-1] in NO_END or after in _TAILS:
        return 30.0
    return next(cost for fits, cost in _BREAKS if fits(before, after))


_BREAKS = (
    (lambda before, after: before in _LEADS, 2.0),
    (lambda before, after: after == "关于" or after[0] in "《（" or before[-1] in "、，》）", 0.0),
    (lambda before, after: len(before) == 1 and len(after) == 1, 0.8),
    (lambda before, after: before in _TAILS, 0.05),
    # The place is the beginning of an organ's name.
    (lambda before, after: before[-1] in "省市县区州", 0.7),
    (lambda before, after: _SUFFIX.search(before) and _SUFFIX.search(after), 0.3),
    (lambda before, after: _SUFFIX.search(before), 0.1),
    (lambda before, after: True, 0.35),
)
"""What a break between two words costs: the first that fits."""


def red_mark(text: str, widths: Mapping[str, float]) -> Mark:
    """Fit the red mark into 150 mm: large and upright if short, narrowed to 68% if long.

    More than 22 characters take two lines.
    """
    text = clean(text).replace("\n", "").strip() or " "
    lines = balance(text, widths, 22 * TITLE_SIZE) if len(text) > 22 else [text]
    longest = max(sum(map(widths.__getitem__, line)) for line in lines)
    room = min(MARK_WIDTH / longest, MARK_SIZE)
    scale = min(max(room / MARK_SIZE, 0.68), 1.0)
    size = max(room / scale, SIZE)
    spare = (MARK_WIDTH - longest * size * scale) / max(*map(len, lines), 2)
    return Mark(lines, size, scale, min(spare, 0.5 * size) if scale == 1 else 0.0)
