"""The pages' own SHA-256 and Ed25519 in Chromium, against hashlib, the standard's vectors, and a hostile signer's tricks."""

import base64
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import test_signing as curve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, Page

from draw import signing

STATIC = Path(__file__).resolve().parent.parent.parent / "web" / "static"
Case = tuple[str, bytes, bytes]  # key, message, signature

# RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc)
VECTORS = [
    (public, bytes.fromhex(message), bytes.fromhex(signature))
    for public, message, signature in [
        *((row[1], row[2], row[3]) for row in curve.RFC8032),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            hashlib.sha512(b"abc").hexdigest(),
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
        ),
    ]
]


@pytest.fixture(scope="module")
def crypto(browser: Browser) -> Iterator[Page]:
    """A page with both modules as `sha` and `ed`."""
    page = browser.new_page()
    for name, module in (("sha", "sha256.js"), ("ed", "ed25519.js")):
        text = base64.b64encode((STATIC / module).read_bytes()).decode()
        page.evaluate(
            f"async (text) => {{ window.{name} = await import('data:text/javascript;base64,' + text) }}", text
        )
    page.evaluate("() => { window.bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (h) => parseInt(h, 16)) }")
    yield page
    page.close()


def hashed(page: Page, messages: list[bytes]) -> list[str]:
    """The page's SHA-256 of each message."""
    found: list[str] = page.evaluate("(all) => all.map((m) => sha.sha256(bytes(m)))", [m.hex() for m in messages])
    return found


def accepts(page: Page, cases: list[Case]) -> list[bool]:
    """The page's verdict on each case."""
    found: list[bool] = page.evaluate(
        "(all) => all.map(([key, m, s]) => ed.verify(key, bytes(m), bytes(s)))",
        [(key, message.hex(), signature.hex()) for key, message, signature in cases],
    )
    return found


def agrees(page: Page, cases: list[Case]) -> list[bool]:
    """The verdicts, which must be those of draw/signing.py, case by case."""
    here = accepts(page, cases)
    assert here == [signing.verify(key, message, signature) for key, message, signature in cases]
    return here


def test_sha256_of_every_length(crypto: Page) -> None:
    """FIPS 180-4: every length from 0 to 300 bytes and both sides of many block edges hash as hashlib does."""
    rng = random.Random(1)
    lengths = [*range(301), *(64 * n + d for n in (7, 16, 63, 64) for d in (-9, -8, -1, 0, 1)), 100_003]
    messages = [rng.randbytes(n) for n in lengths]
    assert hashed(crypto, messages) == [hashlib.sha256(m).hexdigest() for m in messages]


def test_sha256_of_text(crypto: Page) -> None:
    """Text is hashed as UTF-8, beyond the basic plane too."""
    for text in ("", "abc", "孩子0001", "𠮷野家 é\n"):
        assert crypto.evaluate("(t) => sha.sha256Text(t)", text) == hashlib.sha256(text.encode()).hexdigest()


def test_sha256_in_slices(crypto: Page) -> None:
    """A file hashed in slices of any size has the hash of the whole."""
    data = random.Random(2).randbytes(1000)
    for size in (1, 3, 55, 56, 63, 64, 65, 127, 128, 129, 999, 1000):
        found = crypto.evaluate(
            """([hex, size]) => {
              const data = bytes(hex), hash = sha.sha256Begin();
              for (let at = 0; at < data.length; at += size) hash.update(data.subarray(at, at + size));
              return hash.hex();
            }""",
            [data.hex(), size],
        )
        assert found == hashlib.sha256(data).hexdigest(), size


def test_sha256_counts_more_than_two_to_the_32_bits(crypto: Page) -> None:
    """The length field is 64 bits: 512 MiB and one byte, whose bit count does not fit in 32."""
    found = crypto.evaluate(
        """() => {
          const part = new Uint8Array(1 << 24), hash = sha.sha256Begin();
          for (let i = 0; i < 32; i += 1) hash.update(part);
          hash.update(new Uint8Array(1));
          return hash.hex();
        }"""
    )
    wanted = hashlib.sha256()
    for _ in range(32):
        wanted.update(bytes(1 << 24))
    wanted.update(b"\0")
    assert found == wanted.hexdigest()


def test_kept_prefix_gives_the_same_hashes(crypto: Page) -> None:
    """Prefixes and endings of every length around the block edges: prefix state and plain hash agree."""
    data = random.Random(3).randbytes(400)
    pairs = [
        (p, n) for p in (0, 1, 55, 63, 64, 65, 73, 120, 127, 128, 137) for n in (0, 1, 4, 32, 54, 55, 56, 64, 71, 200)
    ]
    found = crypto.evaluate(
        """([hex, pairs]) => {
          const data = bytes(hex);
          return pairs.map(([p, n]) => {
            const after = sha.sha256After(data.slice(0, p));
            after(data, 3, 40);  // an earlier message leaves nothing behind
            return sha.sha256Hex(after(data, p, p + n));
          });
        }""",
        [data.hex(), pairs],
    )
    assert found == [hashlib.sha256(data[: p + n]).hexdigest() for p, n in pairs]


def test_sha512_of_every_length(crypto: Page) -> None:
    """The SHA-512 inside Ed25519 is hashlib's for every length from 0 to 300."""
    rng = random.Random(4)
    messages = [rng.randbytes(n) for n in range(301)]
    found = crypto.evaluate(
        "(all) => all.map((m) => Array.from(ed.sha512(bytes(m)), (b) => b.toString(16).padStart(2, '0')).join(''))",
        [m.hex() for m in messages],
    )
    assert found == [hashlib.sha512(m).hexdigest() for m in messages]


def test_rfc8032_vectors_verify_and_their_neighbours_do_not(crypto: Page) -> None:
    """RFC 8032 §7.1 verifies; one changed bit of message or signature does not."""
    assert agrees(crypto, VECTORS) == [True] * len(VECTORS)
    changed = [(key, message + b"\0", signature) for key, message, signature in VECTORS]
    changed += [(key, message, bytes([signature[0] ^ 1]) + signature[1:]) for key, message, signature in VECTORS]
    assert not any(agrees(crypto, changed))


def test_random_signatures_of_the_library(crypto: Page) -> None:
    """Sixty keys, messages of 0 to 300 bytes: what `cryptography` signs, the page accepts, and only for that message."""
    rng = random.Random(5)
    cases: list[Case] = []
    for n in range(0, 301, 5):
        key = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
        message = rng.randbytes(n)
        cases.append((signing.public_hex(key), message, signing.sign(key, message)))
    assert all(agrees(crypto, cases))
    swapped = [(one[0], other[1], one[2]) for one, other in zip(cases, cases[1:] + cases[:1], strict=True)]
    assert not any(agrees(crypto, swapped))


def test_every_flipped_bit_of_a_signature_and_key(crypto: Page) -> None:
    """SPEC §1: no neighbour of a good signature or key passes."""
    good = int.from_bytes(curve.GOOD, "little")
    key = int.from_bytes(bytes.fromhex(curve.KEY), "little")
    cases: list[Case] = [(curve.KEY, curve.MESSAGE, (good ^ 1 << bit).to_bytes(64, "little")) for bit in range(512)]
    cases += [((key ^ 1 << bit).to_bytes(32, "little").hex(), curve.MESSAGE, curve.GOOD) for bit in range(256)]
    assert not any(agrees(crypto, cases))


def test_s_must_be_below_l(crypto: Page) -> None:
    """SPEC §1: "S < L": S + nL is refused, L and L − 1 too."""
    s = int.from_bytes(curve.GOOD[32:], "little")
    values = [s + n * curve.L for n in range(1, 15)] + [curve.L, curve.L - 1, 2**256 - 1]
    cases = [(curve.KEY, curve.MESSAGE, curve.signature_of(curve.GOOD[:32], v)) for v in values]
    assert not any(agrees(crypto, cases))


def test_non_canonical_and_small_order_points(crypto: Page) -> None:
    """SPEC §1: all y from p up, and all 14 spellings of small order, are refused as A and as R, even where the equation holds."""
    a = curve.encode(curve.PUBLIC)
    cases: list[Case] = []
    for y in range(curve.P, 2**255):
        for sign in (0, 1):
            encoded = (y | sign << 255).to_bytes(32, "little")
            cases.append((encoded.hex(), curve.MESSAGE, curve.GOOD))
            cases.append((curve.KEY, curve.MESSAGE, encoded + curve.GOOD[32:]))
    for encoded in curve.encodings_of_small_order():
        for s in (0, 1, curve.challenge(encoded, a, curve.MESSAGE) * curve.SECRET % curve.L):
            cases.append((a.hex(), curve.MESSAGE, curve.signature_of(encoded, s)))
            cases.append(
                (encoded.hex(), curve.MESSAGE, curve.signature_of(curve.encode(curve.times(s, curve.BASE)), s))
            )
            cases.append((encoded.hex(), curve.MESSAGE, curve.signature_of(encoded, s)))
    assert not any(agrees(crypto, cases))


def test_the_equation_is_the_cofactorless_one(crypto: Page) -> None:
    """SPEC §1: a key or an R with a torsion part passes exactly where [S]B = R + [k]A, as in draw/signing.py."""
    mixed = curve.encode(curve.add(curve.PUBLIC, curve.TORSION8))
    r = curve.encode(curve.times(77, curve.BASE))
    cases: list[Case] = []
    for n in range(40):
        message = str(n).encode()
        s = (77 + curve.challenge(r, mixed, message) * curve.SECRET) % curve.L
        cases.append((mixed.hex(), message, curve.signature_of(r, s)))
    assert set(agrees(crypto, cases)) == {True, False}
    a = curve.encode(curve.PUBLIC)
    for t in curve.TORSION[1:]:
        r = curve.encode(curve.add(curve.times(77, curve.BASE), t))
        s = (77 + curve.challenge(r, a, curve.MESSAGE) * curve.SECRET) % curve.L
        assert agrees(crypto, [(a.hex(), curve.MESSAGE, curve.signature_of(r, s))]) == [False]


def test_keys_off_the_curve_and_odd_shapes(crypto: Page) -> None:
    """A y without an x, keys and signatures of another length, a key that is no hex: refused without an exception."""
    off = [y for y in range(2, 60) if curve.root(y) is None]
    cases: list[Case] = [(y.to_bytes(32, "little").hex(), curve.MESSAGE, curve.GOOD) for y in off]
    cases += [(curve.KEY, curve.MESSAGE, off[0].to_bytes(32, "little") + curve.GOOD[32:])]
    cases += [(curve.KEY, curve.MESSAGE, (curve.GOOD * 2)[:n]) for n in (0, 1, 63, 65, 128)]
    assert not any(agrees(crypto, cases))
    odd = [curve.KEY[:-2], curve.KEY + "00", "", "zz" * 32, curve.KEY.upper() + " "]
    assert not any(accepts(crypto, [(key, curve.MESSAGE, curve.GOOD) for key in odd]))


def test_modules_can_be_inlined_one_behind_the_other(browser: Browser) -> None:
    """Standalone pages strip `export` and `import`: both modules then run as one classic script, and no name clashes."""
    page = browser.new_page()
    text = "".join(
        (STATIC / name).read_text("utf-8").replace("export function", "function")
        for name in ("sha256.js", "ed25519.js")
    )
    page.set_content("<p></p>")
    page.add_script_tag(content=text)
    assert page.evaluate("sha256Text('abc')") == hashlib.sha256(b"abc").hexdigest()
    assert page.evaluate("sha512(new Uint8Array(0)).length") == 64
    page.close()


def test_a_million_numbers_take_seconds(crypto: Page) -> None:
    """R51: 10⁶ numbers on one core in a few seconds, so that a phone manages the longest list of a district."""
    seconds = crypto.evaluate(
        """() => {
          const prefix = new TextEncoder().encode(`number1:${"5".repeat(64)}:x1:`), unit = new TextEncoder().encode("0123456");
          const after = sha.sha256After(prefix), began = performance.now();
          let sum = 0;
          for (let i = 0; i < 1e6; i += 1) { unit[6] = 48 + i % 10; sum ^= after(unit, 0, 7)[0]; }
          return (performance.now() - began) / 1000 + (sum & 0);
        }"""
    )
    assert seconds < 8, seconds
