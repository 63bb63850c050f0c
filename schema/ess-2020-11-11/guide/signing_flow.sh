# ANCHOR: contract
cargo run -p tests --bin contract -- ORDER contract.docx
# ANCHOR_END: contract
