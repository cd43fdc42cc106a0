"""The sentence that says what the evidenced reading rests on."""

from __future__ import annotations

__all__ = ["NOTE_NONE", "NOTE_OFFICIAL", "NOTE_SUGGESTED"]

NOTE_NONE = "指标体系没有列出材料清单，填报内容有没有材料支撑没有判断。"
NOTE_SUGGESTED = (
    "“有材料支撑”按指标体系编制者建议的材料清单计算，不是官方要求；只看材料在不在、打不打得开，不判断内容。"
)
NOTE_OFFICIAL = "“有材料支撑”按材料清单计算，清单里标“建议”的不是官方要求；只看材料在不在、打不打得开，不判断内容。"
