"""What looks like a secret is taken out of logs, errors and the database, whoever wrote it there."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Database, DingTalk, Feishu, Settings, Slack
from bot.errors import SendFailed
from bot.logs import Scrubber
from bot.masking import mask, spellings

KNOWN = {
    "slack.bot_token": "xoxb-2718281828-EulerEuler",
    "slack.app_token": "xapp-1-A1-161803398-golden",
    "slack.signing_secret": "8f742231b10e8888abcd99yyyzzz85a5",
    "feishu.app_secret": "kJ8/dLq+0Zp=Xw==",
    "feishu.encrypt_key": "enc rypt%key",
    "feishu.verification_token": "v9Qm2LrT0s",
    "dingtalk.client_secret": "dingSecret_Ax-71",
    "database.url": "p@ss:w/ord",
}
"""Every secret of the configuration."""

MADE = (
    "xoxe.xoxb-1-Mi0xLTM0NTY3",
    "t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234",
    "c-295ee57216a5dc9de90fefd0aadb4b1d7dbf98fd",
    "SECc0ffee00c0ffee00c0ffee00c0ffee00",
)
"""Secrets that platforms make; they are known by their shape."""

FRAMES = (
    "{}",
    "Bearer {}",
    "https://api.example.com/x?access_token={}&y=1",
    "wss://wss.example.com/link/?ticket={}&app_id=1",
    '{{"app_secret": "{}", "x": 1}}',
    "ClientResponseError(401, url='https://x/?token={}')",
)


def settings() -> Settings:
    def of(section: str) -> dict[str, str]:
        return {key.partition(".")[2]: value for key, value in KNOWN.items() if key.startswith(section)}

    return Settings(
        slack=Slack.model_validate(of("slack")),
        feishu=Feishu.model_validate(of("feishu")),
        dingtalk=DingTalk.model_validate(of("dingtalk")),
        database=Database(url=f"postgresql://duiqi:{quote(KNOWN['database.url'], safe='')}@db/duiqi"),
    )


def scrubbed(secrets: tuple[str, ...], **event: object) -> str:
    return repr(Scrubber(secrets)(None, "info", dict(event)))


def test_every_secret_of_the_configuration_is_known_to_the_log() -> None:
    kept = spellings(settings().secrets())
    assert [name for name, secret in KNOWN.items() if secret not in kept] == []


def test_no_secret_is_printed_with_the_settings() -> None:
    assert [secret for secret in KNOWN.values() if secret in repr(settings())] == []


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_configured_secret_is_masked_wherever_it_stands(name: str, frame: str) -> None:
    secret, secrets = KNOWN[name], settings().secrets()
    for written in (secret, quote(secret, safe="")):
        text = frame.format(written)
        out = scrubbed(secrets, event=text, header=[{"Authorization": text}], **{"where": {text: (text, b"x")}})
        assert written not in out


@pytest.mark.parametrize("secret", MADE)
def test_a_secret_a_platform_made_is_masked_by_its_shape(secret: str) -> None:
    for frame in FRAMES:
        assert secret not in scrubbed((), event=frame.format(secret))


@pytest.mark.parametrize(
    "address",
    [
        "https://oapi.dingtalk.com/robot/sendBySession?session=5e0c1a",
        "https://oapi.dingtalk.com/robot/send?access_token=66ab9f&timestamp=1&sign=5e0c1a%3D",
        "wss://wss-open-connection.dingtalk.com:443/connect?ticket=5e0c1a",
        "https://hooks.slack.com/commands/T1/397700/5e0c1a",
        "postgresql://duiqi:5e0c1a@db/duiqi",
    ],
)
def test_an_address_keeps_its_host_and_loses_what_opens_it(address: str) -> None:
    told = mask(f"could not call {address} at all")
    assert "5e0c1a" not in told and "66ab9f" not in told
    assert told.startswith(f"could not call {address[:18]}") and told.endswith(" at all")


@pytest.mark.parametrize(
    "text",
    [
        "missing_scope: chat:write",
        "230002 bot not in group (log id 202603020930)",
        "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
        "design=海报, status=502, after=t-shirt",
        "due:overdue:5:late inbox:12/1",
    ],
)
def test_what_an_administrator_needs_stays(text: str) -> None:
    assert mask(text) == text


def test_the_reason_of_a_failed_send_holds_no_secret() -> None:
    assert SendFailed("refused: Bearer xoxb-1-2").reason == "refused: Bearer ***"


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=40))
def test_any_secret_at_all_is_masked_when_it_is_known(secret: str) -> None:
    known = spellings([secret])
    assert secret not in mask(f"x{secret}y {secret} ?q={quote(secret, safe='')}", known).replace("***", "")
