"""The official SDK in a process of its own, asked over pipes: one JSON object a line in, one out.

It loads eleven thousand modules, takes the event loop it finds at import, and writes its log to standard output; none
of that belongs into the process of the tests.
"""

import importlib
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


class Sdk:
    """What the tests ask the SDK to do."""

    def __init__(self) -> None:
        self.lark: Any = importlib.import_module("lark_oapi")
        self.im: Any = importlib.import_module("lark_oapi.api.im.v1")
        self.pb: Any = importlib.import_module("lark_oapi.ws.pb.pbbp2_pb2")
        self.model: Any = importlib.import_module("lark_oapi.core.model")
        self.events: list[Json] = []

    def encode(self, asked: Json) -> Json:
        frame = self.pb.Frame()
        frame.SeqID, frame.LogID, frame.service, frame.method = asked["numbers"]
        for key, value in asked["headers"]:
            header = frame.headers.add()
            header.key, header.value = key, value
        for name, value in zip(("payload_encoding", "payload_type", "LogIDNew"), asked["texts"], strict=True):
            if value:
                setattr(frame, name, value)
        if asked["payload"]:
            frame.payload = bytes.fromhex(asked["payload"])
        return {"hex": frame.SerializeToString().hex()}

    def decode(self, asked: Json) -> Json:
        frame = self.pb.Frame()
        frame.ParseFromString(bytes.fromhex(asked["hex"]))
        return {
            "numbers": [frame.SeqID, frame.LogID, frame.service, frame.method],
            "headers": [[header.key, header.value] for header in frame.headers],
            "texts": [frame.payload_encoding, frame.payload_type, frame.LogIDNew],
            "payload": frame.payload.hex(),
        }

    def dispatch(self, asked: Json) -> Json:
        """Hand a request over HTTP to the SDK's dispatcher."""
        self.events.clear()
        request = self.model.RawRequest()
        request.uri, request.headers, request.body = "/", asked["headers"], asked["body"].encode()
        answer = self._handler(asked["key"], asked["token"]).do(request)
        return {"status": answer.status_code, "events": list(self.events)}

    def send(self, asked: Json) -> Json:
        body = self.im.CreateMessageRequestBody.builder().receive_id(asked["to"]).msg_type("interactive")
        body = body.content(asked["content"]).uuid(asked["uuid"]).build()
        request = self.im.CreateMessageRequest.builder().receive_id_type("chat_id").request_body(body).build()
        answer = self._client(asked).im.v1.message.create(request)
        return {"code": answer.code, "id": answer.data.message_id if answer.data else ""}

    def hand_in(self, asked: Json) -> Json:
        """A picture and a file, with the bytes as the SDK wants them."""
        data = bytes.fromhex(asked["hex"])
        client = self._client(asked).im.v1
        body = self.im.CreateImageRequestBody.builder().image_type("message").image(io.BytesIO(data)).build()
        image = client.image.create(self.im.CreateImageRequest.builder().request_body(body).build())
        named = self.im.CreateFileRequestBody.builder().file_type("stream").file_name("表.xlsx")
        request = self.im.CreateFileRequest.builder().request_body(named.file(io.BytesIO(data)).build()).build()
        file = client.file.create(request)
        return {"image": image.data and image.data.image_key, "file": file.data and file.data.file_key}

    def patch(self, asked: Json) -> Json:
        body = self.im.PatchMessageRequestBody.builder().content(asked["content"]).build()
        request = self.im.PatchMessageRequest.builder().message_id(asked["id"]).request_body(body).build()
        return {"code": self._client(asked).im.v1.message.patch(request).code}

    def members(self, asked: Json) -> Json:
        request = self.im.GetChatMembersRequest.builder().chat_id(asked["chat"]).member_id_type("open_id").build()
        answer = self._client(asked).im.v1.chat_members.get(request)
        return {"code": answer.code, "names": [item.name for item in answer.data.items], "more": answer.data.has_more}

    def connect(self, asked: Json) -> Json:
        """Open the SDK's own long connection; it stays open."""
        client = self.lark.ws.Client(
            asked["app"], asked["secret"], event_handler=self._handler("", ""), domain=asked["url"]
        )
        threading.Thread(target=client.start, daemon=True).start()
        return {}

    def heard(self, _asked: Json) -> Json:
        return {"events": list(self.events)}

    def _client(self, asked: Json) -> Any:
        builder = self.lark.Client.builder().app_id(asked["app"]).app_secret(asked["secret"])
        return builder.domain(asked["url"]).build()

    def _handler(self, key: str, token: str) -> Any:
        builder = self.lark.EventDispatcherHandler.builder(key, token)
        builder = builder.register_p2_im_message_receive_v1(self._hear)
        return builder.register_p2_card_action_trigger(self._press).build()

    def _hear(self, event: Any) -> None:
        self.events.append({"text": event.event.message.content, "key": event.header.event_id})

    def _press(self, event: Any) -> Json:
        self.events.append({"value": event.event.action.value, "form": event.event.action.form_value})
        return {}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sdk = Sdk()
    steps: dict[str, Callable[[Json], Json]] = {
        name: getattr(sdk, name)
        for name in ("encode", "decode", "dispatch", "send", "hand_in", "patch", "members", "connect", "heard")
    }
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(steps[asked.pop("do")](asked)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
