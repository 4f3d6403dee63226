// The script of scripts/verify.html with its switches (export taken off, as its worker does), asked line by line: node broken_page.js SCRIPT CASES; see checks_html.py.
"use strict";
const fs = require("node:fs");
const readline = require("node:readline");
const vm = require("node:vm");

let off = -1;
let fired = new Set();
globalThis.__fires = (n) => { fired.add(n); return off !== n; };
globalThis.__passes = (n) => { fired.add(n); return off === n; };
globalThis.__unless = (n, refuse) => (...said) => {
  // a call that compares and may find nothing wrong has not refused
  if (off === n) { fired.add(n); return undefined; }
  try {
    return refuse(...said);
  } catch (error) {
    fired.add(n);
    throw error;
  }
};
globalThis.self = { postMessage() {} };

const [, , script, told] = process.argv;
const verifyFiles = vm.runInThisContext(`(() => { "use strict";${fs.readFileSync(script, "utf8").replace(/^export /gm, "")}\nreturn verifyFiles; })()`);
const { blobs, cases } = JSON.parse(fs.readFileSync(told, "utf8"));
const data = blobs.map((text) => new Uint8Array(Buffer.from(text, "base64")));
const record = (files) => new Map(Object.entries(files).map(([name, blob]) => [name, data[blob].slice()]));

async function ask({ off: without, case: number }) {
  off = without;
  fired = new Set();
  const { files, odd, earlier, code, options } = cases[number];
  const more = code === null ? {} : { code: new TextDecoder("utf-8", { ignoreBOM: true }).decode(data[code]) };
  try {
    const { verdict, step, steps } = await verifyFiles(record(files), odd, earlier.map(record), { ...options, ...more }, () => undefined);
    const broke = steps.some((done) => done.detail.includes("This page failed here"));
    return { line: verdict === "match" ? "verdict: match" : `verdict: ${verdict} (${step})`, broke, fired: [...fired] };
  } catch (error) {
    return { line: `failed: ${error}`, broke: true, fired: [...fired] };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await ask(JSON.parse(line)))}\n`);
  }
})();
