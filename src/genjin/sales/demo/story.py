"""The seven customers of 王磊 that the first five minutes of the demo are told with."""

from __future__ import annotations

from dataclasses import dataclass

from genjin.sales.demo.world import Kind, Rank


@dataclass(frozen=True, slots=True)
class StoryNote:
    """`days_ago` from today; working days only, unless it was the customer who rang (`on_any_day`)."""

    days_ago: int
    at: tuple[int, int]
    kind: Kind
    text: str
    speaker: str = ""
    quotes: tuple[str, ...] = ()
    need_type: str | None = None
    next_step: str = ""
    due_in_days: int | None = None  # from today
    photo: str = ""  # a name: the same name is the same file
    scene: str = ""
    on_any_day: bool = False


@dataclass(frozen=True, slots=True)
class StoryCustomer:
    key: str
    name: str
    rank: Rank
    city: str
    trade: str
    address: str
    assigned_days: int
    contacts: tuple[tuple[str, str, str], ...]  # title, how he is called, buying role
    value: int  # 10,000 yuan a year
    notes: tuple[StoryNote, ...]


STORY: tuple[StoryCustomer, ...] = (
    StoryCustomer(
        "yuanchi",
        "远驰新能源汽车",
        "A",
        "常州",
        "vehicle",
        "常州市武进区龙城大道1869号",
        256,
        (("生产副总", "张总", "influencer"), ("电气主管", "刘工", "technical"), ("采购经理", "何姐", "buyer")),
        218,
        (
            StoryNote(
                46,
                (14, 20),
                "call",
                "何姐电话里讲了预算的时间表，二期自动化和消防一起报，集团十二月过会。何姐说：“明年预算十二月中旬定，过了就等下半年。”",
                "何姐",
                ("明年预算十二月中旬定，过了就等下半年。",),
            ),
            StoryNote(
                27,
                (10, 15),
                "call",
                "和刘工视频看了二期现场，换型时间是真痛点，工装定位全靠人调，夹具库在线外。"
                "刘工说：“你们去年那套视觉检测，换型要四十分钟，我们现在一天换六次，算下来四个小时没了。”",
                "刘工",
                ("你们去年那套视觉检测，换型要四十分钟，我们现在一天换六次，算下来四个小时没了。",),
            ),
            StoryNote(
                18, (14, 2), "visit", "常规问候，送了样本。", photo="yuanchi-gate", scene="gate", need_type="technical"
            ),
            StoryNote(
                14,
                (18, 5),
                "call",
                "张总打来电话，二期的 PLC 要换代，Profinet V2.4 能不能向下兼容我们答不上来，他那边排产就卡在这一条。"
                "张总说：“接口协议不确认，二期产线我不敢排产。”",
                "张总",
                ("接口协议不确认，二期产线我不敢排产。",),
                on_any_day=True,
            ),
            StoryNote(11, (15, 40), "visit", "常规问候。", photo="yuanchi-gate", need_type="technical"),
            StoryNote(4, (16, 12), "visit", "常规问候，客户很忙。", need_type="technical"),
        ),
    ),
    StoryCustomer(
        "haisheng",
        "海晟电池",
        "A",
        "常州",
        "battery",
        "常州市武进区凤翔路118号",
        420,
        (("设备主管", "李工", "technical"), ("采购经理", "郑经理", "buyer")),
        160,
        (
            StoryNote(
                61,
                (14, 30),
                "call",
                "李工问 PACK 线提速的事，激光焊前的扫码工位一直堵，他们自己改过两回节拍没下来，"
                "年度框架十二月到期前要有说法。"
                "李工说：“你们说的提速方案，我一直没见到。”",
                "李工",
                ("你们说的提速方案，我一直没见到。",),
                on_any_day=True,
            ),
        ),
    ),
    StoryCustomer(
        "minghao",
        "明昊精密",
        "B",
        "常州",
        "machining",
        "常州市新北区云河路66号",
        610,
        (("车间主任", "何主任", "user"), ("设备经理", "顾经理", "technical")),
        45,
        (
            StoryNote(
                3,
                (9, 50),
                "visit",
                "三车间二号线触摸屏夜班闪屏，重启要十分钟，这个月第三次，何主任把停机记录一页页翻给我看。"
                "何主任说：“夜班闪一次停十分钟，你们来个人看看。”",
                "何主任",
                ("夜班闪一次停十分钟，你们来个人看看。",),
                "service",
                "请孙伟夜班到现场看闪屏并给结论",
                1,
                photo="minghao-panel",
                scene="cabinet",
            ),
        ),
    ),
    StoryCustomer(
        "ruichuan",
        "瑞川包装",
        "B",
        "常州",
        "packaging",
        "常州市天宁区永安路27号",
        330,
        (("采购经理", "何经理", "buyer"), ("生产经理", "苗经理", "user")),
        62,
        (
            StoryNote(
                6,
                (10, 40),
                "visit",
                "码垛区看了两遍，纸箱规格多，夹具要换三种，何经理要样机的分项报价，含调试和一年备件，好拿去和台资厂比。",
                "何经理",
                (),
                "price",
                "把样机报价给何经理",
                0,
                photo="ruichuan-hall",
                scene="hall",
            ),
        ),
    ),
    StoryCustomer(
        "dewei",
        "德维轮毂",
        "B",
        "镇江",
        "wheel",
        "镇江市丹阳市兴业路509号",
        500,
        (("设备总监", "钱总", "technical"),),
        88,
        (
            StoryNote(
                13,
                (11, 10),
                "call",
                "钱总在电话里说机加四线的动平衡机老是等料，想看桁架机械手的案例，最好是铝轮毂的，下半月他都在厂里。",
                "钱总",
                on_any_day=True,
            ),
        ),
    ),
    StoryCustomer(
        "jiangbei",
        "江北人民医院",
        "A",
        "南京",
        "hospital",
        "南京市浦口区永安路1号",
        380,
        (("信息科主任", "周主任", "technical"), ("后勤科长", "秦科长", "user")),
        130,
        (
            StoryNote(
                12,
                (9, 30),
                "visit",
                "和周主任去看了机房，气动物流的控制柜要从地下一层挪上来，平面图在基建那里，没有图我们排不了桥架。"
                "周主任说：“机房平面图我去要，你们别再让我等方案。”",
                "周主任",
                ("机房平面图我去要，你们别再让我等方案。",),
                "technical",
                "拿到机房平面图后排桥架走向",
                0,
                photo="jiangbei-room",
                scene="cabinet",
            ),
            StoryNote(
                5,
                (15, 5),
                "visit",
                "秦科长说图还没有，让再等等。",
                "秦科长",
                need_type="technical",
                photo="jiangbei-desk",
                scene="meeting",
            ),
        ),
    ),
    StoryCustomer(
        "jintan",
        "金坛立体仓库",
        "B",
        "常州",
        "logistics",
        "常州市金坛区华山路288号",
        290,
        (("供应链经理", "汤经理", "buyer"),),
        74,
        (
            StoryNote(
                13,
                (15, 20),
                "call",
                "汤经理要一份按托盘数算的堆垛机报价，出库口再加一台提升机，老库的货架不动，月台那边他自己找人改。",
                "汤经理",
                on_any_day=True,
            ),
            StoryNote(6, (16, 30), "chat", "报价已发，等汤经理消息。", "汤经理"),
        ),
    ),
)
