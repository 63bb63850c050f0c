// Drives a mock with the official Node.js SDK: node.js HOST:PORT SECRET_ID SECRET_KEY.

const assert = require("node:assert");
const { ess } = require("tencentcloud-sdk-nodejs");

const [endpoint, secretId, secretKey] = process.argv.slice(2);
const Operator = { UserId: "yDRSRUUgygj6qnwfUuO4zjEwc193c2hH" };

function client(key) {
  const httpProfile = { endpoint, protocol: "http://" };
  const credential = { secretId, secretKey: key };
  return new ess.v20201111.Client({ credential, region: "", profile: { httpProfile } });
}

async function main() {
  const api = client(secretKey);
  const Approvers = [{ ApproverType: 1, ApproverName: "典子谦", ApproverMobile: "13200000000" }];
  const { FlowId } = await api.CreateFlow({ Operator, FlowName: "contract", Approvers });
  assert((await api.StartFlow({ Operator, FlowId })).Status);
  const cancel = { Operator, FlowId, CancelMessage: "wrong amount" };
  assert((await api.CancelFlow(cancel)).RequestId);
  await assert.rejects(client("wrong").CancelFlow(cancel), { code: "AuthFailure.SignatureFailure" });
  await assert.rejects(api.CancelFlow({ Operator, FlowId }), { code: "MissingParameter" });
  console.log("5 calls");
}

main();
