"""BLS signatures over BLS12-381 with signatures on G1 and keys on G2, verification only (RFC 9380; draft-irtf-cfrg-bls-signature).

The standard library alone: integers, tuples and SHA-256. Nothing secret passes through here, so nothing runs in constant time.
"""
