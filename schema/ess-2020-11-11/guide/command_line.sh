# ANCHOR: call
tencent-ess call CreateBatchQuickSignUrl request.json             # make a call
tencent-ess call CreateBatchQuickSignUrl request.json --dry-run   # show what would be sent
tencent-ess call CreateBatchQuickSignUrl --validate < requests.jsonl
# ANCHOR_END: call
