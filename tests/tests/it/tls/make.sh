#!/bin/sh
# Creates the certificates of tls.rs, which are valid for a hundred years. It does not keep the keys of the
# authorities, so any change needs all certificates again.
set -eu
cd "$(dirname "$0")"
keys=$(mktemp -d)
trap 'rm -r "$keys"' EXIT

authority() {
    openssl ecparam -name prime256v1 -genkey -noout -out "$keys/$1.key"
    openssl req -x509 -new -key "$keys/$1.key" -days 36500 -subj "/CN=$1" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -out "$1.pem"
}

server() {
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key.pem"
    printf 'subjectAltName=DNS:%s\nbasicConstraints=CA:FALSE\n' "$1" > "$keys/extensions"
    openssl req -new -key "$1.key.pem" -subj "/CN=$1" |
        openssl x509 -req -CA authority.pem -CAkey "$keys/authority.key" -CAserial "$keys/serial" -CAcreateserial \
            -days 36500 -extfile "$keys/extensions" -out "$1.pem"
}

authority authority
authority other-authority
server localhost
server elsewhere.example
