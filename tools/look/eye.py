"""Watches what a browser complains about: errors in the console, refused policy, requests that leave the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_OWN = ("data", "blob", "about", "chrome")


@dataclass
class Eye:
    """Everything wrong that was seen in a context; `expected` answers of 400 and more are not, nor what is forgiven."""

    base: str
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    forgiven: tuple[str, ...] = ()

    def forgive(self, *words: str) -> None:
        """Console lines with these words are what the test brings about."""
        self.forgiven += words

    def watch(self, context: BrowserContext) -> None:
        """From now on, on all pages of the context."""
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("page", self._page)

    def take(self) -> list[str]:
        """What was seen since the last time."""
        seen, self.complaints = list(dict.fromkeys(self.complaints)), []
        return seen

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        is_policy = "Content Security Policy" in message.text
        if message.type == "error" or is_policy:
            known = (*(f"status of {status} " for status in self.expected), *self.forgiven)
            if any(words in message.text for words in known):
                return
            self.complaints.append(f"console: {message.text} ({urlsplit(message.location.get('url', '')).path})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _OWN and f"{address.scheme}://{address.netloc}" != self.base:
            self.complaints.append(f"leaves the machine: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            path = urlsplit(response.url).path
            self.complaints.append(f"{response.status} for {response.request.method} {path}")
