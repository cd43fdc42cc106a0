"""Forms filled in and saved by LibreOffice give the answers that were meant: as kept in the repository, and made anew where
LibreOffice is."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.exchange.collecting import collect
from scoring.exchange.questions import Path as Place
from scoring.exchange.reading import ReturnedBook, read_book
from scoring.exchange.returns import gather
from scoring.exchange.values import Value
from tools.make_exchange_samples import KEPT, SAMPLES, draw, opened, steps_of
from tools.office import FILTERS, fill

MEANT: dict[str, dict[Place, Value]] = {
    "city": {
        ("申报日期",): "2022-05-20",
        ("申报单位",): "乙市人民政府",
        ("基本情况", "托位总数"): "4205",
        ("申报资格", "重大信访事件"): "无",
        ("申报资格", "婴幼儿照护重大负面舆情"): [{"日期": "2018-03-04", "情况": "虚构：网上传言，已澄清"}],
        ("自评", "1.1", "会议解决实际问题"): "是",
        ("自评", "1.2", "说明"): "第一段。\n第二段，含“引号”和 # 号。",
        ("自评", "1.2", "佐证材料", "evidence/1.2/01-预算.pdf"): {
            "对应": "预算批复",
            "文件": "evidence/1.2/01-预算.pdf",
            "标题": "关于批复部门预算的通知",
            "文号": "乙财预〔2022〕5号",
            "发文机关": "乙市财政局",
            "日期": "2022-02-11",
            "页数": "3",
        },
        ("自评", "2.4", "强制要求变更土地和房屋性质"): "否",
        ("自评", "3.3", "老旧小区改造统筹推进"): {"不适用": "统计期内没有老旧小区改造项目"},
        ("自评", "3.4", "已立项指导性普惠托育机构数"): "0",
        ("自评", "3.5", "千人口托位数"): "2.95",
        ("自评", "5.1", "监督检查评分"): {"分值": "1.5", "理由": "部门联合检查每半年一次"},
        ("自评", "5.2", "托育机构总数"): "51",
        ("自评", "5.5", "婴幼儿家庭满意度"): "94.6%",
        ("参照值", "全省平均婴幼儿入托率", "数值"): "6.5%",
        ("参照值", "全省平均婴幼儿入托率", "年份"): "2021",
        ("参照值", "全省平均婴幼儿入托率", "来源"): "虚构样例数据",
        ("解释口径", "专题会议统计期间", "选择"): "不限期间",
        ("解释口径", "专题会议统计期间", "理由"): "历年都有会议",
    },
    "units": {
        ("自评", "1.1", "县市区", "甲县", "问题处数"): "4",
        ("自评", "1.4", "县市区", "丁县", "入托率"): "35%",
        ("自评", "1.2", "抽查单位", "甲单位"): "未检查",
    },
}


def check(name: str, book: ReturnedBook) -> None:
    source = opened(name)
    found = collect(book, source.asked, source.answers)
    assert found.refusals == ()
    assert {one.path: one.value for one in found.votes if one.changed} == MEANT[name]
    returns = gather(source, [book])
    assert returns.settled, returns.refusals
    assert {one.path for one in returns.taken} == set(MEANT[name])


def read(path: Path) -> ReturnedBook:
    book = read_book(str(path))
    assert book.value is not None, book.problems
    return book.value


@pytest.mark.parametrize("kind", FILTERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_what_libreoffice_saved_is_read_as_it_was_meant(name: str, kind: str) -> None:
    check(name, read(KEPT / f"{name}.{kind}"))


@pytest.mark.parametrize("kind", FILTERS)
def test_what_libreoffice_saves_now_is_read_as_it_was_meant(kind: str, soffice: Path, tmp_path: Path) -> None:
    form = tmp_path / "city.xlsx"
    cells = draw(opened("city"), form)
    target = tmp_path / f"back.{kind}"
    fill(soffice, tmp_path, form, target, steps_of("city", cells))
    check("city", read(target))
