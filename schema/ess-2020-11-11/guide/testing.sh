# ANCHOR: server
tencent-ess mock --port 8080
tencent-ess mock --port 8080 --scenario soak --seed 7
tencent-ess mock --help     # all options and scenarios
# ANCHOR_END: server
