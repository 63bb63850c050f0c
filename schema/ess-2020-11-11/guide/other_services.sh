# ANCHOR: sdk
cargo run --release -p xtask -- sdk --service ess,cvm@2017-03-12 --out ../sdk      # some services
cargo run --release -p xtask -- sdk --all --out ../sdk                              # all 300
# ANCHOR_END: sdk
