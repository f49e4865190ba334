"""A house of cardboard: the real page, scripts and worker; the visit's addresses answer as the contract says."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory

from genjin.config.middleware.security import HEADERS
from genjin.web.shell.assets import BUILD

TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "json": "application/json"}
NEEDS = [("price", "Price"), ("technical", "Technical"), ("delivery", "Delivery"), ("service", "Service")]


@dataclass
class House:
    """What was asked of it, and how it is told to misbehave."""

    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    pieces: list[int] = field(default_factory=list)
    break_after: int | None = None
    refuse: dict[str, Any] | None = None
    lose_answer: bool = False
    keys: int = 0

    def page(self, path: str) -> str:
        """The real templates, with a rep signed in."""
        request = RequestFactory().get(path)
        request.actor = SimpleNamespace(user_id=7, name="王磊", role="rep", team_name="")  # type: ignore[attr-defined]
        if path == "/offline/":
            return render_to_string("errors/offline.html", {}, request)
        if not path.endswith("/visits/new/"):
            return render_to_string("base.html", {}, request)
        self.keys += 1
        context = {
            "customer": {"id": 1, "name": "远驰新能源汽车", "class": "A"},
            "contacts": [{"id": 1, "name": "张总", "title": "生产副总"}, {"id": 2, "name": "刘工", "title": "电气"}],
            "due_chips": [{"on": "2026-12-02", "label": "下周三前 · 12月2日"}, {"on": "2026-11-30", "label": "月底"}],
            "need_types": [{"key": key, "label": label} for key, label in NEEDS],
            "client_key": f"key-{self.keys}", "draft": None, "no_photo": "none", "checked_in": None,
            "last_words": [], "open_items": [], "ask": "",
        }  # fmt: skip
        return render_to_string("visits/record.html", context, request)

    def judge(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The checks that matter to the page."""
        missing = [
            (not asked["need_type"], "need_type", "need_type_required"),
            (len(asked["text"]) < 15, "text", "text_too_short"),
            (not asked["photos"], "photos", "photo_required"),
            (not asked["next_step"]["text"], "next_step.text", "next_step_required"),
        ]
        errors = [{"field": name, "code": code, "message": f"needs {name}"} for lacks, name, code in missing if lacks]
        due = [{"on": "2026-12-02", "words": "下周三前", "label": "12月2日"}] if "下周三前" in asked["text"] else []
        return {"is_valid": not errors, "errors": errors, "findings": [], "proposals": {"due": due}, "ok": {"text": ""}}


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    house: House

    def log_message(self, *_args: Any) -> None:
        """A quiet suite."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _say(self, status: int, body: Any, kind: str = "application/json") -> None:
        data = body if isinstance(body, bytes) else (json.dumps(body) if kind.endswith("json") else body).encode()
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        name = "sw.js" if path == "/sw.js" else path.removeprefix("/static/build/")
        if path == "/sw.js" or path.startswith("/static/build/"):
            self._say(200, (BUILD / name).read_bytes(), TYPES[name.rsplit(".", 1)[1]])
        elif path.startswith("/uploads/"):
            self._say(200, {"offset": len(self.house.uploads[path.split("/")[2]]["bytes"])})
        else:
            self._say(200, self.house.page(path), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        body = json.loads(self._body())
        if self.path == "/visits/judge/":
            self._say(200, self.house.judge(body))
        elif self.path == "/uploads/":
            name = str(len(self.house.uploads) + 1)
            self.house.uploads[name] = {"asked": body, "bytes": b""}
            self._say(201, {"upload": name, "offset": 0})
        else:
            self._record(body)

    def _record(self, body: dict[str, Any]) -> None:
        house = self.house
        house.posts.append((self.headers["Idempotency-Key"], body))
        if house.lose_answer:
            house.lose_answer = False
            self.close_connection = True
        elif house.refuse:
            self._say(422, house.refuse, "application/problem+json")
        else:
            self._say(201, {"id": 1, "is_valid": True, "toast": {"text": "saved so"}, "next": "/customers/1/"})

    def do_PATCH(self) -> None:
        house, upload = self.house, self.house.uploads[self.path.split("/")[2]]
        piece, at = self._body(), int(self.headers["Upload-Offset"])
        if house.break_after is not None and len(house.pieces) >= house.break_after:
            house.break_after = None
            self._say(503, {})
            return
        if at != len(upload["bytes"]):
            self._say(409, {"title": "offset"}, "application/problem+json")
            return
        house.pieces.append(at)
        upload["bytes"] += piece
        if len(upload["bytes"]) < upload["asked"]["size"]:
            self._say(200, {"offset": len(upload["bytes"])})
            return
        is_whole = hashlib.sha256(upload["bytes"]).hexdigest() == upload["asked"]["sha256"]
        finding = {"code": "whole", "message": "whole" if is_whole else "broken", "level": "ok"}
        self._say(201, {"file": {"id": self.path.split("/")[2], "name": "p.jpg", "findings": [finding]}})


def open_house() -> tuple[House, str, ThreadingHTTPServer]:
    """A house on a free port of this machine; close the server after."""
    house = House()
    door = type("Door", (_Door,), {"house": house})
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # localhost is a secure context by name, which service workers ask for
    return house, f"http://localhost:{server.server_port}", server
