// The envelope page: a sealed party makes its secret on a machine of its own, prints what goes into the envelope and what is handed in,
// and checks the paper before sealing it (protocol step 1). It sends nothing and keeps nothing.

import { commandLine, commitText, commitmentOf, fours, isHash, newSecret, readAloud, secondOpinion, typedHex } from "./commit.js";
import { qrImage } from "./qr.js";
import { both, el, read, say, say2, setWords } from "./dom.js";

const node = (id) => document.getElementById(id);
const PARTY = /^(?:[AN][1-9]|W[0-9]{2})$/;
let made = null; // {notice, party, secret, commitment}
let printed = false;
let checked = false;

const typedParty = () => node("party").value.normalize("NFKC").trim().toUpperCase();

// How far the 64 digits of a field are, in words; -> the digits if they are complete, else "".
function digitsOf(field) {
  const { hex, stray } = typedHex(node(field).value);
  const told = [say2("slip.count", { count: hex.length })];
  if (stray.length) told.push(say2("slip.stray", { stray: stray.join(" ") }));
  node(`${field}-told`).replaceChildren(...(node(field).value ? told : []));
  return isHash(hex) && !stray.length ? hex : "";
}

function look() {
  const notice = digitsOf("notice");
  const party = typedParty();
  const good = PARTY.test(party);
  node("party-told").replaceChildren(party && !good ? say2("slip.party_bad") : "");
  if (node("compare").dataset.notice !== notice) {
    node("compare").dataset.notice = notice;
    node("same").checked = false; // another hash is another comparison
    node("aloud").replaceChildren(...(notice ? readAloud(notice).map((four) => el("span", "", four)) : []));
  }
  node("compare").hidden = !notice;
  node("make").disabled = made !== null || !notice || !good || !node("same").checked;
  for (const field of ["notice", "party", "same"]) node(field).disabled = made !== null;
  verdict(notice, good ? party : "");
}

function verdict(notice, party) {
  const secret = digitsOf("secret");
  const commitment = digitsOf("commitment");
  let told = "";
  if (secret && commitment && (!notice || !party)) told = el("div", "box wait", say2("slip.check_need"));
  else if (secret && commitment) {
    const right = commitmentOf(notice, party, secret) === commitment;
    checked = checked || (right && made !== null && commitment === made.commitment);
    told = el("div", `box big ${right ? "good" : "bad"}`, el("p", "sign", right ? "✓" : "✗"), say2(right ? "slip.right" : "slip.wrong", {}, "p", "both strong"));
  }
  const now = told ? told.textContent : "";
  if (node("verdict").textContent !== now) node("verdict").replaceChildren(told);
}

// -- the slips -----------------------------------------------------------------------------------------------------------

function line(key, value) {
  return [say2(key, {}, "dt", "line"), el("dd", "mono", isHash(value) ? fours(value).join(" ") : value)];
}

function slip(kind, head, rows, code, codeKey, more) {
  const name = say(code === made.secret ? "slip.secret" : "slip.commitment")[0];
  return el(
    "section", `slip ${kind}`, say2(head, {}, "h2", "both"), el("p", "big-party", made.party),
    el("div", "two", el("dl", "facts", ...rows.flat()), el("div", "print-qr", qrImage(code, name), say2(codeKey, {}, "p", "both"))),
    ...more,
  );
}

function slips() {
  const { notice, party, secret, commitment } = made;
  const head = party.startsWith("W") ? "slip.own_head" : "slip.sealed_head";
  const common = () => [line("slip.party_short", party), line("slip.notice_hash", notice)];
  const shell = [say2("slip.line", {}, "p", "line"), el("p", "mono line-of-shell", commandLine(notice, party, secret))];
  const sign = el("p", "sign-here", both(say("slip.sign"), "span", "line"));
  return [
    slip("secret", head, [line("slip.secret", secret), ...common(), line("slip.commitment", commitment)], secret, "slip.secret_qr", shell),
    slip("give", "slip.give_head", [line("slip.commitment", commitment), ...common(), line("slip.aloud", readAloud(notice).join(" "))], commitment, "slip.commitment_qr", [sign]),
  ];
}

// What the screen shows: the slips until they are printed, then only the commitment, so that the check is made from the paper.
function show() {
  const all = made ? slips() : [];
  for (const old of document.querySelectorAll(".printer")) old.remove();
  if (made) document.body.append(el("div", "printer", ...all.map((one) => one.cloneNode(true))));
  const hidden = el("div", "box wait", say2("slip.hidden"));
  node("show").replaceChildren(...(made ? (printed ? [hidden, all[1]] : all) : []));
  node("made").hidden = made === null;
  if (made) node("commitment").value = fours(made.commitment).join(" ");
  node("commitment").disabled = made !== null;
  look();
}

async function make() {
  const secret = newSecret();
  const [notice, party] = [digitsOf("notice"), typedParty()];
  const commitment = commitmentOf(notice, party, secret);
  if ((await secondOpinion(commitText(notice, party, secret), commitment)) === false) {
    node("fault").replaceChildren(el("div", "box bad", say2("slip.disagree")));
    return;
  }
  made = { notice, party, secret, commitment };
  printed = checked = false;
  show();
}

function anew() {
  made = null;
  printed = checked = false;
  for (const field of ["secret", "commitment"]) node(field).value = "";
  node("same").checked = false;
  show();
}

setWords(read("words"));
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
for (const field of ["notice", "party", "same", "secret", "commitment"]) node(field).addEventListener("input", look);
node("make").addEventListener("click", make);
node("anew").addEventListener("click", anew);
node("print").addEventListener("click", () => {
  window.print();
  printed = true;
  show();
});
// Until the paper was checked the secret is nowhere but here.
addEventListener("beforeunload", (e) => {
  if (made && !checked) e.preventDefault();
});
look();
