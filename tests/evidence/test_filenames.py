"""What the name of a file says, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.evidence.filenames import Named, item_named, named
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria


@pytest.fixture(scope="module")
def criteria() -> Criteria:
    found = load_criteria("liaoning-2022").value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("材料/1.1 专题会议通知、签到表和纪要.pdf", "1.1"),
        ("1-2-预算.pdf", "1.2"),
        ("2.2年度建设用地供应计划.pdf", "2.2"),
        ("（一）1 分工.pdf", "1.1"),
        ("（四）创新融合/4.3 母婴室照片/IMG_2041.png", "4.3"),
        ("2.1支持政策/3.财政支持政策.pdf", "2.1"),
        ("evidence/1.3/01-规划.pdf", "1.3"),
        ("4.3 照片/1.1 通知.pdf", "1.1"),
        ("2.5岁以下.pdf", ""),
        ("2026.5.20会议.pdf", ""),
        ("12.31 台账.xlsx", ""),
        ("选址安全检查汇总.pdf", ""),
        ("11.1 x.pdf", ""),
    ],
)
def test_the_item_that_a_name_is_numbered_by(criteria: Criteria, path: str, item: str) -> None:
    assert item_named(criteria, path) == item


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a/1.1 专题会议通知、签到表和纪要.pdf", Named(title="专题会议通知、签到表和纪要")),
        ("2.2年度建设用地供应计划.pdf", Named(title="年度建设用地供应计划")),
        ("1.2 2026年托育经费预算批复.pdf", Named(title="2026年托育经费预算批复")),
        ("3岁以下婴幼儿情况.docx", Named(title="3岁以下婴幼儿情况")),
        ("1.土地支持政策.pdf", Named(title="土地支持政策")),
        (
            "关于印发方案的通知（乙政办发〔2024〕12号）.pdf",
            Named(title="关于印发方案的通知", number="乙政办发〔2024〕12号"),
        ),
        ("乙财社(2026)3号 预算批复.pdf", Named(title="预算批复", number="乙财社〔2026〕3号")),
        ("通知乙政办发〔2024〕12号.pdf", Named(title="通知乙政办发〔2024〕12号")),
        ("20260315满意度调查报告.pdf", Named(title="满意度调查报告", dated=date(2026, 3, 15))),
        ("2026-1-5 会议纪要(1).pdf", Named(title="会议纪要", dated=date(2026, 1, 5))),
        ("2026年5月20日会议纪要.pdf", Named(title="2026年5月20日会议纪要", dated=date(2026, 5, 20))),
        ("20260230台账.xlsx", Named(title="20260230台账")),
        ("2025.01.01至2025.12.31台账.xlsx", Named(title="2025.01.01至2025.12.31台账")),
        ("2026年5月方案.pdf", Named(title="2026年5月方案")),
        ("IMG_2041.png", Named(title="")),
        ("扫描件12.pdf", Named(title="")),
        ("微信图片_20260301120000.jpg", Named(title="")),
        ("3-1.pdf", Named(title="")),
    ],
)
def test_title_number_and_date_are_read_only_where_they_are_sure(path: str, said: Named) -> None:
    assert named(path) == said
