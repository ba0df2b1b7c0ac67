#!/bin/sh
# Stands for `perl` where OpenSSL is configured (OPENSSL_SRC_PERL in .cargo/config.toml). SQLCipher takes four things of OpenSSL:
# AES-256-CBC, HMAC-SHA-512, PBKDF2 and random bytes. All else is left out, which makes the library a phone gets 2 MB smaller and
# the first build shorter. TLS is rustls', and never was OpenSSL's.
#
# The C of a library that Rust unwinds through needs tables for it; nothing unwinds through OpenSSL.
[ "$1" = ./Configure ] || exec perl "$@"
shift
exec perl ./Configure "$@" \
  no-bulk no-apps no-docs no-legacy no-http no-tls no-dtls no-quic no-err \
  no-argon2 no-ecx no-lms no-mdc2 no-ml-dsa no-ml-kem no-scrypt no-slh-dsa no-sm2 no-srp no-sock \
  -Os -fno-asynchronous-unwind-tables -fno-unwind-tables
