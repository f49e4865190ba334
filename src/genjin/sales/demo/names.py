"""Names of companies, people, streets and titles, drawn so that 12,000 companies stay distinct and plausible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from genjin.sales.demo.trades import TRADES, Trade, words

# city: (telephone area code, administrative code, latitude, longitude, districts)
CITIES: dict[str, tuple[str, str, float, float, tuple[str, ...]]] = {
    "常州": ("0519", "320400", 31.772, 119.946, ("武进区", "新北区", "天宁区", "钟楼区", "金坛区", "溧阳市")),
    "无锡": ("0510", "320200", 31.570, 120.288, ("新吴区", "锡山区", "惠山区", "滨湖区", "江阴市", "宜兴市")),
    "苏州": ("0512", "320500", 31.299, 120.619, ("工业园区", "虎丘区", "吴中区", "相城区", "昆山市", "太仓市")),
    "镇江": ("0511", "321100", 32.204, 119.452, ("京口区", "润州区", "丹徒区", "丹阳市", "扬中市")),
    "南京": ("025", "320100", 32.041, 118.767, ("江宁区", "浦口区", "栖霞区", "六合区", "溧水区")),
    "扬州": ("0514", "321000", 32.394, 119.421, ("邗江区", "广陵区", "江都区", "仪征市")),
    "泰州": ("0523", "321200", 32.484, 119.915, ("海陵区", "高港区", "姜堰区", "泰兴市", "靖江市")),
    "南通": ("0513", "320600", 32.016, 120.864, ("崇川区", "通州区", "海门区", "如皋市", "启东市")),
    "上海": ("021", "310100", 31.231, 121.473, ("嘉定区", "松江区", "奉贤区", "青浦区", "闵行区", "金山区")),
    "杭州": ("0571", "330100", 30.287, 120.153, ("萧山区", "余杭区", "临平区", "钱塘区", "富阳区")),
    "宁波": ("0574", "330200", 29.868, 121.544, ("北仑区", "鄞州区", "镇海区", "余姚市", "慈溪市")),
    "嘉兴": ("0573", "330400", 30.746, 120.756, ("南湖区", "秀洲区", "平湖市", "海宁市", "桐乡市")),
    "湖州": ("0572", "330500", 30.894, 120.087, ("吴兴区", "南浔区", "德清县", "长兴县", "安吉县")),
    "绍兴": ("0575", "330600", 30.030, 120.580, ("柯桥区", "上虞区", "越城区", "诸暨市", "嵊州市")),
    "台州": ("0576", "331000", 28.656, 121.421, ("椒江区", "路桥区", "黄岩区", "温岭市", "临海市")),
    "合肥": ("0551", "340100", 31.821, 117.227, ("经济开发区", "肥西县", "新站区", "蜀山区", "长丰县")),
    "芜湖": ("0553", "340200", 31.353, 118.433, ("鸠江区", "弋江区", "湾沚区", "繁昌区")),
    "滁州": ("0550", "341100", 32.302, 118.317, ("琅琊区", "南谯区", "来安县", "天长市")),
    "东莞": ("0769", "441900", 23.021, 113.752, ("松山湖", "长安镇", "虎门镇", "寮步镇", "大朗镇")),
    "深圳": ("0755", "440300", 22.543, 114.058, ("宝安区", "龙岗区", "光明区", "坪山区", "龙华区")),
    "广州": ("020", "440100", 23.129, 113.264, ("黄埔区", "番禺区", "增城区", "南沙区", "花都区")),
    "佛山": ("0757", "440600", 23.022, 113.122, ("顺德区", "南海区", "三水区", "高明区")),
    "惠州": ("0752", "441300", 23.112, 114.416, ("仲恺区", "惠城区", "博罗县", "惠阳区")),
    "中山": ("0760", "442000", 22.517, 113.392, ("小榄镇", "火炬区", "古镇镇", "三乡镇")),
    "珠海": ("0756", "440400", 22.271, 113.577, ("金湾区", "斗门区", "香洲区")),
}

REGIONS: dict[str, tuple[str, ...]] = {
    "east1": ("常州", "常州", "常州", "无锡", "苏州", "镇江", "南京", "扬州", "泰州", "南通"),
    "east2": ("上海", "上海", "杭州", "宁波", "嘉兴", "湖州", "绍兴", "台州", "合肥", "芜湖", "滁州"),
    "south": ("东莞", "深圳", "广州", "佛山", "惠州", "中山", "珠海"),
}

_FIRST = words(
    "恒 鸿 瑞 锐 凯 宏 华 信 正 立 博 远 东 新 金 科 泰 德 博 盛 嘉 佳 明 天 力 联 创 汇 中 永 亚 海 安 利 "
    "威 众 百 优 诚 启 智 森 龙 飞 富 长 通 亿 顺 晟 昊 骏 炜 铭 卓 拓 誉 翔 旭 展 骁 澜 朗 沃 川 苏 江 浦 "
    "虞 越 奥 康 群 祥 君 鼎 宝 弘 景 谷 和 同 帆 岳 辰 禾 锦 朔 昱 珂 璟 钧 铂 钰"
)
_SECOND = words(
    "达 泰 盛 兴 源 丰 诚 信 通 力 升 达 顺 利 驰 腾 创 科 特 德 邦 杰 强 宇 成 隆 昌 茂 发 辉 光 阳 峰 岭 "
    "海 川 江 润 泽 安 康 和 平 宁 远 航 飞 翔 威 锋 锐 精 准 博 雅 恩 思 维 诺 迪 森 林 木 原 野 洲 桥 港 "
    "湾 帆 舟 衡 星 辰 晖 曜 麟 骏 骥 凌 越 卓 尚 禾 谊 友 亿 元 鼎 铭 展 拓 业 巨 耀"
)
_LEGAL = (*("有限公司",) * 16, "股份有限公司", "有限责任公司", "集团有限公司")
_ROADS = words(
    "科技大道 创新路 工业大道 振兴路 兴业路 龙城大道 长江路 黄河路 汉江路 华山路 衡山路 泰山路 富民路 开源路 "
    "腾飞路 凤翔路 月季路 梅林路 常青路 新科路 星港街 唐庄路 江宁大道 飞跃路 胜利西路 东方大道 河海路 云河路 "
    "玉龙路 望湖路 金桥路 银湖路 同济路 光电大道 迎宾路 建业路 民营大道 永安路 锦绣路 三江路 向阳路 兴港路 "
    "滨江路 北环路 南湖大道"
)

SURNAMES = words(
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 "
    "许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 "
    "金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 上官"
)
_GIVEN = words(
    "伟 芳 强 磊 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 建国 建军 建华 志强 志远 志刚 海燕 海波 晓东 晓明 "
    "晓燕 文博 文斌 国栋 国强 俊杰 俊峰 宏伟 宏亮 立新 立峰 永强 永康 春梅 春生 秋月 雪梅 丽华 丽娜 玉兰 "
    "玉梅 红梅 红霞 卫东 卫国 少华 振华 振宇 子轩 浩然 浩宇 博文 天宇 思远 思雨 雨欣 梦琪 佳怡 佳琪 婷婷 "
    "静怡 静 敏 丹 鹏 飞 斌 峰 亮 辉 凯 鑫 宁 波 林 健 军 云 华 庆 松 楠 倩 蕾 颖 琳 洁 慧 莉 萍 燕 玲 桂英 "
    "成龙 成功 长青 德胜 大勇 大伟 光辉 广平 海涛 汉文 恒 继明 家豪 锦程 景行 开元 乐天 良才 茂林 铭 乃文 "
    "培新 启明 清泉 荣华 瑞 善文 世杰 守义 书豪 泰然 维民 向阳 新民 学军 彦斌 一鸣 英杰 永年 友良 宇航 元凯 "
    "泽民 占军 正阳 忠诚 子涵 宗宝 祖德"
)

# title: (how people call its holder after the surname, buying role)
TITLES: dict[str, tuple[str, str]] = {
    "总经理": ("总", "decider"),
    "董事长": ("总", "decider"),
    "生产副总": ("总", "decider"),
    "常务副总": ("总", "decider"),
    "厂长": ("厂长", "decider"),
    "设备总监": ("总", "technical"),
    "设备经理": ("经理", "technical"),
    "设备主管": ("工", "technical"),
    "电气主管": ("工", "technical"),
    "电气工程师": ("工", "technical"),
    "工艺工程师": ("工", "technical"),
    "自动化主管": ("工", "technical"),
    "信息部经理": ("经理", "technical"),
    "项目经理": ("经理", "influencer"),
    "质量经理": ("经理", "influencer"),
    "技术部长": ("部长", "influencer"),
    "生产经理": ("经理", "user"),
    "车间主任": ("主任", "user"),
    "班组长": ("班长", "user"),
    "设备维修班长": ("师傅", "user"),
    "采购经理": ("经理", "buyer"),
    "采购主管": ("姐", "buyer"),
    "采购工程师": ("工", "buyer"),
    "供应链经理": ("经理", "buyer"),
    "财务经理": ("经理", "buyer"),
}
HOSPITAL_TITLES = {
    "信息科主任": ("主任", "technical"),
    "后勤科长": ("科长", "user"),
    "设备科长": ("科长", "technical"),
    "分管副院长": ("院长", "decider"),
    "招标办主任": ("主任", "buyer"),
    "药剂科主任": ("主任", "user"),
}

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CompanyName:
    name: str
    city: str
    trade: Trade


def uscc_check_digit(body: str) -> str:
    """Check digit of a 17-character unified social credit code (GB 32100-2015)."""
    total = sum(_USCC_ALPHABET.index(char) * weight for char, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def _org_check_digit(body: str) -> str:
    """Check digit of an 8-character organisation code (GB 11714-1997)."""
    rest = 11 - sum(_ORG_ALPHABET.index(char) * weight for char, weight in zip(body, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def uscc(rng: Random, city: str) -> str:
    """A well-formed unified social credit code registered in the city."""
    organisation = "MA" + "".join(rng.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=6))
    body = "91" + CITIES[city][1] + organisation + _org_check_digit(organisation)
    return body + uscc_check_digit(body)


def company_names(rng: Random, region: str) -> Iterator[CompanyName]:
    """Endless distinct company names of a region; no two share city, body and trade word."""
    bodies = sorted({a + b for a in set(_FIRST) for b in set(_SECOND) if a != b})
    rng.shuffle(bodies)
    # A body is used a few times in all (as in life: 恒达 exists in many towns), never twice in one city.
    used: set[tuple[str, str]] = set()
    trades = [trade for trade in TRADES for _ in range(trade.weight)]
    while True:
        for body in bodies:
            city = rng.choice(REGIONS[region])
            if (city, body) in used:
                continue
            used.add((city, body))
            trade = rng.choice(trades)
            yield CompanyName(_compose(rng, city, body, trade), city, trade)


def _compose(rng: Random, city: str, body: str, trade: Trade) -> str:
    word = rng.choice(trade.name_words)
    if trade.key == "hospital":
        return city + body + word
    legal = rng.choice(_LEGAL)
    style = rng.random()
    if style < 0.62:
        return city + body + word + legal
    if style < 0.74:
        return f"{city}市{body}{word}{legal}"
    if style < 0.86:
        return f"{body}{word}（{city}）{legal}"
    province = (
        "" if city in ("上海",) else {"32": "江苏", "33": "浙江", "34": "安徽", "44": "广东"}[CITIES[city][1][:2]]
    )
    return (province or city) + body + word + legal


def person_name(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(_GIVEN)


def address(rng: Random, city: str) -> str:
    """Street address of a plant."""
    district = rng.choice(CITIES[city][4])
    # A county-level city stands in the place of a district.
    where = city + district if district.endswith("市") else f"{city}市{district}"
    place = f"{where}{rng.choice(_ROADS)}{rng.randint(1, 988)}号"
    extra = rng.random()
    if extra < 0.18:
        return f"{place}{rng.choice('ABCDEF')}栋"
    if extra < 0.30:
        return f"{place}{rng.randint(1, 18)}号厂房"
    return place


def mobile(serial: int) -> str:
    """A distinct mobile number. 154 is a range no operator has been given, so nobody's telephone rings."""
    return f"+86154{(serial * 7_368_787 + 1_234_567) % 100_000_000:08d}"


def landline(serial: int, city: str) -> str:
    """A distinct telephone number of a plant in the city's area."""
    area = CITIES[city][0].lstrip("0")
    return f"+86{area}{30_000_000 + (serial * 48_611 + 97) % 10_000_000:08d}"
