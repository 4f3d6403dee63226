"""The conformance suite against scripts/verify.html in Chromium: verdict and first step of every case (SPEC §11, R52)."""

import base64
from pathlib import Path
from typing import Any

import conformance_cases
from conformance_cases import laying
from conformance_cases.case import Whole
from playwright.sync_api import Page

from draw.hashing import digest

HTML = Path(__file__).resolve().parents[2] / "scripts" / "verify.html"
MANY = 100  # cases in one call
ASK = """async ({ blobs, cases }) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const data = new Map(Object.entries(blobs).map(([hash, text]) => [hash, bytes(text)]));
  const record = (files) => Object.fromEntries(Object.entries(files).map(([path, hash]) => [path, data.get(hash)]));
  const found = [];
  for (const { files, earlier, code, options } of cases) {
    const more = code === null ? {} : { code: new TextDecoder("utf-8", { ignoreBOM: true }).decode(data.get(code)) };
    const { verdict, step } = await window.verifyRecord(record(files), { ...options, ...more, earlier: earlier.map(record) });
    found.push(verdict === "match" ? "verdict: match" : `verdict: ${verdict} (${step})`);
  }
  return found;
}"""


def asked(case: Whole, blobs: dict[str, str]) -> dict[str, Any]:
    """A case as the page is told it: files by hash, the contents in `blobs`."""

    def kept(data: bytes) -> str:
        blobs[digest(data)] = base64.b64encode(data).decode()
        return digest(data)

    def record(files: Any) -> dict[str, str]:
        return {path: kept(data) for path, data in files.items()}

    notice, statement = case.anchors()
    options = {"notice": notice, "statement": statement, "odd": list(laying.odd(case))}
    options |= {key: getattr(case.asked, key) for key in ("applicant", "name", "id") if getattr(case.asked, key)}
    code = None if case.asked.code is None else kept(case.asked.code)
    earlier = [record(one) for one in conformance_cases.earlier_of(case)]
    return {"files": record(case.made.files), "earlier": earlier, "code": code, "options": options}


def test_every_case_is_judged_as_it_must_be_in_the_browser(page: Page) -> None:
    """SPEC §11: the verdict and its first step are those of case.json, all cases in one page."""
    page.goto(HTML.as_uri())
    wrong = {}
    every = list(conformance_cases.wholes())
    for start in range(0, len(every), MANY):
        cases = every[start : start + MANY]
        blobs: dict[str, str] = {}
        told = [asked(case, blobs) for case in cases]
        answers = page.evaluate(ASK, {"blobs": blobs, "cases": told})
        for case, answer in zip(cases, answers, strict=True):
            if answer != case.last_line():
                wrong[case.name] = (answer, case.last_line(), case.why)
    assert wrong == {}
