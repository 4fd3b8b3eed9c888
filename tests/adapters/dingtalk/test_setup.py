"""What is entered in the console, and that the template knows what we send."""

import json
from typing import Any

from adapters.dingtalk import outbound, setup
from bot.cards import note
from tests.adapters.dingtalk.stage import drawn


def editor() -> dict[str, Any]:
    return dict(json.loads(setup.template()["editorData"]))


def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(inner for child in node.get("children", ()) for inner in nodes(child))]


def test_the_template_has_the_parts_an_import_needs() -> None:
    assert sorted(setup.template()) == ["editorData", "mode", "type", "widgetInfo"]
    assert (setup.template()["type"], setup.template()["mode"]) == ("im", "card")


def test_the_template_knows_every_value_a_card_is_sent_with() -> None:
    sent = outbound.card(drawn(note("标题")), {})
    assert sent is not None
    assert sorted(sent.params) == sorted(variable["name"] for variable in editor()["variableList"])


def test_what_only_one_person_sees_is_private_in_the_template() -> None:
    private = {variable["name"] for variable in editor()["variableList"] if variable["private"]}
    assert private == set(outbound.form_params("", None, "zh"))


def test_buttons_and_form_call_back_with_the_id_of_the_deed() -> None:
    tree = editor()["schema"]["componentsTree"][0]
    calling = {
        node["componentName"]: node["props"] for node in nodes(tree) if node["props"].get("actionType") == "request"
    }
    assert sorted(calling) == ["Form", "SingleButton"]
    assert [props["params"][0]["name"] for props in calling.values()] == ["id", "id"]


def test_every_component_of_the_template_is_declared() -> None:
    schema = editor()["schema"]
    declared = {component["componentName"] for component in schema["componentsMap"]}
    assert {node["componentName"] for node in nodes(schema["componentsTree"][0])} == declared


def test_every_permission_has_a_reason_in_both_languages() -> None:
    names = [permission.name for permission in setup.PERMISSIONS]
    assert names[:3] == ["qyapi_robot_sendmsg", "Card.Instance.Write", "qyapi_base"]
    assert names[3:] == ["qyapi_get_member", "qyapi_get_department_list"]
    assert all(permission.zh and permission.en for permission in setup.PERMISSIONS)


def test_the_manifest_can_be_printed() -> None:
    assert set(json.loads(json.dumps(setup.manifest()))) == {"robot", "permissions", "events", "card_template"}


def test_over_http_messages_events_and_presses_have_their_addresses() -> None:
    made = setup.manifest("https://duiqi.example/dingtalk/robot")
    assert made["robot"] == {"message_mode": "http", "url": "https://duiqi.example/dingtalk/robot"}
    assert (made["events"]["mode"], made["events"]["url"]) == ("http", "https://duiqi.example/dingtalk/events")
    assert (made["presses"]["url"], "card_template" in made) == ("https://duiqi.example/dingtalk/cards", True)
