# ANCHOR: install
cargo install --path ../tencent/generated --features cli,callback
# ANCHOR_END: install

# ANCHOR: mock
tencent-ess mock --port 8080
# ANCHOR_END: mock

# ANCHOR: new
cargo new first-link
# ANCHOR_END: new

# ANCHOR: run
cargo run -- http://127.0.0.1:8080
# ANCHOR_END: run
