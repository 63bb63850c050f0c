#!/bin/sh
# Creates the certificate of contract.rs, which is valid for a hundred years. It has no authority: the test
# trusts the certificate itself.
set -eu
cd "$(dirname "$0")"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=hosts \
    -addext basicConstraints=critical,CA:FALSE \
    -addext subjectAltName=DNS:ess.test.ess.tencent.cn,DNS:file.test.ess.tencent.cn \
    -keyout hosts.key.pem -out hosts.pem
