# ANCHOR: batch
tencent-ess call CreateBatchQuickSignUrl --batch requests.jsonl --out results.jsonl
# ANCHOR_END: batch
