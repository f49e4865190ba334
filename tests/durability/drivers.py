"""Reps at their phones: they send a photo, then the visit, again and again under the same key until it is confirmed."""

from __future__ import annotations

import io
import random
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from PIL import Image

from tests.durability.ledger import Ledger

_WORDS = "协议节拍换型接口视觉夹具伺服机床报价预算排产备件图纸样机调试验收物流漏油电柜程序参数精度产线缺陷返工换刀冷却"
_AWAY = (502, 503, 504)
_PAUSE_S = 0.15


class Rep(threading.Thread):
    """One person with one phone. `odd` counts answers that no crash excuses."""

    def __init__(self, ledger: Ledger, address: str, user: str, token: str, customers: list[str], seed: int) -> None:
        super().__init__(name=f"rep-{seed}", daemon=True)
        self.ledger, self.user, self.customers = ledger, user, customers
        self.seed, self.random = seed, random.Random(seed)
        self.stop = threading.Event()
        self.odd: Counter[str] = Counter()
        self.tries = 0
        headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=15)

    def run(self) -> None:
        """Visit after visit until told to stop."""
        number = 0
        while not self.stop.is_set():
            number += 1
            key = f"v{self.seed}-{number}"
            photo = self.send_photo(f"p{self.seed}-{number}")
            if photo is not None:
                body = self.body(key, photo)
                self.ledger.sent(key, self.user, body)
                self.deliver(key, body, patience=self.random.choice((1, 3, 200)))

    def deliver(self, key: str, body: dict[str, Any], *, patience: int) -> httpx.Response | None:
        """Send until confirmed; a person with less patience gives up, and his visit stays in flight."""
        for _try in range(patience):
            answer = self._send("/visits", key, json=body)
            if answer is not None and answer.status_code == 201:
                self.ledger.confirmed(key, int(answer.json()["id"]))
                return answer
            if self.stop.wait(_PAUSE_S) and patience < 200:
                break
        return None

    def send_photo(self, key: str) -> str | None:
        """The id of a new photo; None when told to stop meanwhile."""
        picture = _photo(self.random)
        while not self.stop.is_set():
            answer = self._send("/files", key, files={"file": ("现场.jpg", picture, "image/jpeg")})
            if answer is not None and answer.status_code == 201:
                return str(answer.json()["id"])
            time.sleep(_PAUSE_S)
        return None

    def body(self, key: str, photo: str) -> dict[str, Any]:
        """A visit that every check passes; its key stands in the row, whatever the door makes of it."""
        body: dict[str, Any] = {
            "customer": self.random.choice(self.customers),
            "need_type": self.random.choice(("price", "technical", "delivery", "service")),
            "text": "张总说" + "".join(self.random.choices(_WORDS, k=40)),
            "next_step": {"text": f"带文档当面确认 {key}", "due_on": (date.today() + timedelta(days=9)).isoformat()},
            "photos": [photo],
            "occurred_at": datetime.now(UTC).isoformat(),
        }
        # The header alone must do; a phone says both.
        return body | ({"client_key": key} if self.random.random() < 0.5 else {})

    def _send(self, path: str, key: str, **content: Any) -> httpx.Response | None:
        self.tries += 1
        try:
            answer = self.client.post(path, headers={"Idempotency-Key": key}, **content)
        except httpx.HTTPError:
            return None
        if answer.status_code not in (201, *_AWAY):
            self.odd[f"{path} {answer.status_code} {answer.text[:300]}"] += 1
        return answer


def _photo(chance: random.Random) -> bytes:
    """A JPEG of its own content, large enough to count."""
    out = io.BytesIO()
    Image.frombytes("RGB", (24, 18), chance.randbytes(24 * 18 * 3)).resize((960, 720)).save(out, "JPEG", quality=60)
    return out.getvalue()
