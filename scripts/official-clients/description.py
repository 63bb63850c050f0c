"""The descriptions of services that tccli contains: makes requests, and checks answers."""

import json
from pathlib import Path

import tccli

SERVICES = Path(tccli.__file__).parent / "services"

# The scalar types: the value in a request, and the types of Python that an answer may have.
SCALARS = {
    # True could ask for a stream of events.
    "bool": (False, bool),
    "float": (1.5, (int, float)),
    "int64": (1, int),
    "uint64": (1, int),
    **dict.fromkeys(["binary", "date", "datetime", "datetime_iso", "string"], ("text", str)),
}


class Description:
    """The description of one version of a service, such as `v20170312`."""

    def __init__(self, service, version):
        content = json.loads((SERVICES / service / version / "api.json").read_text(encoding="utf-8"))
        self.version = content["metadata"]["apiVersion"]
        self.actions, self._objects = content["actions"], content["objects"]

    def required(self, action):
        """Returns the names of the members that every request of the action has."""
        members = self._objects[self.actions[action]["input"]]["members"]
        return [member["name"] for member in members if member.get("required")]

    def request(self, action, everything):
        """Makes a request with all members, or with the required ones."""
        return self._object(self.actions[action]["input"], everything, ())

    def _object(self, name, everything, around):
        around = (*around, name)
        return {
            member["name"]: self._value(member, everything, around)
            for member in self._objects[name]["members"]
            # Some objects contain themselves.
            if (everything or member.get("required")) and member["member"] not in around
        }

    def _value(self, member, everything, around):
        kind = member["member"]
        value = SCALARS[kind][0] if kind in SCALARS else self._object(kind, everything, around)
        return [value] if member["type"] == "list" else value

    def differences(self, action, answer):
        """Yields the differences between an answer without its request id and its type. `None` counts as missing."""
        yield from self._of_object(self.actions[action]["output"], answer, "", ())

    def _of_object(self, name, value, path, around):
        if not isinstance(value, dict):
            yield f"{path} is {value!r}, not an object"
            return
        around = (*around, name)
        members = {member["name"]: member for member in self._objects[name]["members"]}
        for unknown in sorted(value.keys() - members.keys()):
            yield f"{path}{unknown} is not described"
        for known, member in members.items():
            if value.get(known) is not None:
                yield from self._of_value(member, value[known], path + known, around)
            elif member["member"] not in around and path + known != "RequestId":
                yield f"{path}{known} is missing"

    def _of_value(self, member, value, path, around):
        items = {path: value}
        if member["type"] == "list":
            if not isinstance(value, list):
                yield f"{path} is {value!r}, not a list"
                return
            items = {f"{path}[{position}]": item for position, item in enumerate(value)}
        kind = member["member"]
        for place, item in items.items():
            if kind not in SCALARS:
                yield from self._of_object(kind, item, place + ".", around)
            elif not isinstance(item, SCALARS[kind][1]) or isinstance(item, bool) != (kind == "bool"):
                yield f"{place} is {item!r}, not of the type {kind}"
