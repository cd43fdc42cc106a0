"""The 28 items of liaoning-2022 written by hand in Python, for complete answers: the floor that no engine gets below by much.

It gives the points of the items and nothing else: no clause, no reason, no range, no missing answer, no other pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["score"]

Facts = Mapping[str, Any]
Fact = Callable[[str], Any]


def score(facts: Facts) -> list[float]:
    """The points of every item, in the order of the pack."""
    f = facts.__getitem__
    return [*_duty(f), *_policy(f), *_supply(f), *_blend(f), *_watch(f), f("服务质量自评分")]


def _duty(f: Fact) -> tuple[float, ...]:
    met = f("专题会议次数") > 0
    meetings = 6 - (0 if f("部门职责分工明确") else 3) - ((0 if f("会议解决实际问题") else 2) if met else 3)
    budget = (6 if f("经费专款专用") else 3) if f("经费纳入财政预算") else 0
    plan = 6 - (0 if f("纳入国民经济和社会发展规划") else 2)
    if f("出台专项规划或实施方案"):
        goals, tasks, money, running = (
            f("方案建设目标明确"),
            f("方案建设任务明确"),
            f("方案资金来源明确"),
            f("方案运营方式明确"),
        )
        strict = f("方案不明确的认定") == "任一不明确"
        plan -= (
            0 if ((goals and tasks and money and running) if strict else (goals or tasks or money or running)) else 2
        )
    else:
        plan -= 4 if f("方案不明确的范围") == "无方案也计入" else 2
    whole = (5 if f("整体解决方案实施效果好") else 2) if f("制定一老一小整体解决方案") else 0
    return meetings, budget, plan, whole, 2 if f("制定实施意见或细则") else 0


def _policy(f: Fact) -> tuple[float, ...]:
    land = (3 if f("托育用地安排合理") else 2) if f("保障托育用地需求") else 0
    unpaid = f("有应给予社保补贴的机构") and not f("社保补贴已给予")
    tax = 3 - (0 if f("税费优惠及时惠及") else 2) - (1 if unpaid else 0)
    training = 3 - (0 if f("有培训基地") else 1) - (0 if f("开展职业技能培训") else 2)
    duty, running = f("开展照护责任险业务"), f("开展托育运营保险业务")
    insured = (duty or running) if f("相关保险业务的认定") == "任一即可" else (duty and running)
    care, birth = f("出台育儿假政策"), f("出台产休假政策")
    leave = (care and birth) if f("育儿假和产休假政策的认定") == "两项均需" else (care or birth)
    return (
        min(f("支持政策项数"), 3),
        land,
        3 if f("出台房屋设施支持举措") else 0,
        0 if f("强制要求变更土地和房屋性质") else 3,
        tax,
        training,
        2 if insured else 0,
        (3 if f("落实产假政策") else 0) + (1 if leave else 0),
    )


def _supply(f: Fact) -> tuple[float, ...]:
    often, open_to_all = f("育儿指导经常性"), f("育儿指导普惠可及")
    guided = (often and open_to_all) if f("育儿指导的认定") == "须同时具备" else (often or open_to_all)
    homes = 4 - (0 if f("新建小区同步配套") else 2) - (0 if f("老旧小区改造统筹推进") else 2)
    built = f("已建成指导性普惠托育机构数") > 0 or f("已立项指导性普惠托育机构数") > 0
    offered = f("提供福利性托育服务") if f("有福利性托育需求") else f("没有福利性托育需求时") == "视同做到"
    equal = f("与全省平均相等时") == "扣分"
    average = 4.0
    for own, other in (("千人口托位数", "全省平均千人口托位数"), ("婴幼儿入托率", "全省平均婴幼儿入托率")):
        average -= 2 if f(own) < f(other) or (equal and f(own) == f(other)) else 0
    community = 2 if f("纳入城乡社区服务范围") else 0
    return 2 if guided else 0, community, homes, (3 if built else 0) + (1 if offered else 0), average


def _blend(f: Fact) -> tuple[float, ...]:
    advice, training = f("保健业务指导长期稳定"), f("保健人员培训长期稳定")
    health = (advice and training) if f("保健指导和培训的认定") == "两项均需" else (advice or training)
    lessons, live = f("开发科学育儿课程"), f("提供直播互动育儿服务")
    online = (lessons and live) if f("线上家庭育儿服务的认定") == "两样都做" else (lessons or live)
    rooms = 2 - (0 if f("母婴设施配置达标") else 1) - (1 if f("母婴设施应配置率") < 100 else 0)
    trades = f("有托育服务行业支持政策"), f("有乳粉奶业支持政策"), f("有动画设计与制作支持政策")
    backed = any(trades) if f("相关行业支持政策的认定") == "任一行业即可" else all(trades)
    systems = (2 if f("研发应用信息管理系统") else 0) + (2 if online else 0)
    return 2 if health else 0, systems, rooms, 2 if backed else 0


def _watch(f: Fact) -> tuple[float, ...]:
    duties = f("安全管理主体责任已明确") or f("制度完备的范围") != "三项制度和主体责任"
    rules = f("备案登记制度已建立") and f("信息公示制度已建立") and f("质量评估制度已建立") and duties
    records = 2 - (0 if rules else 1) - (1 if f("托育机构备案率") < 100 else 0)
    praised, punished = f("依法实施守信联合激励"), f("依法实施失信联合惩戒")
    credit = (praised and punished) if f("联合奖惩的认定") == "两项均需" else (praised or punished)
    safe = 0 if f("发生安全事故") else 2 - (1 if f("婴幼儿家庭满意度") < 90 else 0)
    return f("监督检查评分"), records, 0 if f("有负面舆情") else 2, 2 if credit else 0, safe
