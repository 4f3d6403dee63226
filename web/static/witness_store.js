// What a station keeps in this browser: its link's code, and each secret under the commitment that it belongs to.
//
// A secret is never written over: two tabs, a new attempt, a new notice each add an entry, and the entry that counts is the one whose
// commitment is on the record. Where the browser keeps nothing (private mode), everything lasts as long as the page.

import { commitmentOf, isHash } from "./commit.js";

const NAME = "draw1";

function disk() {
  try {
    const probe = `${NAME}:probe`;
    localStorage.setItem(probe, "1");
    const works = localStorage.getItem(probe) === "1";
    localStorage.removeItem(probe);
    return works ? localStorage : null;
  } catch {
    return null;
  }
}

// Where the secrets of one party for one notice lie: the notice's hash makes them useless for any other attempt.
const place = ({ session, attempt, notice }, party) => `${NAME}:secret:${session}:${attempt}:${party}:${notice}:`;

export class Shelf {
  constructor() {
    this.disk = disk();
    this.memory = new Map();
    this.failed = false;
  }

  // True if the browser keeps things over a reload.
  get durable() {
    return this.disk !== null && !this.failed;
  }

  // -> true if it is on the disk and reads back.
  put(key, value) {
    this.memory.set(key, value);
    if (this.disk === null) return false;
    try {
      this.disk.setItem(key, value);
      if (this.disk.getItem(key) === value) return true;
    } catch {
      // full, or switched off since
    }
    this.failed = true;
    return false;
  }

  get(key) {
    let found = null;
    try {
      if (this.disk !== null) found = this.disk.getItem(key);
    } catch {
      // switched off since
    }
    return found ?? this.memory.get(key) ?? null;
  }

  keys() {
    const found = new Set(this.memory.keys());
    try {
      for (let i = 0; this.disk !== null && i < this.disk.length; i += 1) found.add(this.disk.key(i));
    } catch {
      // switched off since
    }
    return [...found].sort();
  }

  drop(key) {
    this.memory.delete(key);
    try {
      if (this.disk !== null) this.disk.removeItem(key);
    } catch {
      // nothing is kept there any more
    }
  }

  code(party) {
    return this.get(`${NAME}:code:${party}`) ?? "";
  }

  // Keep the code of the party's link. -> true if a reload will find it.
  putCode(party, code) {
    return this.put(`${NAME}:code:${party}`, code);
  }

  // Keep a secret. -> true if a reload will find it.
  putSecret(where, party, secret) {
    return this.put(place(where, party) + commitmentOf(where.notice, party, secret), secret);
  }

  // The secrets made or typed here for this notice, each with its commitment; what does not fit its own commitment is left out.
  secrets(where, party) {
    const start = place(where, party);
    return this.keys()
      .filter((key) => key.startsWith(start))
      .map((key) => ({ secret: this.get(key) ?? "", commitment: key.slice(start.length) }))
      .filter(({ secret, commitment }) => isHash(secret) && commitmentOf(where.notice, party, secret) === commitment);
  }

  // What was done with a commitment here: "saved" its receipt, "handed" it in, "shown" its secret; each acknowledged.
  mark(what, party, commitment) {
    this.put(`${NAME}:${what}:${party}:${commitment}`, "1");
  }

  unmark(what, party, commitment) {
    this.drop(`${NAME}:${what}:${party}:${commitment}`);
  }

  marked(what, party, commitment) {
    return this.get(`${NAME}:${what}:${party}:${commitment}`) === "1";
  }

  // Forget everything of this party: link, secrets, marks.
  forget(party) {
    for (const key of this.keys()) if (key.startsWith(`${NAME}:`) && key.split(":").includes(party)) this.drop(key);
  }
}
