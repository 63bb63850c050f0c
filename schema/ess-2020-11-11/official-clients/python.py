"""Drives a mock with the official Python SDK: python.py HOST:PORT SECRET_ID SECRET_KEY."""

import json
import sys

from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ess.v20201111 import ess_client, models

ENDPOINT, SECRET_ID, SECRET_KEY = sys.argv[1:]
OPERATOR = {"UserId": "yDRSRUUgygj6qnwfUuO4zjEwc193c2hH"}
TEMPLATE = "yDRS4UUgygqdcj51UuO4zjEyWTmzsIAR"


def client(key=SECRET_KEY, unsigned_payload=False):
    profile = ClientProfile(httpProfile=HttpProfile(endpoint=ENDPOINT, protocol="http"))
    profile.unsignedPayload = unsigned_payload
    return ess_client.EssClient(credential.Credential(SECRET_ID, key), "", profile)


def call(api, action, members, scenario="none"):
    request = getattr(models, action + "Request")()
    request.from_json_string(json.dumps({"Operator": OPERATOR, **members}))
    request.headers = {"X-Mock-Scenario": scenario}
    return json.loads(getattr(api, action)(request).to_json_string())


def fails(expected, api, members, scenario="none"):
    try:
        call(api, "CancelFlow", members, scenario)
    except TencentCloudSDKException as error:
        assert error.get_code() == expected, error
        return
    raise AssertionError("no " + expected)


signer = {"ApproverType": 1, "ApproverName": "典子谦", "ApproverMobile": "13200000000"}
api = client()
flow = call(api, "CreateFlow", {"FlowName": "contract", "Approvers": [signer]})["FlowId"]
assert call(api, "CreateDocument", {"FlowId": flow, "TemplateId": TEMPLATE})["DocumentId"]
assert call(api, "StartFlow", {"FlowId": flow})["Status"]
links = {"FlowApproverInfo": signer, "FlowIds": [flow], "SignatureTypes": [0], "ApproverSignTypes": [1]}
assert call(api, "CreateBatchQuickSignUrl", links)["FlowApproverUrlInfo"]["ApproverName"] == "典子谦"
assert call(api, "DescribeFlowBriefs", {"FlowIds": [flow]})["FlowBriefs"][0]["FlowId"] == flow
cancel = {"FlowId": flow, "CancelMessage": "wrong amount"}
assert call(api, "CancelFlow", cancel)["RequestId"]
fails("OperationDenied.FlowHasTerminated", client(unsigned_payload=True), cancel)
fails("AuthFailure.SignatureFailure", client("wrong"), cancel)
fails("InvalidParameterValue", api, {"FlowId": "short", "CancelMessage": "x"})
fails("ResourceNotFound.Flow", api, {"FlowId": "0" * 32, "CancelMessage": "x"})
fails("RequestLimitExceeded", api, cancel, "throttled")
fails("ServerNetworkError", api, cancel, "html")
print("12 calls")
