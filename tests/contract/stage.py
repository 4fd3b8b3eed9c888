"""A stage whose people sit behind the wire of a platform."""

from collections.abc import Callable
from datetime import datetime

from bot.engine import Engine
from bot.rehearsal.stage import Stage
from bot.services.work import Defaults
from bot.wire import Incoming
from storage.engine import Database
from tests.contract.dingtalk import DingTalkOffice
from tests.contract.feishu import FeishuOffice
from tests.contract.slack import SlackOffice
from tests.contract.wire import Office, StageClock, Wire

OFFICES: dict[str, Callable[[StageClock], Office]] = {
    "slack": SlackOffice,
    "feishu": FeishuOffice,
    "dingtalk": DingTalkOffice,
}


class WireStage(Stage):
    """People's words, presses and forms go over the wire, and so does all they see."""

    def __init__(self, clock: StageClock, wire: Wire, engine: Engine) -> None:
        super().__init__(clock, wire, engine)
        self.wire = wire
        self._user_id, self._group_id = wire.office.user_id, wire.office.group_id

    @classmethod
    async def behind(cls, platform: str, start: datetime, defaults: Defaults, database: Database) -> "WireStage":
        """A stage on a fake of this platform, with the adapter started."""
        clock = StageClock(start)
        wire = Wire(OFFICES[platform](clock))
        stage = cls(clock, wire, Engine(database, clock, defaults, {platform: wire}))
        await wire.start(stage.engine.inbox.deliver)
        return stage

    async def receive(self, event: Incoming) -> None:
        """Take an event that the platform tells of itself; one of a person's is taken as it stands."""
        if not await self.wire.office.happens(event):
            await self.engine.inbox.deliver(event)
        await self.engine.settle()

    def require_right(self) -> None:
        """Fail when the platform showed something otherwise than the bot meant it."""
        self.wire.require_right()
