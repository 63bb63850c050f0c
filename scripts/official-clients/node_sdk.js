// Makes calls with the SDK for Node.js: reads one call from each line, and prints its result.

const readline = require("node:readline");
const SdkException = require("tencentcloud-sdk-nodejs/tencentcloud/common/exception/tencent_cloud_sdk_exception").default;

async function result(call) {
  const { service, version, credential, region, endpoint } = call;
  const versions = Object.values(require(`tencentcloud-sdk-nodejs/tencentcloud/services/${service}`))[0];
  const httpProfile = { endpoint, protocol: "http://" };
  const client = new versions[version].Client({ credential, region, profile: { httpProfile } });
  try {
    // The methods of the client only add types to this one, and some actions have none yet.
    return { answer: await client.request(call.action, call.members, { headers: call.headers }) };
  } catch (error) {
    if (!(error instanceof SdkException)) return { failed: error.stack };
    return { refused: { code: error.code, message: error.getMessage(), request_id: error.getRequestId() } };
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await result(JSON.parse(line))));
  }
}

main();
