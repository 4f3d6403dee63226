// Published files in this page's memory: asked for once a round, and then only whether they have changed. Nothing is stored.

export class Offline extends Error {}

export function fileKeeper(base = "/record/") {
  const kept = new Map();
  return {
    // A fresh round: every file is asked for again when it is next needed. -> load(name) giving bytes, or null if there is none.
    round() {
      const asked = new Map();
      return (name) => {
        if (!asked.has(name)) asked.set(name, ask(name));
        return asked.get(name);
      };
    },
    forget() {
      kept.clear();
    },
  };

  async function ask(name) {
    const known = kept.get(name);
    let answer;
    let bytes;
    try {
      answer = await fetch(base + name, { cache: "no-store", headers: known ? { "If-None-Match": known.tag } : {} });
      if (answer.status === 304) return known.bytes;
      if (answer.status === 404) {
        kept.delete(name);
        return null;
      }
      if (!answer.ok) throw new Offline(name);
      bytes = new Uint8Array(await answer.arrayBuffer());
    } catch {
      throw new Offline(name);
    }
    kept.set(name, { tag: answer.headers.get("ETag") || "", bytes });
    return bytes;
  }
}
