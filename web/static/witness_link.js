// How a station reaches the ceremony: comes in by the code of its link, asks for its state, hands in. After a restart of the server the
// login is gone; the code brings it back without anybody's help.

const PATIENCE = 8000;

async function ask(path, fields) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const post = fields ? { method: "POST", body: new URLSearchParams(fields) } : {};
  try {
    return await fetch(path, { ...post, redirect: "manual", cache: "no-store", signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

export class Link {
  constructor(party, shelf) {
    this.party = party;
    this.shelf = shelf;
    this.token = "";
    this.code = "";
    this.version = "";
  }

  // The code of the address, else the one that this browser kept. Kept safely, it leaves the address bar, where a camera could read it.
  begin() {
    const given = location.hash.slice(1);
    if (given) this.take(given);
    else this.code = this.shelf.code(this.party);
    if (given && this.shelf.code(this.party) === given && this.shelf.durable) history.replaceState(null, "", location.pathname);
  }

  take(code) {
    this.code = code;
    this.shelf.putCode(this.party, code);
  }

  // -> "in", "link" (no code, or one that is void), "staff" (this browser is at the desk), "lost" (no answer).
  async enter(leave = false) {
    if (!this.code) return "link";
    try {
      const answer = await ask(`/w/${this.party}/enter`, { code: this.code, leave: leave ? "1" : "" });
      if (answer.status === 409) return "staff";
      if (answer.status === 403) return "link";
      if (!answer.ok) return "lost";
      this.token = (await answer.json()).token;
      this.version = "";
      return "in";
    } catch {
      return "lost";
    }
  }

  // -> {is: "state", state}, or {is: "same" | "lost" | "out" | "taken"}: nothing new, no answer, no login, or another one in this browser.
  async look() {
    try {
      const answer = await ask(`/w/${this.party}/state?v=${encodeURIComponent(this.version)}`);
      if (answer.status === 204 || answer.status === 503) return { is: "same" };
      if (answer.type === "opaqueredirect") return { is: "out" };
      if (answer.status === 403) return { is: "taken" };
      if (!answer.ok) return { is: "lost" };
      const state = await answer.json();
      this.version = state.v;
      return { is: "state", state };
    } catch {
      return { is: "lost" };
    }
  }

  // Hand something in; comes in again once if the login is gone. -> {is: "done", late}, {is: "refused", why}, or {is: "lost" | "link" | "staff"}.
  async hand(what, fields) {
    for (let tries = 0; tries < 2; tries += 1) {
      let answer;
      try {
        answer = await ask(`/w/${this.party}/${what}`, { token: this.token, ...fields });
        if (answer.ok) return { is: "done", late: (await answer.json()).late };
        if (answer.status === 422) return { is: "refused", why: (await answer.json()).error };
      } catch {
        return { is: "lost" };
      }
      if (answer.status !== 403) return { is: "lost" };
      const entered = await this.enter();
      if (entered !== "in") return { is: entered };
    }
    return { is: "lost" };
  }

  // Leave: the login ends, and what this browser kept of the party is gone.
  async leave() {
    this.shelf.forget(this.party);
    this.code = "";
    try {
      await ask("/logout", { token: this.token });
    } catch {
      // the login ends with the server; the code is void for this browser already
    }
  }
}
