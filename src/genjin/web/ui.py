"""The style page: every component in every state, as the pages get it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genjin.kernel.jobs import clock

FINDINGS = {
    "ok": [{"level": "ok", "text": text} for text in ("拍于今天 09:41", "离厂门 140 米", "没在别处用过")],
    "ask": [{"level": "", "text": "无定位，照样算"}, {"level": "ask", "text": "像 11-06 那张，请说明"}],
    "busy": [{"level": "", "text": "1.8 MB，断了会续传"}],
}


def kit(request: HttpRequest) -> HttpResponse:
    """`/ui/`: open to everybody, holds no data."""
    now = clock.now()
    clocks = {
        "soon": now + timedelta(minutes=38, seconds=30),
        "late": now - timedelta(days=2, hours=1),
        "tomorrow": now + timedelta(hours=30),
    }
    return render(request, "ui/kit.html", {"clocks": clocks, "findings": FINDINGS})
