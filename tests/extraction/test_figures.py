"""Figures as whole facts: what, value, kind, done or promised, when. Rows are sentences of invented reports."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kg.documents import parse, read
from kg.extraction import Extraction, extract
from kg.extraction.model import Bound, DeadlineSource, Indicator, Kind, Modality

SEEDS = Path(__file__).parents[2] / "seeds"
REVIEW = "东湖街道2021年工作总结和2022年工作计划\n一、2021年工作总结\n{}\n二、2022年工作计划\n持续改善环境。\n"
PLAN = "东湖街道2021年工作总结和2022年工作计划\n一、2021年工作总结\n工作有序推进。\n二、2022年工作计划\n{}\n"

LIST = "东湖街道2021年民生实事项目进展情况通报\n一、民生项目\n{}\n"


def figures(template: str, sentence: str) -> list[tuple[str, Indicator]]:
    document = parse(template.format(sentence), "东湖街道")
    return [(document.text[f.start : f.end], f) for f in extract(document).indicators]


# sentence, figure, metric
METRICS = [
    # the noun before
    ("限上商业实现销售额439.95亿元。", "439.95亿元", "限上商业销售额"),
    ("全年完成固定资产投资22.7亿元。", "22.7亿元", "固定资产投资"),
    ("整改问题171个。", "171个", "整改问题"),
    ("信访案件办结率达到95%。", "95%", "信访案件办结率"),
    # the noun after
    ("助力19991家企业有序复工。", "19991家", "助力企业复工"),
    ("划分256个党员责任区。", "256个", "划分党员责任区"),
    ("完成35.4万平方米的年度消违任务。", "35.4万平方米", "年度消违任务"),
    # names listed before the number
    ("富民市场等5家农贸市场启动升级改造。", "5家", "农贸市场启动升级改造"),
    # carried over
    ("开工建设政府投资项目52个,完工27个。", "27个", "开工建设政府投资项目完工"),
    ("固定资产投资22.7亿元,同比增长4.5%。", "4.5%", "固定资产投资同比"),
    ("固定资产投资同比增长5.4%,总量全区第一。", "全区第一", "固定资产投资总量"),
    ("处理劳资纠纷98宗,涉及金额938万元。", "938万元", "处理劳资纠纷涉及金额"),
    ("新登记市场主体1126户,其中企业408户。", "408户", "新登记市场主体企业"),
    ("消化违建存量19万平方米,完成年度任务54%。", "54%", "消化违建存量完成年度任务"),
    ("老旧小区改造项目58个,其余8个正办理前期手续。", "8个", "老旧小区改造项目正办理前期手续"),
    # a list shares its verb
    ("查处泥头车92辆、电动自行车544辆。", "544辆", "查处电动自行车"),
    # a second count of the same thing
    ("拆除新增违建21处18万平方米。", "18万平方米", "拆除新增违建"),
    # 分别
    ("规上服务业营收、限上零售额分别达到42.3亿元、17.86亿元。", "17.86亿元", "限上零售额"),
    # from … to …
    ("厨余垃圾分出率由18%升至25.5%。", "25.5%", "厨余垃圾分出率"),
    ("财政收入由2004年的900万元,增加到2009年的1.1亿元。", "1.1亿元", "财政收入"),
    ("路面从原先的3.5米拓宽至6米。", "3.5米", "路面"),
    ("收入突破5万元大关。", "5万元", "收入"),
    # a narrower noun takes the place of the wider; a short one stands behind it
    ("配备网格员132名,其中专职网格员45名。", "45名", "配备专职网格员"),
    ("财政总收入9亿元,其中区级收入2亿元。", "2亿元", "财政总收入区级收入"),
    ("人和街老旧小区改造完成78%,其中加装电梯27部。", "27部", "加装电梯"),
    # what says nothing alone takes its subject along, what does stands alone
    ("办理代表建议36件,办复率100%。", "100%", "办理代表建议办复率"),
    ("上门走访760余家次,污水收集率90%。", "90%", "污水收集率"),
    ("新签工业项目25个、协议资金36.5亿元。", "36.5亿元", "新签工业项目协议资金"),
    ("水稻种植面积5000亩,总产2600吨。", "2600吨", "水稻总产"),
    ("电子商务园投入使用,入驻率约七成。", "七成", "电子商务园入驻率"),
    ("作为重点项目之一,总投资230万元。", "230万元", "总投资"),
    ("引进企业137家,其中注册资金千万元以上46家,亿元以上5家。", "5家", "引进企业亿元以上"),
    # a figure with 的 describes the noun behind it
    ("总投资120亿元的高端植保项目、50亿元的锂电池项目落户。", "50亿元", "锂电池项目总投资"),
    ("拆除建筑面积5000平方米、信众3000人的教堂。", "3000人", "信众"),
    # shares of what stands right before; tasks of the figure before
    ("工业用地378公顷,其中空地24公顷,仅占总用地面积的7%。", "7%", "工业用地空地占总用地面积"),
    ("引进项目19个,协议投资额58亿元,完成年度任务的116%。", "116%", "引进项目协议投资额完成年度任务"),
    # 分别 answers the figures before, one by one
    ("办结率99.7%,满意率98.2%,分别较上年提高0.3和1.1个百分点。", "0.3", "办结率较上年"),
    ("招引项目18个,到位内资12.6亿元,分别完成年度任务的106%和98%。", "98%", "到位内资完成年度任务"),
    # a rank belongs to the figure right before it
    ("受理案件31407件,结案率98.7%,居全区第二位。", "全区第二位", "受理案件结案率"),
    # brackets: the same thing in other words
    ("老旧小区改造已完工4个(67%)。", "67%", "老旧小区改造已完工"),
    # the verb of a list holds for all; parallel predicates replace each other
    ("产业项目新签约60个、新开工42个。", "42个", "产业项目新开工"),
    # 和 may begin a word
    ("打造4个和美乡村精品示范村。", "4个", "打造和美乡村精品示范村"),
    ("完成101个村庄规划编制和一批危房改造项目。", "101个", "村庄规划编制"),
    ("建成4个社区食堂、N个助餐点。", "4个", "建成社区食堂"),
    ("规上工业增加值按可比价格增长6%。", "6%", "规上工业增加值增长"),
    # a list of things and a list of values belong together, with and without 分别
    ("全镇旅游收入、接待游客增长12.5%和8.3%。", "12.5%", "全镇旅游收入增长"),
    ("全镇旅游收入、接待游客增长12.5%和8.3%。", "8.3%", "接待游客增长"),
    ("茶叶种植面积和产量稳定在4万亩、6000吨以上。", "6000吨", "茶叶产量"),
    ("园区产值8亿元、出口额2亿元,增速分别为6%和9%。", "6%", "园区产值增速"),
    ("职工医保参保4万人、失业保险参保3万人,参保率分别为97%、95%。", "97%", "职工医保参保率"),
    ("新开工项目数创新高、较年初计划增长66%和13.8%。", "66%", "新开工项目数创新高较年初计划"),
    # the measure that the last of a list names is that of all, unless one has its own
    ("小麦、玉米、油菜产量分别达到3万吨、2万吨、1万吨。", "3万吨", "小麦产量"),
    ("市场采购、互市贸易、跨境电商贸易额达到5亿元、3亿元和2亿元。", "3亿元", "互市贸易额"),
    ("固定资产投资、工业产值分别增长5%、6%。", "5%", "固定资产投资增长"),
    # growth is that of the amount or, in points, of the rate right before it
    ("实施重点工程24个,完成投资9亿元,增长11%。", "11%", "实施重点工程完成投资增长"),
    ("受理诉求820件,办结率99%,满意率96%,较上年提高3个百分点。", "3个百分点", "受理诉求满意率较上年"),
    ("完成固定资产投资28亿元,完成率38%,同比增长67%。", "67%", "固定资产投资同比"),
    # the verb that holds for a list is whole, and is a verb
    ("新建改造农贸市场6个、便民服务点15个。", "15个", "新建改造便民服务点"),
    ("服务业营收30亿元、进出口额9亿元。", "9亿元", "进出口额"),
    ("购置校车7辆、新开通线路3条。", "3条", "新开通线路"),
    ("新认定科技企业12家,总数达到60家。", "60家", "科技企业总数"),
    # names before what they are called together, parts in brackets
    ("建成云岭、沙兰、五林3个万头牧场。", "3个", "万头牧场"),
    ("网格化覆盖率、响应率分别达到100%、98%。", "98%", "网格化响应率"),
    ("新增停车位680个(路内220个、路外460个)。", "220个", "新增停车位路内"),
    ("新增“四上”单位6家(工业1家、批零3家)。", "3家", "新增“四上”单位批零"),
    # a class of things by what it is over
    ("税收超亿元楼宇达到3栋。", "3栋", "税收超亿元楼宇"),
    # a baseline and what became of it, whatever the verb
    ("街道由14个调整为11个。", "14个", "街道"),
    ("行政审批事项由126项精简到88项。", "88项", "行政审批事项"),
    ("受理工单43件,办结率99%,满意率从一季度的90%上升至94%。", "90%", "受理工单满意率"),
    # for how long, and what the clause is about
    ("总产量连续五年突破25万吨。", "25万吨", "总产量"),
    ("服务业增加值连续三年位居全市首位。", "全市首位", "服务业增加值"),
    ("防汛减灾连续11年实现“三零”目标。", "11年", "防汛减灾连续“三零”目标"),
    # a sum and what it bought
    ("投入3.2亿元改造农贸市场8个。", "3.2亿元", "农贸市场投入"),
    ("投入1870万元,走访群众300户。", "1870万元", "投入"),
    ("总投资3200万元的崇德、建乐、汉新三个社区老旧小区改造项目完工。", "3200万元", "社区老旧小区改造项目总投资"),
    # growth compared and ranked
    ("地区生产总值增长6.8%,高于全市0.7个百分点。", "0.7个百分点", "地区生产总值增长高于全市"),
    ("研发投入强度4.1%,高出全市1.02个百分点。", "1.02个百分点", "研发投入强度高出全市"),
    ("全社会用电量增长4.2%,增速高于全市1.5个百分点、列全市第三。", "全市第三", "全社会用电量增速"),
    ("新建充电站40座,总数达到260座、居全市首位。", "全市首位", "充电站总数"),
    ("高新技术企业总数列全市第三。", "全市第三", "高新技术企业总数"),
    ("全部财政收入在全县14个乡镇中仅列第9位。", "第9位", "全部财政收入"),
    ("全部财政收入在全县14个乡镇中仅列第9位。", "14个", "全县乡镇"),
    ("在全区综合考评中排名第二,较去年同期上升4位。", "4位", "全区综合考评排名较去年"),
    # rates share what they are rates of; a list shares its verb and what it reaches
    ("热线诉求办结率99.3%、满意率98.7%。", "98.7%", "热线诉求满意率"),
    ("案件办结率98%、群众满意率96.5%。", "96.5%", "群众满意率"),
    ("热线受理率、办结率、满意率分别为99%、98%、97%。", "97%", "热线满意率"),
    ("实际利用内资305亿元、外资1.6亿美元。", "1.6亿美元", "实际利用外资"),
    ("项目共涉及居民1846户、房屋面积9.7万平方米,已签约1790户。", "9.7万平方米", "项目共涉及房屋面积"),
    ("项目共涉及居民1846户、房屋面积9.7万平方米,已签约1790户。", "1790户", "项目签约"),
    ("接待来访83批215人次,批次、人次同比分别下降18%和24%。", "24%", "接待来访人次同比"),
    # brackets are left behind; a judgement is no subject; a place or project before 仍有 is
    ("受理诉求1.42万件(含热线工单6230件),满意率96.3%。", "96.3%", "受理诉求满意率"),
    ("环保压力较大,仍有530户群众使用散煤取暖。", "530户", "群众使用散煤取暖"),
    ("更新项目推进缓慢,岗贝项目仍有7户未签约。", "7户", "岗贝项目未签约"),
    ("加装电梯建成7部,另有12部正在施工。", "12部", "加装电梯施工"),
    # a verb that is a thing here; a task given; people who do something; what a sentence goes on about
    ("市容环境测评5次进入全市前二十。", "5次", "市容环境测评进入"),
    ("拆除违法建筑11.5万平方米,超额完成区下达的10万平方米任务。", "10万平方米", "拆除违法建筑任务"),
    ("21万群众喝上了自来水。", "21万群众", "群众喝上自来水"),
    ("新增停车位500个。实际完成612个。", "612个", "新增停车位实际完成"),
    ("共细化分解为32项具体任务。", "32项", "具体任务"),
    # comparisons go back to the growth; a budget is what a share is of; stages and reaches
    (
        "产值增长6.7%,比上半年加快0.5个百分点,高于江口市平均水平0.4个百分点。",
        "0.4个百分点",
        "产值增长高于江口市平均水平",
    ),
    ("预算收入15亿元,为年初预算的78%,增长7%。", "78%", "预算收入为年初预算"),
    ("预算收入15亿元,为年初预算的78%,增长7%。", "7%", "预算收入增长"),
    ("规上企业229家,产值实现正增长的有147家。", "147家", "产值正增长"),
    ("加装电梯开工32部、竣工21部。", "21部", "加装电梯竣工"),
    ("启动老旧小区整治11个,涉及63栋楼、5820户居民。", "63栋", "启动老旧小区整治涉及楼"),
    ("电子、食品、纺织三大产业产值占比为60%。", "60%", "电子、食品、纺织三大产业产值占比"),
    ("获省优质工程奖2项、市级8项。", "8项", "获市级优质工程奖"),
    ("棚改任务为新开工1200套、基本建成860套。", "860套", "基本建成"),
    # a rank is of what was named before, not of those among whom it is held
    ("综合得分98.42分,列全区21个镇街第6位。", "第6位", "综合得分"),
    ("综合得分98.42分,列全区21个镇街第6位。", "21个", "全区镇街"),
    ("综合考核列32个部门第六。", "第六", "综合考核"),
    ("履约率67.3%,居唐山市第三。", "唐山市第三", "履约率"),
    ("税收23亿元,总量、增速分列唐山市第5位和第2位。", "第2位", "税收增速"),
    # rates of what was counted before; a rate that is whole takes no other in front of it
    ("办理热线工单5218件,按时签收率、办结率依次为100%、99.7%。", "99.7%", "办理热线工单办结率"),
    ("参加学法考试42名,参考率、优秀率分别为100%和92.9%。", "92.9%", "参加学法考试优秀率"),
    ("重复信访率比上年下降6.2个百分点,按期办复率保持99%。", "99%", "按期办复率"),
    ("养老保险参保1.2万人,参保率95%。", "95%", "养老保险参保率"),
    # what a clause takes over from the one before: one verb takes the place of the other, what is reached ends a name
    ("制定规范性文件3件,废止2件。", "2件", "规范性文件废止"),
    ("启动老旧小区改造3个片区,涉及房屋126栋、居民4380户,改造面积34万平方米。", "3个", "启动老旧小区改造片区"),
    ("收到信息公开申请17件,上年结转1件。", "1件", "收到信息公开申请上年结转"),
    ("动用调节基金200万元;上年结转1125万元。", "1125万元", "上年结转"),
    ("河道整治工程累计铺设管网48公里,完成投资2亿元。", "2亿元", "河道整治工程完成投资"),
    ("37条河涌已完成清淤疏浚21条。", "37条", "河涌"),
    ("37条河涌已完成清淤疏浚21条。", "21条", "河涌已完成清淤疏浚"),
    ("城镇居民、农牧民人均可支配收入分别达25680元、8946元。", "25680元", "城镇居民人均可支配收入"),
    ("精品钢材占比由目前的62%提升到80%。", "62%", "精品钢材占比"),
    ("满意率提高2个百分点、达到94%。", "94%", "满意率"),
    ("“小巨人”企业达到5家(国家级1家)。", "1家", "国家级“小巨人”企业"),
    ("新签约亿元以上项目60个,其中10亿元以上8个。", "8个", "新签约10亿元以上项目"),
    ("收入总计18652万元。", "18652万元", "收入总计"),
    ("总投资1.1亿元的金叶纸业已于年初破土动工。", "1.1亿元", "金叶纸业总投资"),
    ("收运覆盖率61.5%,与90%的目标差距较大。", "90%", "收运覆盖率"),
    ("优良天数比例≥94%。", "94%", "优良天数比例"),
    ("一般公共预算收入2.3亿元。其中,税收收入1.9亿元。", "1.9亿元", "税收收入"),
    ("评审政府投资项目47个,送审金额8215万元,审减率9.8%。", "9.8%", "评审政府投资项目审减率"),
]


@pytest.mark.parametrize(("sentence", "quote", "metric"), METRICS)
def test_a_figure_is_named_by_the_words_around_it(sentence: str, quote: str, metric: str) -> None:
    found = dict(figures(REVIEW, sentence))
    assert found[quote].metric == metric


@pytest.mark.parametrize(("sentence", "quote", "metric"), METRICS)
def test_a_label_has_only_the_texts_characters(sentence: str, quote: str, metric: str) -> None:
    assert set(metric) <= set(sentence)


# sentence, figure, kind, signed value
KINDS = [
    ("产值达23亿元。", "23亿元", Kind.LEVEL, 2_300_000_000),
    ("浓度同比下降10.7%。", "10.7%", Kind.CHANGE, -10.7),
    ("产值同比增长306%。", "306%", Kind.CHANGE, 306),
    ("覆盖率提高到85%。", "85%", Kind.SHARE, 85),
    ("企业增至518家。", "518家", Kind.LEVEL, 518),
    ("总警情占比下降近3个百分点。", "3个百分点", Kind.CHANGE, -3),
    ("整治提升工程完成80%。", "80%", Kind.SHARE, 80),
    ("空置面积减少2.6万平方米。", "2.6万平方米", Kind.CHANGE, -26000),
    ("新增学位3270个。", "3270个", Kind.LEVEL, 3270),
    ("增加1000个停车位供给。", "1000个", Kind.LEVEL, 1000),
    ("竣工年限超过20年。", "20年", Kind.DURATION, 20),
    ("整改隐患不少于500处。", "500处", Kind.LEVEL, 500),
    ("工业总产值增幅达到25%。", "25%", Kind.CHANGE, 25),
    ("为年度目标的1.1倍。", "1.1倍", Kind.SHARE, 1.1),
    ("产值同比分别-6.2%、-19.3%。", "-6.2%", Kind.CHANGE, -6.2),
    ("销售额112亿元,比增14.1%。", "14.1%", Kind.CHANGE, 14.1),
    ("低于序时进度50个百分点。", "50个百分点", Kind.CHANGE, -50),
    ("高于序时进度5个百分点。", "5个百分点", Kind.CHANGE, 5),
    ("进度较去年同期慢6个百分点。", "6个百分点", Kind.CHANGE, -6),
    ("人均纯收入3876元,增加342元。", "342元", Kind.CHANGE, 342),
    ("净增市场主体4000户。", "4000户", Kind.CHANGE, 4000),
    ("新增市场主体4000户。", "4000户", Kind.LEVEL, 4000),
    ("减少贫困人口3105人。", "3105人", Kind.CHANGE, -3105),
    ("人口自然增长率7.5‰。", "7.5‰", Kind.SHARE, 7.5),
    ("优良天数187天。", "187天", Kind.LEVEL, 187),
    ("工期缩短为187天。", "187天", Kind.DURATION, 187),
    ("农民人均纯收入增至5000元。", "5000元", Kind.LEVEL, 5000),
    ("臭氧年均浓度88微克/立方米,比上年低4微克/立方米。", "4微克/立方米", Kind.CHANGE, -4),
    ("空气优良天数281天,同比多9天。", "9天", Kind.CHANGE, 9),
    ("全年火灾12起,比上年少5起。", "5起", Kind.CHANGE, -5),
    ("市场主体较去年多94家。", "94家", Kind.CHANGE, 94),
    ("比上年多建5所幼儿园。", "5所", Kind.LEVEL, 5),
    ("压减一般性支出12%。", "12%", Kind.CHANGE, -12),
    ("精简审批材料30%、审批环节25%。", "25%", Kind.CHANGE, -25),
    ("减少贫困发生率0.5%。", "0.5%", Kind.SHARE, 0.5),
    ("税收增长8%,力争10%。", "10%", Kind.CHANGE, 10),
    ("税收增长8%,覆盖率力争达到90%。", "90%", Kind.SHARE, 90),
    ("税收增长8%,力争达到105亿元。", "105亿元", Kind.LEVEL, 10_500_000_000),
    ("服务小学生386名,比目标数多86名。", "86名", Kind.CHANGE, 86),
    ("产值实现正增长的有147家。", "147家", Kind.LEVEL, 147),
    ("产值增长7%,四季度增速需达到7.8%。", "7.8%", Kind.CHANGE, 7.8),
    ("成绩在全市343个街镇中排名第58位,前移41位。", "41位", Kind.CHANGE, 41),
    ("测评得87.5分,提高2.7分,低于全市平均分0.8分。", "2.7分", Kind.CHANGE, 2.7),
    ("全年节支205万元。", "205万元", Kind.CHANGE, -2_050_000),
    ("土地出让收入超收1.2亿元。", "1.2亿元", Kind.CHANGE, 120_000_000),
    ("清收欠款90万元。", "90万元", Kind.LEVEL, 900_000),
    ("进度滞后时序约10个百分点。", "10个百分点", Kind.CHANGE, -10),
    ("满意率比街道平均水平低2.3个百分点。", "2.3个百分点", Kind.CHANGE, -2.3),
    ("参与率较全区均值低4.1个百分点。", "4.1个百分点", Kind.CHANGE, -4.1),
    ("人均收入比全区平均水平少1200元。", "1200元", Kind.CHANGE, -1200),
    ("覆盖率不低于95%。", "95%", Kind.SHARE, 95),
    ("化解债务4200万元,超年度任务600万元。", "600万元", Kind.CHANGE, 6_000_000),
    ("完成投资超600万元。", "600万元", Kind.LEVEL, 6_000_000),
]


@pytest.mark.parametrize(("sentence", "quote", "kind", "value"), KINDS)
def test_kind_and_sign_follow_the_words(sentence: str, quote: str, kind: Kind, value: float) -> None:
    found = dict(figures(REVIEW, sentence))[quote]
    assert (found.kind, float(found.value)) == (kind, value)


# template, sentence, figure, modality
MOODS = [
    (REVIEW, "新建公厕7座。", "7座", Modality.ACTUAL),
    (REVIEW, "项目完工后可增加床位600余张。", "600余张", Modality.TARGET),
    (REVIEW, "力争新增学位300个。", "300个", Modality.TARGET),
    (REVIEW, "将近八成项目经费投入民生领域。", "八成", Modality.ACTUAL),
    (REVIEW, "品牌接待居民1.4万人次。", "1.4万人次", Modality.ACTUAL),
    (REVIEW, "完成区下达任务35.42万平方米的91%。", "35.42万平方米", Modality.TARGET),
    (REVIEW, "完成区下达任务35.42万平方米的91%。", "91%", Modality.ACTUAL),
    (REVIEW, "预计完成地区生产总值84.6亿元。", "84.6亿元", Modality.ACTUAL),
    (PLAN, "新建公厕7座。", "7座", Modality.TARGET),
    (PLAN, "日均供餐能力由800客提高到1200客。", "800客", Modality.ACTUAL),
    (PLAN, "日均供餐能力由800客提高到1200客。", "1200客", Modality.TARGET),
    (PLAN, "个别项目投资完成率不足30%。", "30%", Modality.ACTUAL),
    (PLAN, "现有公厕7座。", "7座", Modality.ACTUAL),
    (PLAN, "实现有效灌溉面积30万亩。", "30万亩", Modality.TARGET),
    (REVIEW, "年度目标14.6亿元;完成7.98亿元。", "14.6亿元", Modality.TARGET),
    (REVIEW, "年度目标14.6亿元;完成7.98亿元。", "7.98亿元", Modality.ACTUAL),
    (REVIEW, "年度目标:引进项目30个,其中外资项目3个。", "3个", Modality.TARGET),
    (REVIEW, "增长41.3%,高于目标26.3个百分点。", "26.3个百分点", Modality.ACTUAL),
    (REVIEW, "10件实事已完成4件。", "10件", Modality.TARGET),
    (REVIEW, "474家企业已完成整治460家。", "474家", Modality.ACTUAL),
    (REVIEW, "占年度计划22亿元的96.8%。", "96.8%", Modality.ACTUAL),
    (REVIEW, "今年将投入资金3亿元。", "3亿元", Modality.TARGET),
    (REVIEW, "将政策汇编成册,发放500册。", "500册", Modality.ACTUAL),
    (REVIEW, "预计2022年10月底前试运行,新增日处理能力1.5万吨。", "1.5万吨", Modality.TARGET),
    (REVIEW, "剩余13条2022年3月10日前完成。", "13条", Modality.TARGET),
    (REVIEW, "剩余9栋正在攻坚扫尾。", "9栋", Modality.ACTUAL),
    (REVIEW, "超额完成区下达的10万平方米任务。", "10万平方米", Modality.TARGET),
    (REVIEW, "完成10万平方米拆除任务。", "10万平方米", Modality.ACTUAL),
    (REVIEW, "棚改任务为新开工1200套、基本建成860套。", "860套", Modality.TARGET),
    (REVIEW, "完成棚改任务,基本建成860套。", "860套", Modality.ACTUAL),
    # in a list of tasks an item says first what was promised
    (LIST, "目标任务:改造老旧小区5个,涉及居民2940户。\n进展情况:惠及居民1126户。", "2940户", Modality.TARGET),
    (LIST, "目标任务:改造老旧小区5个,涉及居民2940户。\n进展情况:惠及居民1126户。", "1126户", Modality.ACTUAL),
    (LIST, "新增公共停车位500个。实际完成612个。", "500个", Modality.TARGET),
    (LIST, "新增公共停车位500个。实际完成612个。", "612个", Modality.ACTUAL),
    (LIST, "计划建设公园3处,改造公厕4座。截至目前,建成公园2处。", "4座", Modality.TARGET),
    (LIST, "新增公共停车位500个,完成投资900万元。", "500个", Modality.ACTUAL),
    (REVIEW, "新增公共停车位500个。实际完成612个。", "500个", Modality.ACTUAL),
    # compared with last year, a plan is still one; last year itself is over; 计划生育 is no plan
    (PLAN, "固定资产投资120亿元,比上年增长5%。", "5%", Modality.TARGET),
    (PLAN, "上年投资增长5%,今年要增长6%。", "5%", Modality.ACTUAL),
    (REVIEW, "计划生育率91.8%。", "91.8%", Modality.ACTUAL),
    (REVIEW, "计划投资95万元。", "95万元", Modality.TARGET),
    (REVIEW, "投资增速低于计划13.2个百分点。", "13.2个百分点", Modality.ACTUAL),
    (REVIEW, "税收低于年初计划2.3个百分点。", "2.3个百分点", Modality.ACTUAL),
    (REVIEW, "建成后日处理能力由3万吨增至5万吨。", "3万吨", Modality.ACTUAL),
    (REVIEW, "建成后日处理能力由3万吨增至5万吨。", "5万吨", Modality.TARGET),
    (REVIEW, "收运覆盖率61.5%,与90%的目标差距较大。", "90%", Modality.TARGET),
]


@pytest.mark.parametrize(("template", "sentence", "quote", "modality"), MOODS)
def test_done_or_promised_by_section_then_by_words(
    template: str, sentence: str, quote: str, modality: Modality
) -> None:
    assert dict(figures(template, sentence))[quote].modality is modality


# template, sentence, figure, first day, last day
PERIODS = [
    (REVIEW, "新建公厕7座。", "7座", "2021-01-01", "2021-12-31"),
    (REVIEW, "1-6月,实现税收3亿元。", "3亿元", "2021-01-01", "2021-06-30"),
    (REVIEW, "四季度用电量环比回升2.1%。", "2.1%", "2021-10-01", "2021-12-31"),
    (REVIEW, "较一季度加快1.8个百分点。", "1.8个百分点", "2021-01-01", "2021-12-31"),
    (REVIEW, "销售总额两年平均增长8.8%。", "8.8%", "2020-01-01", "2021-12-31"),
    (PLAN, "新建公厕7座。", "7座", "2022-01-01", "2022-12-31"),
    (PLAN, "8月底前改造公厕7座。", "7座", "2022-01-01", "2022-08-31"),
    (PLAN, "到2025年建成公园9个。", "9个", "2022-01-01", "2025-12-31"),
    # a period that opens the sentence holds behind its semicolons, not behind the full stop
    (REVIEW, "1-9月,产值4亿元;零售额5亿元;投资6亿元。", "6亿元", "2021-01-01", "2021-09-30"),
    (REVIEW, "1-9月,产值4亿元。投资6亿元。", "6亿元", "2021-01-01", "2021-12-31"),
    # the year of a target, of a base, of a comparison is none of the figure's
    (REVIEW, "1-6月产值4亿元,完成全年目标的52%。", "52%", "2021-01-01", "2021-06-30"),
    (REVIEW, "收入1321元,为2004年的两倍。", "两倍", "2021-01-01", "2021-12-31"),
    (REVIEW, "分出率由年初的5%提升至21.6%。", "21.6%", "2021-01-01", "2021-12-31"),
    (REVIEW, "收入由2004年的900万元增加到2009年的1.1亿元。", "1.1亿元", "2009-01-01", "2009-12-31"),
    # the deadline of its own clause comes before one of an earlier clause
    (PLAN, "上半年完成8栋,其余17栋10月底前完工。", "17栋", "2022-01-01", "2022-10-31"),
    # a date behind a list mark is that of its own item
    (PLAN, "4月底前拆除违建20处、6月底前拆除违建80处。", "20处", "2022-01-01", "2022-04-30"),
    (PLAN, "4月底前拆除违建20处、6月底前拆除违建80处。", "80处", "2022-01-01", "2022-06-30"),
    (PLAN, "确保一季度开工8个、上半年开工率超七成。", "8个", "2022-01-01", "2022-03-31"),
    (PLAN, "改造老旧小区20栋、年底前全部完工。", "20栋", "2022-01-01", "2022-12-31"),
    # what is only begun, and what comes year by year, is not bounded
    (PLAN, "6月底前启动成套改造,涉及居民1152户。", "1152户", "2022-01-01", "2022-12-31"),
    (PLAN, "6月底前完成成套改造,涉及居民1152户。", "1152户", "2022-01-01", "2022-06-30"),
    (PLAN, "4月底前完成污染源排查,细颗粒物年均浓度控制在34微克/立方米。", "34微克/立方米", "2022-01-01", "2022-12-31"),
    (PLAN, "五一节前开放崖壁栈道,年接待游客20万人次。", "20万人次", "2022-01-01", "2022-12-31"),
    # what is counted over a year, a part, the scope of a thing and another act have their own time
    (PLAN, "3月底前完成1500家场所接入,力争火灾起数再降10%。", "10%", "2022-01-01", "2022-12-31"),
    (PLAN, "9月底前完成签约,力争签约率达95%。", "95%", "2022-01-01", "2022-09-30"),
    (PLAN, "推进8个道路项目,其中滨河路9月底前通车。", "8个", "2022-01-01", "2022-12-31"),
    (PLAN, "推进总投资120亿元的整车基地建设,确保6月底前开工。", "120亿元", "2022-01-01", "2022-12-31"),
    (PLAN, "改造危房120户,6月底前建成城北小学。", "120户", "2022-01-01", "2022-12-31"),
    (PLAN, "改造管网12公里,年底前全部完工。", "12公里", "2022-01-01", "2022-12-31"),
    (PLAN, "剩余38户82人9月底前全部达到脱贫标准。", "38户", "2022-01-01", "2022-09-30"),
    # 年初 of a budget is no time; an event of one day says nothing of the clause behind it
    (REVIEW, "完成年初预算的103.4%。", "103.4%", "2021-01-01", "2021-12-31"),
    (REVIEW, "年初排查空心房212处。", "212处", "2021-01-01", "2021-01-31"),
    (REVIEW, "满意率从一季度的90%上升至94%。", "90%", "2021-01-01", "2021-03-31"),
    (REVIEW, "食堂5月18日开业,日均供餐320份。", "320份", "2021-01-01", "2021-12-31"),
    (REVIEW, "小学9月建成开学,新增学位1440个;机构增至9家。", "9家", "2021-01-01", "2021-12-31"),
    (REVIEW, "9月末存栏25万头。", "25万头", "2021-01-01", "2021-09-30"),
    (REVIEW, "9月份零售额2亿元。", "2亿元", "2021-09-01", "2021-09-30"),
    (REVIEW, "接待游客513万人次,恢复到2019年同期的118%。", "118%", "2021-01-01", "2021-12-31"),
    (REVIEW, "“十三五”贫困村收入15万元。", "15万元", "2021-01-01", "2021-12-31"),
    (REVIEW, "“十三五”时期,收入15万元。", "15万元", "2016-01-01", "2020-12-31"),
    (PLAN, "确保城际高铁年底建成运营,新增站点5个,开工建设公路8条。", "8条", "2022-01-01", "2022-12-31"),
    (PLAN, "计划改造小区34个,上半年全部开工。", "34个", "2022-01-01", "2022-12-31"),
    (REVIEW, "6月投入运行以来接待读者4.2万人次。", "4.2万人次", "2021-06-01", "2021-12-31"),
    # how far back a figure reaches; of whom a deadline behind others is one
    (REVIEW, "应诉率连续三年达100%。", "100%", "2019-01-01", "2021-12-31"),
    (PLAN, "新建基地1.5万亩,建设骆驼奶加工厂,力争8月投产。", "1.5万亩", "2022-01-01", "2022-12-31"),
    (PLAN, "新建基地1.5万亩,建设骆驼奶加工厂,力争8月底前全部投产。", "1.5万亩", "2022-01-01", "2022-08-31"),
    (PLAN, "盘活闲置厂房6处,确保三季度前全部挂牌招租。", "6处", "2022-01-01", "2022-09-30"),
    (PLAN, "三季度前建成市场,预计年增收120万元。", "120万元", "2022-01-01", "2022-12-31"),
    (PLAN, "“七一”前建成驿站9个。", "9个", "2022-01-01", "2022-07-01"),
    (REVIEW, "覆盖率从2019年的52.1%提高到2020年的54.3%。", "52.1%", "2019-01-01", "2019-12-31"),
    (REVIEW, "覆盖率从2019年的52.1%提高到2020年的54.3%。", "54.3%", "2020-01-01", "2020-12-31"),
    (REVIEW, "客流恢复到2019年同期的118%。", "118%", "2021-01-01", "2021-12-31"),
]


@pytest.mark.parametrize(
    ("sentence", "quote", "label"),
    [
        ("严格执行“两个维护”十项制度机制。", "十项", "“两个维护”制度机制"),
        ("引进落地投资过百亿元项目2个以上、过50亿元项目5个以上。", "5个", "引进过50亿元项目"),
        ("集体经济年收入10万元以上的村由15个增加到21个。", "15个", "村"),
    ],
)
def test_a_label_begins_with_a_word(sentence: str, quote: str, label: str) -> None:
    assert dict(figures(REVIEW, sentence))[quote].metric == label


@pytest.mark.parametrize(("template", "sentence", "quote", "start", "end"), PERIODS)
def test_period_is_stated_or_the_sections(template: str, sentence: str, quote: str, start: str, end: str) -> None:
    period = dict(figures(template, sentence))[quote].period
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)


def test_numerals_of_set_phrases_measure_nothing() -> None:
    assert figures(PLAN, "形成四位一体工作格局,立足“技防、人防”三位一体。") == []


def test_a_target_without_a_date_inherits_the_end_of_its_plan() -> None:
    (found,) = [f for _, f in figures(PLAN, "新建公厕7座。")]
    assert found.deadline is not None
    assert (found.deadline.latest, found.deadline.source) == (date(2022, 12, 31), DeadlineSource.INHERITED)


def test_a_stated_deadline_bounds_what_follows_and_what_it_closes() -> None:
    following = dict(figures(PLAN, "9月底前改造院落12个。"))["12个"].deadline
    closing = dict(figures(PLAN, "适老化改造150户,三季度末前落实到位。"))["150户"].deadline
    assert following is not None and following.latest == date(2022, 9, 30)
    assert closing is not None and closing.latest == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("sentence", "quote", "latest"),
    [
        # the later clause says of what its date is one
        ("新增停车位500个,确保禅港路北延线6月底前通车。", "500个", date(2022, 12, 31)),
        ("新增学位480个、床位600张,力争片区规划学校上半年开工。", "480个", date(2022, 12, 31)),
        # a clause without a thing of its own, or with the means only, closes what stands before
        ("新增停车位500个,确保6月底前投用。", "500个", date(2022, 6, 30)),
        ("培训缺口236人次,依托“社区合伙人”计划于11月补齐。", "236人次", date(2022, 11, 30)),
    ],
)
def test_a_deadline_of_another_thing_is_not_taken_over(sentence: str, quote: str, latest: date) -> None:
    deadline = dict(figures(PLAN, sentence))[quote].deadline
    assert deadline is not None and deadline.latest == latest


def test_hours_within_are_a_limit() -> None:
    assert dict(figures(REVIEW, "48小时内办结群众诉求320件。"))["48小时"].bound is Bound.AT_MOST
    assert dict(figures(REVIEW, "24小时内部值守。"))["24小时"].bound is Bound.EXACT


def test_a_year_in_the_name_of_what_is_prepared_is_no_deadline() -> None:
    (found,) = [f for _, f in figures(PLAN, "谋划储备2023年老旧小区改造项目4个。")]
    assert found.deadline is not None and found.deadline.source is DeadlineSource.INHERITED


def test_links_between_figures_point_at_what_they_belong_to() -> None:
    sentence = "零售额93亿元,同比增长5%,总量全区第二。拆除违建5亩,完成区下达任务6亩的83%。"
    found = [f for _, f in figures(REVIEW, sentence)]
    assert [f.compares for f in found] == [None, 0, 0, None, None, None]
    assert [f.of_target for f in found] == [None, None, None, None, None, 4]


@pytest.fixture(scope="module", params=sorted(SEEDS.glob("*.txt")), ids=lambda p: p.stem)
def seed(request: pytest.FixtureRequest) -> Extraction:
    return extract(read(request.param))


def test_every_digit_of_a_report_is_in_a_fact_or_set_aside(seed: Extraction) -> None:
    covered: set[int] = set()
    for line in (*seed.indicators, *seed.deadlines, *seed.set_asides):
        covered.update(range(line.start, line.end))
    text = seed.document.text
    assert [
        text[max(0, m.start() - 9) : m.end() + 9] for m in re.finditer(r"\d", text) if m.start() not in covered
    ] == []


def test_every_mention_lies_in_the_text_and_in_order(seed: Extraction) -> None:
    for mentions in (
        seed.indicators,
        seed.projects,
        seed.initiatives,
        seed.deadlines,
        seed.areas,
        seed.honours,
        seed.set_asides,
    ):
        spans = [(m.start, m.end) for m in mentions]
        assert spans == sorted(spans)
        assert all(0 <= a < b <= len(seed.document.text) for a, b in spans)


def test_the_same_text_gives_the_same_extraction() -> None:
    path = SEEDS / "buji-2020h1.txt"
    assert extract(read(path)) == extract(read(path))


def test_a_heading_that_calls_upon_us_names_no_subject() -> None:
    text = "东湖街道2022年工作计划\n二、2022年工作计划\n（一）{}\n计划总投资5.6亿元。\n"
    metrics = [
        [figure.metric for figure in extract(parse(text.format(heading), "东湖街道")).indicators]
        for heading in ("全力以赴抓项目", "东湖污水处理厂二期")
    ]
    assert metrics == [["总投资"], ["东湖污水处理厂二期总投资"]]


def test_signs_limit_numbers() -> None:
    sentence = "优良天数比例≥94%,失业率<4.5%,投资>3亿元,能耗≤0.3吨标准煤/万元,占地≈5亩。"
    assert [figure.bound for _, figure in figures(REVIEW, sentence)] == [
        Bound.AT_LEAST,
        Bound.LESS_THAN,
        Bound.MORE_THAN,
        Bound.AT_MOST,
        Bound.ABOUT,
    ]
