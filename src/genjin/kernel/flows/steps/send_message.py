"""Step: tell somebody about the record; withdrawn when the record leaves before it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.flows.recipients import WHO, languages, resolve
from genjin.kernel.flows.steps.contract import Case, Context, Done, Fail, Labels, Outcome
from genjin.kernel.flows.words import filled
from genjin.kernel.messages.send import NewMessage, send
from genjin.kernel.messages.withdraw import withdraw


@dataclass(frozen=True)
class SendMessageConfig:
    """`kind` of the message; `to`: who in relation to the record; texts by language, with `{title}` and `{reason}`."""

    kind: str
    to: str
    title: Labels
    body: Labels = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.to not in WHO:
            raise ValueError(f"“{self.to}” is nobody we know; known: {', '.join(WHO)}")
        if not self.title:
            raise ValueError("“title” needs a text in at least one language")


class SendMessage:
    """One message per episode, kind and recipient."""

    key = "send_message"
    version = 1
    label = _("Send a message")
    quiet = False
    config: type = SendMessageConfig

    def run(self, context: Context, cases: Sequence[Case], config: SendMessageConfig) -> list[Outcome]:
        """Messages for all cases in one statement."""
        people = self.addressees(cases, config)
        spoken = languages([person for person in people if person is not None])
        told = [
            NewMessage(
                recipient_id=person, kind=config.kind, title=filled(config.title, spoken[person], case),
                body=filled(config.body, spoken[person], case), object_key=case.object_key, record_id=case.record_id,
                dedupe_key=f"{config.kind}:{case.episode_id}:{person}",
            )
            for case, person in zip(cases, people, strict=True)
            if person is not None
        ]  # fmt: skip
        ids = iter(send(context.actor, told))
        return [
            Done({"message": next(ids), "owner": person}) if person is not None else Fail("nobody_to_tell")
            for person in people
        ]

    def undo(self, context: Context, effects: Mapping[int, dict[str, Any]], config: SendMessageConfig) -> None:
        """Withdraw what nobody has read."""
        withdraw([effect["message"] for effect in effects.values() if "message" in effect])

    def addressees(self, cases: Sequence[Case], config: SendMessageConfig) -> list[int | None]:
        """Who is told."""
        return resolve(config.to, cases)


SEND_MESSAGE = SendMessage()
