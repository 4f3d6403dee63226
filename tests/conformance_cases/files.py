"""Step 1: which files and folders a record holds (SPEC §2, §11)."""

from functools import partial

from conformance_cases.bases import BASES
from conformance_cases.case import MISMATCH, Files, Made, add, fails, matches
from conformance_cases.forging import put, signed, summed, without

RESULT = [
    "README", "SHA256SUMS", "SHA256SUMS.sig", "board.txt", "ledger.jsonl", "notice.json", "notice.sig", "outputs.txt",
    "pool.csv", "program.txt", "results.csv", "rules.json", "seed.txt", "signer.pem", "statement.sig", "statement.txt",
    "tables/draws.csv", "tables/waiting.csv",
]  # fmt: skip


def _slug(name: str) -> str:
    return name.lower().replace("/", "_").replace(".", "_")


def _gone(name: str, files: Files) -> Files:
    return without(files, name)


for _name in RESULT:
    add(f"files_missing_{_slug(_name)}", f"{_name} must be there (§2); the sums were made without it.",
        partial(_gone, _name), "skip", MISMATCH, 1)  # fmt: skip
for _name in ("transcript.txt", "void.txt", "void.sig"):
    add(f"files_void_missing_{_slug(_name)}", f"A void record holds {_name} (§2).", partial(_gone, _name), "void_blind",
        MISMATCH, 1)  # fmt: skip


@fails(1, "amended_thrice")
def files_amendment_without_changes(r: Files) -> Files:
    """An amendment holds exactly five files; changes.csv is not there (§13)."""
    return without(r, "amendments/0002/changes.csv")


@fails(1, "amended_thrice")
def files_amendment_without_signature(r: Files) -> Files:
    """An amendment holds exactly five files; amendment.sig is not there (§13)."""
    return without(r, "amendments/0003/amendment.sig")


@fails(1)
def files_extra_file(r: Files) -> Files:
    """A record holds no other file, even one that SHA256SUMS lists (§2)."""
    return put(r, "notes.txt", b"x\n")


@fails(1)
def files_extra_unlisted(r: Files) -> Files:
    """A record holds no other file; this one stands in no list (§2)."""
    return r | {"results.csv.bak": r["results.csv"]}


@fails(1)
def files_hidden_file(r: Files) -> Files:
    """A file whose name begins with a dot is a file too (§2)."""
    return put(r, ".hidden", b"x\n")


@fails(1)
def files_folder_in_orders(r: Files) -> Files:
    """orders/ holds files <draw>.csv, no folder (§2)."""
    return put(r, "orders/old/x1.csv", r["orders/x1.csv"])


@fails(1)
def files_order_with_capital(r: Files) -> Files:
    """A file in orders/ bears a draw id, which has no capital (§1, §2)."""
    return put(r, "orders/X1.csv", r["orders/x1.csv"])


@fails(1)
def files_order_with_other_ending(r: Files) -> Files:
    """A file in orders/ ends with .csv (§2)."""
    return put(r, "orders/x1.txt", r["orders/x1.csv"])


@fails(1)
def files_other_table(r: Files) -> Files:
    """tables/ holds the tables of §8.5 and no other (§2)."""
    return put(r, "tables/all.csv", b"x\n")


@fails(1)
def files_capital_name(r: Files) -> Files:
    """Names are those of §2 to the letter: Results.csv beside results.csv is another file."""
    return put(r, "Results.csv", r["results.csv"])


@fails(1)
def files_void_beside_statement(r: Files) -> Files:
    """A record has exactly one of statement.txt and void.txt (§11 step 1)."""
    return put(r, "void.txt", BASES["void_blind"]()["void.txt"])


@fails(1, "void_blind")
def files_statement_in_void(r: Files) -> Files:
    """A void record has no statement (§2), which would be signed for a draw that never came to an end."""
    made = BASES["skip"]()
    return signed(r | {n: made[n] for n in ("statement.txt", "statement.sig")})


@fails(1, "void_blind")
def files_results_in_void(r: Files) -> Files:
    """A void record has no results.csv (§2)."""
    return put(r, "results.csv", BASES["skip"]()["results.csv"])


@fails(1, "void_blind")
def files_order_in_void(r: Files) -> Files:
    """A void record has no orders (§2)."""
    return put(r, "orders/x1.csv", BASES["skip"]()["orders/x1.csv"])


@fails(1, "void_cause")
def files_seed_in_void(r: Files) -> Files:
    """A void record has no seed.txt (§2)."""
    return put(r, "seed.txt", BASES["skip"]()["seed.txt"])


@fails(1)
def files_transcript_in_result(r: Files) -> Files:
    """A record with a result has no transcript.txt (§2)."""
    return put(r, "transcript.txt", BASES["void_cause"]()["transcript.txt"])


@fails(1)
def files_link(r: Files) -> Made:
    """A link is no regular file, even to the right bytes (§11 step 1)."""
    return Made(files=without(r, "README") | _sums(r), links={"README": "statement.txt"})


def _sums(r: Files) -> Files:
    return {n: r[n] for n in ("SHA256SUMS", "SHA256SUMS.sig")}


@fails(1)
def files_empty_folder(r: Files) -> Made:
    """A record holds no other folder, an empty one neither (§2)."""
    return Made(files=r, folders=["drafts"])


@fails(1)
def files_nothing(r: Files) -> Files:
    """An empty folder is no record: what must be there is not (§11 step 1)."""
    return {}


@fails(1)
def files_folder_instead_of_file(r: Files) -> Made:
    """README must be a regular file, not a folder (§11 step 1)."""
    return Made(files=without(r, "README") | _sums(r), folders=["README"])


@fails(1, "amended_thrice")
def files_amendments_with_a_gap(r: Files) -> Files:
    """Amendments are numbered without a gap: 0002 is not there (§11 step 1)."""
    return {n: d for n, d in r.items() if not n.startswith("amendments/0002/")}


@fails(1, "amended_thrice")
def files_amendments_from_0000(r: Files) -> Files:
    """Amendments are numbered from 0001 (§13)."""
    return {n.replace("/0003/", "/0000/"): d for n, d in r.items()}


@fails(1, "amended_thrice")
def files_amendment_of_one_digit(r: Files) -> Files:
    """The number of an amendment has four digits (§13)."""
    return {n.replace("/0003/", "/3/"): d for n, d in r.items()}


@fails(1, "amended_thrice")
def files_loose_file_in_amendments(r: Files) -> Files:
    """amendments/ holds folders only (§11 step 1)."""
    return r | {"amendments/README": b"x\n"}


@fails(1, "amended_thrice")
def files_more_in_an_amendment(r: Files) -> Files:
    """An amendment holds exactly five files (§13): the document itself is not one of them."""
    return r | {"amendments/0001/letter.pdf": b"%PDF-1.4\n"}



@matches("tiers")
def files_without_sm3(r: Files) -> Files:
    """SM3SUMS is optional (§2)."""
    return summed({n: d for n, d in r.items() if n != "SM3SUMS"})
