"""Company names: the key two spellings of one firm share, and a likeness for hints."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from genjin.lib.text.normal import nfkc, seen

# Scores at or above this are worth showing as a hint; never used by an import.
LIKELY = 88.0

_OPEN = "(\\[{<〈《「『【〔〖"
_CLOSE = ")\\]}>〉》」』】〕〗"
_FORMS = (
    "股份有限责任公司|有限责任公司|股份有限公司|有限责任股份公司|集团有限公司|有限公司|股份公司|集团公司|控股集团|集团股份"
    "|股份有限責任公司|有限責任公司|股份有限公司|集團有限公司|集團公司|集團|集团|株式会社|株式會社"
)
# In brackets a form says nothing of its own: 恒拓(集团)有限公司 is 恒拓有限公司.
_FORM_IN_BRACKETS = re.compile(
    rf"[{_OPEN}]\s*(?:{_FORMS}|股份|普通合伙|有限合伙|特殊普通合伙|个人独资|个体工商户|外商独资|中外合资)\s*[{_CLOSE}]"
)
# Unmistakable wherever it stands: 远驰有限公司(常州). 集团 alone is not: 上海电气集团自动化 is not 上海电气自动化.
_FORM_ANYWHERE = re.compile("(?:股份)?有限(?:责任|責任)?公司")
_FORM_AT_END = re.compile(
    rf"(?:{_FORMS}|股份|(?<![分子支])公司"
    r"|[\s,.]+(?:co(?:mpany|rp(?:oration)?)?|ltd|limited|inc(?:orporated)?|llc|gmbh|ag|pte|pty|bv|srl|spa)\b)[\s,.)]*$"
)
_APART = re.compile(r"[\W_]+")
_REGION = re.compile(
    "^(?:中国|(?:北京|上海|天津|重庆|江苏|浙江|安徽|福建|江西|山东|河南|河北|湖北|湖南|广东|海南|四川|贵州|云南|陕西|山西|甘肃"
    "|青海|辽宁|吉林|黑龙江|广西|内蒙古|宁夏|新疆|西藏)(?:省|市|自治区)?)?"
    "(?:(?:南京|苏州|无锡|常州|南通|扬州|镇江|徐州|杭州|宁波|嘉兴|温州|合肥|芜湖|福州|厦门|泉州|南昌|济南|青岛|烟台|郑州|洛阳"
    "|石家庄|武汉|长沙|株洲|广州|深圳|佛山|东莞|珠海|中山|惠州|成都|贵阳|昆明|西安|太原|兰州|沈阳|大连|长春|哈尔滨|南宁)市?)?"
)


def name_key(name: str) -> str:
    """Two names with one key are one firm, unless telephone or USCC say otherwise: width, case, brackets and spaces
    are folded and the legal form is out; place names stay. A name that is nothing but a form keeps it."""
    text = nfkc(name).casefold()
    core = text
    if not core.isalnum():
        core = _FORM_IN_BRACKETS.sub("", core)
    core = _strip_forms(_FORM_ANYWHERE.sub(" ", core))
    return _APART.sub("", core) or _APART.sub("", seen(text)) or text.strip()


def likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 100, by their cores without form and leading place. A hint for a person only."""
    return fuzz.ratio(_core(a), _core(b))


def _strip_forms(text: str) -> str:
    """Take legal forms off the end until none is left: …集团股份有限公司, … Co., Ltd."""
    while True:
        shorter = _FORM_AT_END.sub("", text.rstrip())
        if shorter == text:
            return text
        text = shorter


def _core(name: str) -> str:
    key = name_key(name)
    return _REGION.sub("", key, count=1) or key
