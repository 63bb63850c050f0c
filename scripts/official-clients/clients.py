"""Tencent's own clients through one interface."""

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.abstract_model import AbstractModel
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.common.retry import StandardRetryer

REGION = "ap-guangzhou"
REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# The SDKs only warn about members of an answer that their types do not have.
warnings.filterwarnings("error", message=".*fields are useless")


class Refused(Exception):
    """An error of the service, as the client's own error class reports it."""

    def __init__(self, code, message, request_id):
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.request_id = code, message, request_id


class Report:
    """The number of calls of each client, and the problems that they found."""

    def __init__(self):
        self._calls, self._problems = {}, []

    def run(self, mock, check):
        """Runs a check with each client. It returns or yields problems, or raises an exception."""
        for kind in [PythonSdk, NodeSdk, Tccli]:
            client = kind(mock)
            place = f"{client.name}, {mock.service} {mock.version}"
            try:
                self._problems += [f"{place}, {problem}" for problem in check(client) or []]
            except Exception:
                self._problems.append(f"{place}: {traceback.format_exc()}")
            finally:
                client.close()
            self._calls[client.name] = self._calls.get(client.name, 0) + client.calls

    def finish(self):
        """Prints the problems and a summary, and ends the program."""
        for problem in self._problems:
            print(problem, file=sys.stderr)
        calls = ", ".join(f"{name} {count}" for name, count in self._calls.items())
        print(f"calls: {calls}; problems: {len(self._problems)}")
        sys.exit(bool(self._problems))


class Mock:
    """A mock server, and one that throttles all requests, for clients that cannot send its headers."""

    def __init__(self, service, version, endpoint, throttling_endpoint):
        self.service, self.version = service, version
        self.endpoint, self.throttling_endpoint = endpoint, throttling_endpoint
        self.secret_id = os.environ["TENCENTCLOUD_SECRET_ID"]
        self.secret_key = os.environ["TENCENTCLOUD_SECRET_KEY"]


class Client:
    """A client of a mock. It counts its calls, and checks the request id of each answer."""

    def __init__(self, mock):
        self.mock, self.calls, self._request_ids = mock, 0, set()

    def call(self, action, members, key=None, is_throttled=False):
        """Returns the answer without its request id, or raises `Refused`."""
        self.calls += 1
        try:
            answer = self._call(action, members, key or self.mock.secret_key, is_throttled)
        except Refused as refused:
            self._check(refused.request_id)
            raise
        self._check(answer.pop("RequestId"))
        return answer

    def _check(self, request_id):
        if not REQUEST_ID.fullmatch(request_id or "") or request_id in self._request_ids:
            raise AssertionError(f"the request id {request_id!r} is not a new UUID")
        self._request_ids.add(request_id)

    def refusal(self, action, members, **options):
        """Returns the error of a call that must fail."""
        try:
            answer = self.call(action, members, **options)
        except Refused as refused:
            return refused
        raise AssertionError(f"the call succeeded, but it must fail: {answer}")

    def close(self):
        """Ends the processes of the client."""


class PythonSdk(Client):
    """The SDK for Python, with its types."""

    name = "Python SDK"

    def __init__(self, mock):
        super().__init__(mock)
        package = f"tencentcloud.{mock.service}.{mock.version}"
        self._models = importlib.import_module(package + ".models")
        names = vars(importlib.import_module(f"{package}.{mock.service}_client")).values()
        classes = [name for name in names if isinstance(name, type) and issubclass(name, AbstractClient)]
        [self._client] = [name for name in classes if name is not AbstractClient]
        self.unsigned_payload, self.retryer = False, None

    def sends_json(self, action):
        """Returns whether the action takes JSON. The description does not say so, but methods take other bodies too."""
        return list(inspect.signature(getattr(self._client, action)).parameters) == ["self", "request"]

    def _call(self, action, members, key, is_throttled):
        profile = ClientProfile(httpProfile=HttpProfile(endpoint=self.mock.endpoint, protocol="http"))
        profile.unsignedPayload, profile.retryer = self.unsigned_payload, self.retryer
        request = getattr(self._models, action + "Request")()
        request.from_json_string(json.dumps(members))
        if is_throttled:
            request.headers = {"X-Mock-Scenario": "throttled"}
        client = self._client(Credential(self.mock.secret_id, key), REGION, profile)
        try:
            return plain(getattr(client, action)(request))
        except TencentCloudSDKException as error:
            raise Refused(error.get_code(), error.get_message(), error.get_request_id()) from error

    def attempts_of_throttled_call(self, action, members):
        """Returns how often the SDK's own retries send a call that is always throttled."""
        pauses = []
        self.retryer = StandardRetryer(max_attempts=3, backoff_fn=lambda attempt: pauses.append(attempt) or 0)
        refused = self.refusal(action, members, is_throttled=True)
        self.retryer = None
        assert refused.code == "RequestLimitExceeded", refused
        return len(pauses)


def plain(value):
    """Returns the members of the SDK's types with their names of the API. `to_json_string` changes some."""
    if isinstance(value, AbstractModel):
        members = {name[1:]: plain(member) for name, member in vars(value).items() if name != "_headers"}
        return {name: member for name, member in members.items() if member is not None}
    return [plain(item) for item in value] if isinstance(value, list) else value


class NodeSdk(Client):
    """The SDK for Node.js, in a process of its own."""

    name = "Node.js SDK"

    def __init__(self, mock):
        super().__init__(mock)
        command = ["node", str(Path(__file__).with_name("node_sdk.js"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def _call(self, action, members, key, is_throttled):
        mock = self.mock
        call = {
            "service": mock.service,
            "version": mock.version,
            "endpoint": mock.endpoint,
            "credential": {"secretId": mock.secret_id, "secretKey": key},
            "region": REGION,
            "action": action,
            "members": members,
            "headers": {"X-Mock-Scenario": "throttled"} if is_throttled else {},
        }
        print(json.dumps(call), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"node ended with the status {self._process.wait()}")
        result = json.loads(line)
        if "failed" in result:
            raise AssertionError(result["failed"])
        if "refused" in result:
            raise Refused(**result["refused"])
        return result["answer"]

    def close(self):
        self._process.stdin.close()
        self._process.wait()


class Tccli(Client):
    """The command line, one process for each call."""

    name = "tccli"
    _error = re.compile(
        r"\[TencentCloudSDKException\] code:(?P<code>\S+) message:(?P<message>.*) requestId:(?P<request_id>\S+)\s*", re.S
    )

    def _call(self, action, members, key, is_throttled):
        mock = self.mock
        with tempfile.NamedTemporaryFile("w", suffix=".json") as request:
            json.dump(members, request)
            request.flush()
            endpoint = mock.throttling_endpoint if is_throttled else mock.endpoint
            version = "-".join([mock.version[1:5], mock.version[5:7], mock.version[7:]])
            command = ["tccli", mock.service, action, "--version", version]
            command += ["--region", REGION, "--endpoint", "http://" + endpoint, "--secretId", mock.secret_id, "--secretKey", key]
            command += ["--cli-input-json", "file://" + request.name]
            # The SDK of this program may be that of one service.
            environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
            ran = subprocess.run(command, capture_output=True, text=True, env=environment)
        if ran.returncode == 0:
            return without_nulls(json.loads(ran.stdout))
        refused = self._error.fullmatch(ran.stderr)
        if ran.returncode != 255 or not refused:
            raise AssertionError(f"tccli ended with the status {ran.returncode}: {ran.stderr}")
        raise Refused(**refused.groupdict())


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value
