"""What only the `openssl` command can check: SM2 signatures, and the signature inside a time stamp."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from draw.errors import FormatError

SM2_ID: Final = "1234567812345678"  # the default identity of GM/T 0009
_SECONDS: Final = 60


def _run(arguments: list[str], files: Mapping[str, bytes]) -> tuple[bool, str] | None:
    """(True if it succeeded, its last line) of `openssl ARGUMENTS` in a folder with these files; None if there is no openssl."""
    command = shutil.which("openssl")
    if command is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            done = subprocess.run(
                [command, *arguments], cwd=folder, capture_output=True, text=True, errors="replace", timeout=_SECONDS,
                stdin=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
    said = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode == 0, said[-1] if said else ""


def knows_sm2() -> bool:
    """True if there is an openssl that makes and checks SM2."""
    done = _run(["genpkey", "-algorithm", "SM2", "-out", "k.pem"], {})
    return done is not None and done[0]


def verify_sm2(key: bytes, text: bytes, signature: bytes, where: str) -> bool:
    """True if the SM2 signature (with SM3, default identity) is by `key`; False if this machine cannot tell.

    Raises FormatError if it is not. The same openssl must be able to sign with SM2, else its no says nothing.
    """
    if not knows_sm2():
        return False
    arguments = [
        "pkeyutl", "-verify", "-pubin", "-inkey", "k.pub", "-in", "text", "-rawin", "-digest", "sm3",
        "-pkeyopt", f"distid:{SM2_ID}", "-sigfile", "text.sig",
    ]  # fmt: skip
    done = _run(arguments, {"k.pub": key, "text": text, "text.sig": signature})
    if done is None:
        return False
    if not done[0]:
        raise FormatError(where, "does not verify (openssl, SM2 with SM3)")
    return True


def verify_timestamp(response: bytes, request: bytes, authority: bytes, where: str) -> bool:
    """True if the response answers the request under the authority's certificates; False if there is no openssl.

    Raises FormatError if it does not.
    """
    arguments = ["ts", "-verify", "-in", "r.tsr", "-queryfile", "q.tsq", "-CAfile", "ca.pem"]
    done = _run(arguments, {"r.tsr": response, "q.tsq": request, "ca.pem": authority})
    if done is None:
        return False
    if not done[0]:
        raise FormatError(where, f"openssl ts -verify: {done[1]}")
    return True
