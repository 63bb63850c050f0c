# ANCHOR: server
tencent-ess mock --port 8080
tencent-ess mock --port 8080 --scenario soak --seed 7
tencent-ess mock --port 8080 --requests-per-second 20
tencent-ess mock --help     # all options and scenarios
# ANCHOR_END: server

# ANCHOR: commands
tencent-ess mock --port 8080 --callback-url http://127.0.0.1:9000/callbacks --callback-key KEY --callback-token TOKEN
curl http://127.0.0.1:8080/_mock/
curl http://127.0.0.1:8080/_mock/sign -d '{"FlowId":"…"}'
curl http://127.0.0.1:8080/_mock/callbacks                    # those that are not delivered
# ANCHOR_END: commands
