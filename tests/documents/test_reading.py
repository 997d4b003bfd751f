"""What the reading folds, removes and keeps."""

from __future__ import annotations

import pytest

from kg.documents import reading


def read(text: str) -> str:
    return reading.read(text)[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成１２．３％，增长（预计）：５；好！", "完成12.3%,增长(预计):5;好!"),
        ("“甲”、‘乙’《丙》—丁。", "“甲”、‘乙’《丙》—丁。"),
        ("「愛心超市」『丙』", "“愛心超市”“丙”"),
        ("甲\u00a0>\u00a0乙", "甲 > 乙"),
        ("甲\u200b乙\ufeff丙\u202e", "甲乙丙"),
        ("甲&ldquo;乙&rdquo;&nbsp;丙&#65292;丁", "甲“乙” 丙,丁"),
        ("甲<U+00A0>乙&unknown丙", "甲 乙&unknown丙"),
        ("甲。\\r\\n乙。\\n丙", "甲。\n乙。\n丙"),
        ("甲。\r\n乙。\r丙", "甲。\n乙。\n丙"),
        ("  甲。\n\n \n\u3000\u3000乙。  \n", "甲。\n乙。"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_characters_are_folded_one_to_one_and_escapes_become_one_character(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("拆除房屋二百一十三棟，總產值達168億元，經濟發展。", "拆除房屋二百一十三栋,总产值达168亿元,经济发展。"),
        # Simplified text keeps characters that happen to have a Traditional reading.
        ("乾隆年间著名景点，位于街道。於姓居民。", "乾隆年间著名景点,位于街道。於姓居民。"),
    ],
)
def test_only_a_text_in_traditional_script_is_simplified(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投入资金1 350万元，惠及居民。", "投入资金1350万元,惠及居民。"),
        ("增长6. 8 %，办结2 , 960 件。", "增长6.8%,办结2,960件。"),
        ("2017 年，气温 25 度，平均下降。", "2017年,气温25度,平均下降。"),
        ("全年 实现税收4.2亿元。", "全年实现税收4.2亿元。"),
        ("（ 一 ） 经 济 运 行 稳 中 有 进 。 新 注 册 3 8 家 。", "(一)经济运行稳中有进。新注册38家。"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("街道 2017 年工作总结和 2018 年工作计划", "街道2017年工作总结和2018年工作计划"),
        ("1. 全年完成税收18.6亿元。", "1.全年完成税收18.6亿元。"),
        # A number that a list mark stands before is not a decimal.
        ("9. 12345热线办结率99%，满意率高。", "9. 12345热线办结率99%,满意率高。"),
        ("1. 2023年工作回顾", "1. 2023年工作回顾"),
        # Words and numbers in Latin letters stay apart.
        ("引进 ABB 公司，运行 Open Day 品牌，iPhone 12 销量好。", "引进ABB公司,运行Open Day品牌,iPhone 12销量好。"),
        ("2019 2020 两年，共 3 个。", "2019 2020两年,共3个。"),
    ],
)
def test_blanks_inside_words_and_numbers_go(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "序号 项目 年度目标 进展 时限\n"
        "1 口袋公园建设 新建2个 建成1个,另1个施工 11月底前\n"
        "2 屋面修缮 45栋 完工38栋,完成率84.4% 10月底前",
        "首页 > 政务公开 > 规划总结",
        "网站地图 | 关于我们 | 版权声明",
        "发布时间:2020-07-21 15:32 来源:某街道 浏览次数:638",
        "州长 杨光杰",
    ],
)
def test_blanks_between_cells_and_words_of_furniture_stay(text: str) -> None:
    assert read(text) == text


WRAPPED = """（一）发展动能加快转换。全年完成固定资产投资
12.04亿元，为年度目标的1.1倍；商品销售总额同比
增长15.3%，两年平均增长8.8%。盘活闲置楼宇3栋，
空置面积减少2.6万平方米；建筑设计机构超过90家，
占全区总量四成左右。
（二）城市更新亮点频出。张家花园山城步道建成
开放，全长1.3公里；人和街老旧小区改造项目整体
完成78%，其中加装电梯27部；胜利路滨江立面整治
进入扫尾。"""


def test_lines_broken_at_one_width_are_joined_again() -> None:
    assert read(WRAPPED).count("\n") == 1
    assert "投资12.04亿元" in read(WRAPPED)
    assert "同比增长15.3%" in read(WRAPPED)


PARAGRAPH = (
    "（一）聚焦质效，经济运行稳中向好。全年完成规上工业总产值 68.7 亿元，同比增长 ７.４％；固定资产投资 23.15 亿元，完成年度任务的 105.2%，"
    "其中工业投资9.6亿元，增长18.3%；限上社会消费品零售总额31.2亿元，增幅居全区第三。招商引资到位资金１２.８亿元，外资 350 万美元。"
    "发放创业担保贷款 1850 万元，税收二百三十六万元。PM2.5 平均浓度 33 微克/立方米，较上年下降5.7%，满意率提高 1.4 个百分点。"
    "实施老旧小区改造 6 个，涉及楼栋 84 栋、居民 3127 户，建筑面积26.4万平方米，现已完工４个。刑事警情下降12.6%。"
)
MENU = "首页\n政务公开\n规划总结\n"
TABLE = "主要指标\n指标名称\n单位\n2022年\n2023年\n养老床位\n张\n420\n505\n新增就业\n人\n3015\n3260\n"


@pytest.mark.parametrize("width", range(56, 82, 2))
@pytest.mark.parametrize("around", [("", ""), (MENU, ""), (MENU, TABLE)])
def test_lines_broken_by_columns_are_joined_again_wherever_they_break(width: int, around: tuple[str, str]) -> None:
    """Half-width characters take one column, the others two; a break may stand inside a number."""
    lines = [""]
    for character in PARAGRAPH * 2:
        columns = sum(1 + (each > "\u2e7f") for each in lines[-1])
        lines[-1:] = [lines[-1] + character] if columns < width else [lines[-1], character]
    broken = around[0] + "\n".join(lines) + "\n" + around[1]
    found = read(broken)
    inside = found[found.index("(一)") :].split("\n主要指标")[0]
    assert all(line[-1] in "。;" for line in inside.split("\n"))
    assert inside.replace("\n", "") == read(PARAGRAPH * 2)


@pytest.mark.parametrize(
    "text",
    [
        "新增社区食堂1家\n改造老旧小区12个\n加装电梯20部\n建成口袋公园3座\n开展培训30场次\n新增停车位200个\n走访企业300家",
        "一、经济发展\n完成投资3亿元。\n二、城市管理\n拆除违建3处。\n三、民生\n新增就业300人。",
        "2022年，街道完成税收3亿元，增长5%，完成年度任务的98%，居全区前列\n2023年，街道将完成税收4亿元，增长6%，力争全区第一",
        "主要目标\n税收增长5%左右，居民收入增长8%。",
    ],
)
def test_lists_and_paragraphs_are_never_joined(text: str) -> None:
    assert read(text).count("\n") == text.count("\n")


def test_a_page_number_between_two_halves_of_a_sentence_is_left_out_and_reported() -> None:
    text = "（一）全年完成固定资产投资三十二亿元，其中工业投资占比较高，完成年度\n— 2 —\n任务的98%，全区第三。"
    found, dropped = reading.read(text)
    assert "完成年度任务的98%" in found.text
    assert [text[start:end] for start, end in dropped] == ["— 2 —"]


def test_a_page_number_between_whole_sentences_stays_a_line() -> None:
    assert read("完成投资3亿元。\n— 2 —\n（二）民生。") == "完成投资3亿元。\n— 2 —\n(二)民生。"


def test_marks_of_a_glossary_are_left_out_but_single_brackets_stay() -> None:
    text = "".join(f"推进“项目”[{n}]建设，完成投资{n}亿元。" for n in range(1, 8))
    found, dropped = reading.read(text)
    assert "[" not in found.text and len(dropped) == 7
    assert read("沪徐田办[2024]7号，地块[5]出让。") == "沪徐田办[2024]7号,地块[5]出让。"


def test_a_span_of_the_reading_leads_back_to_the_text() -> None:
    text = "投入 1 350万元，\u200b增长&ldquo;６． ８％&rdquo;。"
    found, _ = reading.read(text)
    start = found.text.index("1350万元")
    assert text[slice(*found.to_source(start, start + 6))] == "1 350万元"
    start = found.text.index("“")
    assert text[slice(*found.to_source(start, start + 6))] == "&ldquo;６． ８％&rdquo;"


def test_text_without_layout_damage_has_equal_positions() -> None:
    assert reading.read("完成投资３亿元，增长５％。\n建成公园。")[0].offsets is None


def test_every_traditional_pair_is_one_character_each() -> None:
    table = reading._traditional()
    assert len(table) > 3000
    assert all(traditional != simplified for traditional, simplified in table.items())
    assert table[ord("億")] == ord("亿")
