"""Which parts of a pack are collections of named things, so that an overlay can add, replace, change or drop one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

__all__ = ["FRONT", "SECTION_FILE", "Kind", "Shape"]

EMPTY: Mapping[str, Kind] = {}
NO_WORDS: Mapping[str, str] = {}


class Shape(Struct, frozen=True, kw_only=True):
    """A mapping of a pack: its collections by key; `parts` are mappings merged key by key. Other keys are replaced
    whole by writing them, and where there are `singles`, their Chinese words, the reader is told."""

    collections: Mapping[str, Kind]
    parts: Mapping[str, Shape] = EMPTY  # type: ignore[assignment]
    singles: Mapping[str, str] = NO_WORDS


class Kind(Struct, frozen=True, kw_only=True):
    """A collection. `word` is what one member is called; `key` names the member in a list of mappings, None means a
    mapping from name to member; `inside` is the shape of a member that is changed in part; `plain` members are single
    values and bear no words about themselves."""

    word: str
    key: str | None = None
    inside: Shape = Shape(collections=EMPTY)
    plain: bool = False


OPTION = Kind(word="选项", plain=True)
INTERPRETATION = Kind(word="解释口径", inside=Shape(collections={"options": OPTION}))
FACT = Kind(word="填报项")
STATEMENT = Kind(word="条文", key="name")
ITEM = Kind(
    word="指标项",
    key="id",
    inside=Shape(
        collections={
            "facts": FACT,
            "interpretations": INTERPRETATION,
            "evidence": Kind(word="佐证材料", key="id"),
        },
        singles={
            "points": "分值",
            "requirement": "指标内容",
            "scoring": "评分标准",
            "start": "起算",
            "clauses": "评分条款",
            "groups": "合用上限",
            "applies": "何时评",
            "each": "逐个计分",
            "must_pass": "必达",
            "weight": "权数",
            "words": "由设置体现的原文",
            "manual": "人工判断的字句",
            "gap": "原文缺漏",
            "notes": "说明",
        },
    ),
)
ELIGIBILITY = Shape(
    collections={
        "gates": Kind(word="资格条件"),
        "interpretations": INTERPRETATION,
        "for_reviewers": Kind(word="由评审部门认定的条件", key="name"),
    },
    singles={"text": "申报资格原文"},
)

SECTION_FILE = Shape(collections={"items": ITEM})
FRONT = Shape(
    collections={
        "sections": Kind(word="一级指标", key="id"),
        "profile": Kind(word="基本情况"),
        "references": Kind(word="参照值"),
        "assumptions": Kind(word="约定", key="about"),
        "checks": Kind(word="核对"),
        "procedure": Kind(word="程序", key="name"),
        "documents": Kind(word="报送材料", key="name"),
        "withdrawal": Kind(word="撤销情形", key="name"),
        "provisions": Kind(word="其他规定", key="name"),
        "reporting": Kind(word="报送要求", key="name"),
    },
    parts={"eligibility": ELIGIBILITY},
    singles={
        "title": "名称",
        "short_title": "简称",
        "region": "地区",
        "issuer": "发布机关",
        "document_number": "文号",
        "points": "总分",
        "form_columns": "自评表表头",
        "source": "来源",
        "rounding": "小数取舍",
        "not_applicable": "不适用的计分方法",
        "quota": "申报名额",
        "ranking": "同分排序",
        "cycle": "评选周期和撤销后的限制",
        "evidence_period": "佐证材料的时间范围",
        "eligibility": "申报资格",
    },
)
