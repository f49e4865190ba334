"""Field notes, quotes and next steps, composed from `phrases` so that they read as real and rarely repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from genjin.sales.demo.names import SURNAMES
from genjin.sales.demo.phrases import calls, delivery, hollow, openings, price, service, technical
from genjin.sales.demo.trades import Trade, words

NEED_TYPES = ("price", "technical", "delivery", "service")
# How far one has come with a customer decides what the talk is about: share of customers, then weights of the needs.
_STAGES = (
    (58, (40, 55, 3, 2)),  # prospect
    (18, (12, 30, 55, 3)),  # machine on order
    (24, (18, 10, 6, 66)),  # machine at work
)

_BY_NEED = {"price": price, "technical": technical, "delivery": delivery, "service": service}

_OURS = words(
    "视觉检测 上下料机器人 输送线 AGV 立体库 拧紧站 MES接口 码垛单元 伺服压装机 追溯系统 柔性夹具 PLC改造 "
    "桁架机械手 涂胶单元 自动锁付 在线测量 拆垛单元 视觉引导 电控柜 能耗采集"
)
_PARTS = words(
    "工业相机 环形光源 伺服电机 夹爪 触摸屏 安全光栅 变频器 扫码枪 直线导轨 减速机 IO模块 电缸 控制柜 编码器 驱动器 "
    "真空发生器 三维相机 快换盘 力传感器 拖链电缆 同步带 电磁阀岛 交换机 UPS 温控表 激光测距仪"
)
_PROTOCOLS = (
    "Profinet",
    "Modbus TCP",
    "EtherCAT",
    "RS485",
    "OPC UA",
    "CC-Link",
    "EtherNet/IP",
    "Profibus",
    "CANopen",
    "MQTT",
    "IO-Link",
)
_OLD_CONTROLLERS = words("S7-300 S7-200 FX3U 三菱Q系列 CP1H 台达DVP 信捷XC 汇川H3U 单片机板 继电器柜 GE90-30 FX2N")
# Invented houses: a demo speaks ill of nobody.
RIVALS = (
    "卓远",
    "力擎",
    "汉诺机器人",
    "德曼",
    "东晖自动化",
    "科睿视觉",
    "锐视",
    "恒科",
    "一家台资厂",
    "川崇",
    "北辰智能",
    "麦格",
    "奥仕达",
    "集成商老吴",
)
_ENOUGH_CHARS = 56
_SAYING = ("说", "的原话是", "讲", "说得很直", "临走时说", "叹口气说", "当着大家说")
_NICKNAMES = ("工艺员", "带班长", "库管", "机修班长", "质检组长", "电气的同事", "计划员", "总工助理")


@dataclass(frozen=True, slots=True)
class Subject:
    """What there is to say about one customer; drawn once, so that its notes hang together."""

    trade: Trade
    line: str
    machines: tuple[str, ...]
    goods: str
    ours: tuple[str, ...]
    parts: tuple[str, ...]
    protocol: str
    old_controller: str
    rivals: tuple[str, ...]
    acquaintance: str
    need_weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    quotes: tuple[str, ...]


def draw_subject(rng: Random, trade: Trade) -> Subject:
    return Subject(
        trade=trade,
        line=rng.choice(trade.lines),
        machines=tuple(rng.sample(trade.machines, 2)),
        goods=rng.choice(trade.goods),
        ours=tuple(rng.sample(_OURS, 2)),
        parts=tuple(rng.sample(_PARTS, 3)),
        protocol=rng.choice(_PROTOCOLS),
        old_controller=rng.choice(_OLD_CONTROLLERS),
        rivals=tuple(rng.sample(RIVALS, 2)),
        acquaintance=rng.choice(("老{}", "{}师傅", "{}工")).format(rng.choice(SURNAMES[:60])),
        need_weights=rng.choices([weights for _, weights in _STAGES], [share for share, _ in _STAGES])[0],
    )


def draw_need(rng: Random, subject: Subject) -> str:
    """What this contact is about, by how far one has come with the customer."""
    return rng.choices(NEED_TYPES, subject.need_weights)[0]


def spoken_date(day: date) -> str:
    return f"{day.month}月{day.day}日"


class _Slots(dict[str, str]):
    """Fills the slots of one note: facts of the customer stay the same within it, figures are drawn per mention."""

    def __init__(self, rng: Random, subject: Subject, people: Sequence[str], on: date) -> None:
        self._rng = rng
        self._on = on
        second = people[1] if len(people) > 1 else rng.choice((*_NICKNAMES, f"小{rng.choice(SURNAMES[:40])}"))
        super().__init__(
            who=people[0] if people else subject.acquaintance,
            who2=second,
            line=subject.line,
            machine=rng.choice(subject.machines),
            goods=subject.goods,
            ours=rng.choice(subject.ours),
            part=rng.choice(subject.parts),
            proto=subject.protocol,
            oldctl=subject.old_controller,
            rival=rng.choice(subject.rivals),
        )

    def __missing__(self, key: str) -> str:
        return _DRAWS[key](self._rng, self._on)


def _coming(rng: Random, on: date, least: int, most: int) -> str:
    if rng.random() < 0.16:
        return rng.choice(("月底", "下月初", "下周五", "下周三", "下个月中旬"))
    return spoken_date(on + timedelta(days=rng.randint(least, most)))


_DRAWS = {
    "date": lambda rng, on: _coming(rng, on, 3, 45),
    "date2": lambda rng, on: spoken_date(on + timedelta(days=rng.randint(46, 75))),
    "sec": lambda rng, on: str(rng.randint(18, 64) / 2).removesuffix(".0"),
    "sec2": lambda rng, on: str(rng.randint(7, 40)),
    "min": lambda rng, on: str(rng.randint(6, 58)),
    "hours": lambda rng, on: str(rng.randint(6, 96)),
    "shift": lambda rng, on: str(rng.randint(16, 23)),
    "days": lambda rng, on: str(rng.randint(3, 45)),
    "weeks": lambda rng, on: str(rng.randint(6, 22)),
    "months": lambda rng, on: str(rng.randint(12, 36)),
    "month": lambda rng, on: str((on.month - rng.randint(1, 3) - 1) % 12 + 1),
    "year": lambda rng, on: str(rng.randint(2007, 2019)),
    "small": lambda rng, on: str(rng.randint(2, 9)),
    "few": lambda rng, on: rng.choice("二三四五六七"),
    "mm": lambda rng, on: f"{rng.randint(3, 48) / 10:.1f}",
    "cm": lambda rng, on: str(rng.randint(25, 190)),
    "kg": lambda rng, on: str(rng.randint(8, 160)),
    "deg": lambda rng, on: str(rng.randint(3, 55)),
    "code": lambda rng, on: str(rng.randint(101, 989)),
    "pct": lambda rng, on: str(rng.randint(3, 24)),
    "pct2": lambda rng, on: str(rng.randint(60, 97)),
    "amount": lambda rng, on: _amount(rng, 6, 190),
    "amount2": lambda rng, on: _amount(rng, 191, 420),
    "qty": lambda rng, on: str(rng.choice((3, 4, 5, 6, 8, 10, 12, 16, 18, 20, 24, 30, 36, 40, 48, 60))),
}


def _amount(rng: Random, least: int, most: int) -> str:
    value = rng.randint(least, most)
    return f"{value}.{rng.randint(1, 9)}" if value < 60 and rng.random() < 0.4 else str(value)


class Writer:
    """One rep's pen. It works through a shuffled deck of each list: a phrase returns only after all others."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._decks: dict[int, list[str]] = {}

    def visit_note(self, subject: Subject, people: Sequence[str], on: date, need: str) -> Note:
        """A visit worth counting: what was seen, what it means, how the customer stands to it."""
        slots = _Slots(self._rng, subject, people, on)
        part = _BY_NEED[need]
        sentences = []
        if self._rng.random() < 0.72:
            sentences.append(self._draw(openings.VISIT).format_map(slots))
        sentences.append(self._draw(part.FINDINGS).format_map(slots))
        if len(sentences) < 2 or self._rng.random() < 0.25:
            sentences.append(self._draw(part.FINDINGS).format_map(slots))
        if self._rng.random() < 0.6:
            sentences.append(self._draw(part.REACTIONS).format_map(slots))
        return self._with_quote(sentences, part.QUOTES, slots, likelihood=0.5)

    def call_note(self, subject: Subject, people: Sequence[str], on: date, need: str) -> Note:
        """A telephone or chat note worth counting."""
        slots = _Slots(self._rng, subject, people, on)
        sentences = [self._draw(openings.CALL).format_map(slots)] if self._rng.random() < 0.66 else []
        sentences.append(self._draw(calls.FINDINGS).format_map(slots))
        # A few stock turns alone would soon resemble an earlier call; what it was about makes each call its own.
        if sum(map(len, sentences)) < _ENOUGH_CHARS or self._rng.random() < 0.4:
            sentences.append(self._draw(_BY_NEED[need].FINDINGS).format_map(slots))
        sentences.append(self._draw(calls.CLOSINGS).format_map(slots))
        return self._with_quote(sentences, _BY_NEED[need].QUOTES, slots, likelihood=0.18)

    def next_step(self, subject: Subject, people: Sequence[str], on: date, need: str, *, after_call: bool) -> str:
        phrases = calls.NEXT_STEPS if after_call and self._rng.random() < 0.45 else _BY_NEED[need].NEXT_STEPS
        return self._draw(phrases).format_map(_Slots(self._rng, subject, people, on))

    def short_note(self, subject: Subject, people: Sequence[str], on: date) -> str:
        """Six to fourteen effective characters: something, but too little."""
        return self._draw(hollow.SHORT).format_map(_Slots(self._rng, subject, people, on))

    def tiny_note(self) -> str:
        """Fewer than six effective characters, mostly a stock phrase and nothing else."""
        return self._draw(hollow.BOILERPLATE if self._rng.random() < 0.62 else hollow.TINY)

    def stock_note(self) -> str:
        return self._draw(hollow.BOILERPLATE)

    def vague_next_step(self) -> str:
        return self._draw(hollow.VAGUE_NEXT)

    def resend(self, earlier: str) -> str:
        """An own earlier text sent again with a word put round it."""
        return self._draw(hollow.COPY_PREFIX) + earlier.rstrip("。") + self._draw(hollow.COPY_SUFFIX)

    def _with_quote(self, sentences: list[str], phrases: tuple[str, ...], slots: _Slots, *, likelihood: float) -> Note:
        text = "。".join(sentences) + "。"
        if self._rng.random() >= likelihood:
            return Note(text, ())
        said = self._draw(phrases).format_map(slots)
        verb = self._draw(_SAYING)
        quote = f"{slots['who']}{verb}：“{said}”"
        return Note(quote + text if self._rng.random() < 0.3 else text + quote, (said,))

    def _draw(self, phrases: tuple[str, ...]) -> str:
        deck = self._decks.get(id(phrases))
        if not deck:
            deck = list(phrases)
            self._rng.shuffle(deck)
            self._decks[id(phrases)] = deck
        return deck.pop()
