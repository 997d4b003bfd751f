"""Rules that find projects: a candidate in, a verdict out. Each rule names an example and the mistake it avoids."""

from __future__ import annotations

from kg.extraction.candidates import REJECT, Candidate, Role, Verdict
from kg.extraction.counts import as_number
from kg.extraction.forms import ACTS, MEASURES, THINGS, WORKS, Form, any_of, pattern, trim, words
from kg.extraction.status import predicate

_BUILD = words("projects", "contexts", "build")
_STRICT = words("projects", "contexts", "strict")
_FAINT = words("projects", "contexts", "faint")
_AFTER = words("projects", "contexts", "after")
_ATTRACT = tuple(words("projects", "contexts", "attract"))
_BARE = words("projects", "heads", "bare")
_LOOSE = words("projects", "heads", "loose")
_PHYSICAL = any_of("projects", "contexts", "physical")
_SETTING = pattern("projects", "contexts", "setting")
_GENERAL = pattern("projects", "contexts", "general")
_ENGINEERING = pattern("projects", "contexts", "engineering")
_PEOPLE = pattern("projects", "contexts", "people")
_FACILITY = pattern("projects", "contexts", "facility")
_PLAIN_AREA = pattern("projects", "contexts", "plain_area")
_AREA = pattern("projects", "contexts", "area")
_BEGUN = pattern("projects", "contexts", "begun")
_ACTIVITY = words("initiatives", "contexts", "activity")
_NOT_WORKS = pattern("projects", "frames", "not_works")
_NOT_HEAD = pattern("projects", "frames", "not_head")
_NATIONWIDE = words("projects", "contexts", "narrow_campaigns")


def _builds(trigger: str) -> bool:
    """True for a verb of building, also behind an adverb: 全面实施, 顺利完成."""
    return trigger in _BUILD or (len(trigger) == 4 and trigger[2:] in _BUILD)


def listed(c: Candidate) -> Verdict:
    """Members of a counted list, and its head.

    project-list-member: 卓越、裕丰等4个城市更新项目. Not the place in 建设双界河、新圳河沿岸4个景观节点, not who acts in
    为长春坊等11个小区增设充电桩.
    project-counted-head: 西南大学三亚中学等14所中小学校挖潜扩班; the head need not look like a project.
    """
    head = c.names.head
    if head is None or not c.names.head_is_project:
        return None
    governed = c.around.governed
    if _NOT_HEAD.search(c.text[c.tokens.starts[head.first] : c.tokens.starts[head.last]]):
        return REJECT
    if c.role is Role.MEMBER and head.counted and len(c.name) >= 2:
        acts = c.around.next_word in _STRICT and c.around.next_word not in _AFTER
        all_named = len(c.names.units) - 1 == as_number(
            c.text[c.tokens.starts[head.counted[0]] : c.tokens.starts[head.counted[1]]]
        )
        if (
            (all_named or not _SETTING.search(c.name))
            and not acts
            and (governed or c.follow or (c.around.opens and c.built))
        ):
            return c.project("project-list-member")
        return REJECT
    if c.role is Role.HEAD and not c.form and c.unit.before and (governed or c.follow):
        return c.project("project-counted-head")
    return REJECT if c.role is Role.HEAD and not c.counted else None


def act_by_measure(c: Candidate) -> Verdict:
    """project-act: 大芬油画村综合整治, of a thing with a name, counted, or among 等项目. Not 城中村综合治理, which is a campaign."""
    if c.form is not Form.MEASURE_OR_ACT:
        return None
    measure = MEASURES.of(c.core)
    about = c.core[: len(c.core) - len(measure)]
    if not _PHYSICAL.search(about) or not (c.counted or c.of_projects or c.is_proper()):
        return None
    if measure.startswith(tuple(_NATIONWIDE)) and not c.counted:
        return None
    return c.project("project-act") if c.around.governed or c.follow or c.around.opens else REJECT


def works(c: Candidate) -> Verdict:
    """…项目, …工程.

    project-counted-works: 开工建设政府投资项目52个. Not 一批项目.
    project-works: 推动新安足球公园新建工程立项. Not 优质产业项目, which names none.
    project-item: 1.城南至城北二级公路改建工程(总投资9.7亿元):路基工程完成68%.
    project-works-in-list: 重点项目分别为城南道路工程、城北大桥项目.
    project-works-with-predicate: 中心区N1区学校建设工程克服疫情影响顺利推进. Not 招商项目落地….
    """
    if c.form is not Form.WORKS:
        return None
    head = WORKS.of(c.core)
    if c.counted:
        nothing = (c.count[0] == "一" and c.name in _BARE) or _NOT_WORKS.search(c.name)
        return REJECT if nothing else c.project("project-counted-works")
    stem = len(c.core) - len(head)
    if c.name in _BARE or stem < 2 or _GENERAL.search(c.name):
        return REJECT
    if head == "工程" and not _ENGINEERING.search(c.core):
        return None
    if c.around.governed and _builds(c.trigger):
        return c.project("project-works")
    if c.is_item() and head != "项目":
        return c.project("project-item")
    if c.around.listed and c.next_letter in ("Z", "C", "D", "A"):
        return c.project("project-works-in-list")
    named = stem >= 4 and c.next_letter in ("b", "T")
    if c.around.opens and (c.follow or c.around.next_word in _AFTER or named):
        return c.project("project-works-with-predicate")
    return REJECT


def acts(c: Candidate) -> Verdict:
    """Acts of building that stand for the undertaking.

    project-counted-act: 完成营造林61.2万亩.
    project-table-cell: 老旧小区屋面修缮 45栋, in a table made lines.
    project-act: 加快推进农贸市场升级改造, of something physical. Not 产业转型升级.
    """
    if c.form is not Form.ACT:
        return None
    act = ACTS.of(c.core)
    about = c.core[: len(c.core) - len(act)]
    if c.counted and (c.trigger in _BUILD or c.follow):
        return c.project("project-counted-act")
    if len(about) < 2:
        return REJECT
    if c.is_table_cell():
        return c.project("project-table-cell")
    if not (c.around.governed or c.follow) or (act == "治理" and not (c.is_proper() and _PHYSICAL.search(about))):
        return REJECT
    if _PHYSICAL.search(about) or c.is_proper():
        return c.project("project-act")
    return REJECT


def things(c: Candidate) -> Verdict:
    """Things that are built.

    project-counted-thing: 新建足球场9个. Not 下沉社区1000余人, not 推进9所幼儿园开展….
    project-built-thing: 建成新乐消防站. Not 打造宝安区首批….
    project-table-cell: 口袋公园建设 新建2个.
    project-thing-with-predicate: 尖岗山生态公园一期完工. Not 长望社区、谷山社区建成….
    project-named-system: 完善劳资纠纷预警平台.
    project-thing-under-way: 加快推进安全应急产业园建设. Not 加强会展片区…管理, not 优化城市基础设施.
    """
    if c.form is not Form.THING:
        return None
    thing = THINGS.of(c.core)
    governed, opens, trigger = c.around.governed, c.around.opens, c.trigger
    counted = c.counted and not _PEOPLE.search(c.count)
    if _FACILITY.search(c.name) and not counted and trigger not in _STRICT and not c.is_proper():
        return REJECT
    if _PLAIN_AREA.search(c.name) and "示范" not in c.name:
        return REJECT
    if counted and c.unit.before and not c.follow and c.around.next_word in _ACTIVITY:
        return REJECT
    if counted and trigger not in _FAINT and (trigger in _BUILD or c.built):
        return c.project("project-counted-thing")
    listed_with_others = len(c.names.units) > 1 and trigger in _STRICT and len(c.name) > 2
    if (c.name in _BARE or (len(c.core) - len(thing) < 2 and len(thing) < 4)) and not listed_with_others:
        return REJECT
    if governed and trigger in _STRICT:
        return c.project("project-built-thing")
    if c.is_item() and predicate(c.text[c.start + len(c.whole) : c.start + len(c.whole) + 60].partition("。")[0]):
        return c.project("project-item")
    if c.built and c.is_table_cell():
        return c.project("project-table-cell", end=c.start + len(c.whole))
    if opens and ((c.follow and not _AREA.search(c.name)) or _BEGUN.search(c.whole[len(c.name) :])):
        return c.project("project-thing-with-predicate")
    if not governed or trigger not in _BUILD or (trigger in _FAINT and not c.built):
        return REJECT
    if thing.endswith(("平台", "系统")) and len(c.name) >= 7:
        return c.project("project-named-system")
    if thing not in _LOOSE or c.built or c.of_projects:
        return c.project("project-thing-under-way")
    return REJECT


def open_member(c: Candidate) -> Verdict:
    """project-list-member-open: 加快海景御水湾等房地产项目建设; the name has no head, the list has one.

    Not what projects are about that are still to be found: 招引医疗器械、智能制造等项目.
    """
    head = c.names.head
    built = (c.trigger in _BUILD and c.trigger not in _FAINT) or c.follow
    if not c.of_projects or head is None or not built:
        return None
    if len(c.name) < 2 or ((len(c.name) < 3 or c.trigger.endswith(_ATTRACT)) and not c.is_proper()):
        return None
    starts = c.tokens.starts
    if trim(c.text[starts[head.first] : starts[head.last]])[1] is Form.WORKS:
        return c.project("project-list-member-open")
    return None
