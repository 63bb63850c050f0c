"""Creates contracts in a mock with each of Tencent's clients: flow.py SERVICE VERSION ENDPOINT THROTTLING_ENDPOINT."""

import sys

from clients import Mock, PythonSdk, Report

OPERATOR = {"UserId": "yDRSRUUgygj6qnwfUuO4zjEwc193c2hH"}
TEMPLATE = "yDRS4UUgygqdcj51UuO4zjEyWTmzsIAR"
SIGNER = {"ApproverType": 1, "ApproverName": "典子谦", "ApproverMobile": "13200000000"}
PLACE = {
    "ComponentType": "SIGN_SIGNATURE",
    "FileIndex": 0,
    "ComponentPage": 1,
    "ComponentWidth": 120.0,
    "ComponentHeight": 40.0,
    "ComponentPosX": 100.0,
    "ComponentPosY": 650.0,
}


def main(client):
    def call(action, **members):
        return client.call(action, {"Operator": OPERATOR, **members})

    def refusal(action, *, key=None, is_throttled=False, **members):
        return client.refusal(action, {"Operator": OPERATOR, **members}, key=key, is_throttled=is_throttled)

    # From a file to the link of the signed file.
    file = {"FileBody": "JVBERi0xLjQK", "FileName": "contract.pdf"}
    caller = {"OperatorId": OPERATOR["UserId"]}
    uploaded = client.call("UploadFiles", {"BusinessType": "DOCUMENT", "Caller": caller, "FileInfos": [file]})
    [pdf] = uploaded["FileIds"]
    assert is_id(pdf) and uploaded["TotalCount"] == 1, uploaded
    signer = {**SIGNER, "SignComponents": [PLACE]}
    flow = call("CreateFlowByFiles", FlowName="contract", FileIds=[pdf], Approvers=[signer])["FlowId"]
    assert is_id(flow), flow
    [link] = call("CreateFlowSignUrl", FlowId=flow, FlowApproverInfos=[SIGNER])["FlowApproverUrlInfos"]
    assert link["SignUrl"].startswith("https://") and link["ApproverMobile"] == SIGNER["ApproverMobile"], link
    [brief] = call("DescribeFlowBriefs", FlowIds=[flow])["FlowBriefs"]
    assert brief["FlowId"] == flow and isinstance(brief["FlowStatus"], int), brief
    [detail] = call("DescribeFlowInfo", FlowIds=[flow])["FlowDetailInfos"]
    assert detail["FlowId"] == flow and isinstance(detail["FlowApproverInfos"], list), detail
    [file] = call("DescribeFileUrls", BusinessType="FLOW", BusinessIds=[flow])["FileUrls"]
    assert file["Url"].startswith("https://"), file

    # From a template, with one link for several contracts.
    created = call("CreateFlow", FlowName="contract", Approvers=[SIGNER])["FlowId"]
    assert is_id(created) and created != flow, created
    assert is_id(call("CreateDocument", FlowId=created, TemplateId=TEMPLATE)["DocumentId"])
    assert isinstance(call("StartFlow", FlowId=created)["Status"], str)
    ways = {"SignatureTypes": [0], "ApproverSignTypes": [1]}
    link = call("CreateBatchQuickSignUrl", FlowApproverInfo=SIGNER, FlowIds=[flow, created], **ways)
    assert link["FlowApproverUrlInfo"]["ApproverName"] == SIGNER["ApproverName"], link

    # Errors: a wrong signature, broken rules, an unknown contract, a throttled call.
    cancel = {"FlowId": flow, "CancelMessage": "wrong amount"}
    refused = refusal("CancelFlow", **cancel, key="wrong")
    assert refused.code == "AuthFailure.SignatureFailure", refused
    refused = refusal("CancelFlow", FlowId="short", CancelMessage="x" * 201)
    assert refused.code == "InvalidParameterValue", refused
    assert "FlowId" in refused.message and "CancelMessage" in refused.message, refused
    refused = refusal("DescribeFlowBriefs", FlowIds=[])
    assert refused.code == "MissingParameter" and "FlowIds" in refused.message, refused
    refused = refusal("CancelFlow", **{**cancel, "FlowId": "0" * 32})
    assert refused.code == "ResourceNotFound.Flow" and "0" * 32 in refused.message, refused
    refused = refusal("CancelFlow", **cancel, is_throttled=True)
    assert refused.code == "RequestLimitExceeded", refused

    if isinstance(client, PythonSdk):
        attempts = client.attempts_of_throttled_call("CancelFlow", {"Operator": OPERATOR, **cancel})
        assert attempts == 3, attempts
        client.unsigned_payload = True
    assert call("CancelFlow", **cancel) == {}


def is_id(text):
    return isinstance(text, str) and len(text) == 32 and text.isalnum()


if __name__ == "__main__":
    report = Report()
    report.run(Mock(*sys.argv[1:]), main)
    report.finish()
