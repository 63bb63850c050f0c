"""Calls mocks of several services with each of Tencent's clients.

    services.py choose COUNT     prints services of different sizes, as SERVICE@VERSION
    services.py call FILE        calls mocks: SERVICE VERSION ENDPOINT THROTTLING_ENDPOINT on each line of the file
"""

import importlib.util
import os
import sys
from pathlib import Path

from clients import Mock, PythonSdk, Report, Tccli
from description import SERVICES, Description

# tccli is a process for each call, so it calls only so many actions of each service.
TCCLI_ACTIONS = 2


def choose(count):
    """Returns services from the smallest to the largest, in equal steps, each in its latest version."""
    sizes = []
    for folder in SERVICES.iterdir():
        versions = sorted(file.parent.name for file in folder.glob("*/api.json"))
        if versions and is_in_sdks(folder.name, versions[-1]):
            description = Description(folder.name, versions[-1])
            sizes.append((len(description.actions), folder.name, description.version))
    sizes.sort()
    step = len(sizes) / count
    return [sizes[int((position + 0.5) * step)] for position in range(count)]


def is_in_sdks(service, version):
    if not importlib.util.find_spec("tencentcloud." + service):
        return False
    of_node = Path(os.environ["NODE_PATH"], "tencentcloud-sdk-nodejs/tencentcloud/services", service, version)
    return bool(importlib.util.find_spec(f"tencentcloud.{service}.{version}")) and of_node.is_dir()


def call_all(client, description):
    """Calls the actions of a service. Yields the problems."""
    actions = sorted(description.actions)
    if isinstance(client, Tccli):
        actions = actions[:: -(-len(actions) // TCCLI_ACTIONS)]
    for action in actions:
        for everything in [True, False]:
            request = description.request(action, everything)
            try:
                answer = client.call(action, request)
                problems = list(differences(description, action, request, answer))
            except Exception as error:
                problems = [f"{type(error).__name__}: {error}"]
            yield from (f"{action}: {problem}" for problem in problems)
    for action, expected, names, options in refused_calls(description, actions):
        request = {} if names else description.request(action, everything=True)
        try:
            refused = client.refusal(action, request, **options)
            if refused.code != expected or not all(name in refused.message for name in names):
                yield f"{action}: expected {expected} {names}, received {refused}"
        except Exception as error:
            yield f"{action}: {type(error).__name__}: {error}"


def differences(description, action, request, answer):
    """Yields the differences from the type, and from values of the request that the answer must repeat."""
    yield from description.differences(action, answer)
    for name in request.keys() & answer.keys():
        sent, received = request[name], answer[name]
        if isinstance(sent, (bool, float, str)) and type(sent) is type(received) and sent != received:
            yield f"{name} is {received!r}, but the request has {sent!r}"


def refused_calls(description, actions):
    """Yields calls that must fail: the action, the code, words of the message, and options."""
    yield actions[0], "AuthFailure.SignatureFailure", [], {"key": "wrong"}
    yield actions[0], "RequestLimitExceeded", [], {"is_throttled": True}
    with_required = [action for action in sorted(description.actions) if description.required(action)]
    for action in with_required[:1]:
        yield action, "MissingParameter", description.required(action), {}


def call(file):
    report = Report()
    for line in Path(file).read_text().splitlines():
        mock = Mock(*line.split())
        description = Description(mock.service, mock.version)
        is_json = PythonSdk(mock).sends_json
        description.actions = {name: action for name, action in description.actions.items() if is_json(name)}
        report.run(mock, lambda client: call_all(client, description))
    report.finish()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["choose", count]:
            print(",".join(f"{service}@{version}" for _, service, version in choose(int(count))))
        case ["call", file]:
            call(file)
        case _:
            sys.exit(__doc__)
