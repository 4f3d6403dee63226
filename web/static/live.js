// Where the ceremony is: a stream while there is one, else asking every few seconds, each phone at its own moment. A stream that is
// silent for seven seconds is dead whatever the browser says; the page tells since when, and goes on asking.

const LIVE_SILENCE = 7000;
const LIVE_AGAIN = 3000;

export function live({ onState, onBeat, onLink }) {
  let version = "";
  let number = 0;
  let source = null;
  let opened = 0;
  let heard = performance.now();
  let heardAt = new Date();
  let stale = false;
  let paused = false;
  let asking = 0;

  function alive() {
    heard = performance.now();
    heardAt = new Date();
    if (stale) {
      stale = false;
      onLink(null);
    }
  }

  function take(state) {
    alive();
    if (state.v === version) return;
    [version, number] = [state.v, state.n];
    onState(state);
  }

  function open() {
    if (source) source.close();
    opened = performance.now();
    if (typeof EventSource === "undefined") return;
    source = new EventSource(`/events?since=${number}`);
    source.addEventListener("state", (e) => take(JSON.parse(e.data)));
    source.addEventListener("hb", (e) => { alive(); onBeat(JSON.parse(e.data)); });
  }

  async function ask() {
    const began = (asking += 1);
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), 4000);
    try {
      const answer = await fetch(`/state.json?since=${number}&v=${encodeURIComponent(version)}`, { cache: "no-store", signal: stop.signal });
      if (paused || began !== asking) return;
      if (answer.status === 204) alive();
      else if (answer.ok) take(await answer.json());
    } catch {
      // said by the watchdog
    } finally {
      clearTimeout(limit);
    }
  }

  const streaming = () => source !== null && source.readyState === 1 && performance.now() - heard < LIVE_SILENCE;

  // 3 to 5 seconds, so that a hall full of phones does not ask all at once
  function later() {
    setTimeout(() => {
      if (!paused && !streaming()) ask();
      later();
    }, 3000 + Math.random() * 2000);
  }

  setInterval(() => {
    if (paused) return;
    const silent = performance.now() - heard;
    if (silent > LIVE_SILENCE && !stale) {
      stale = true;
      onLink(heardAt);
    }
    const closed = source === null || source.readyState === 2;
    if ((closed || silent > LIVE_SILENCE) && performance.now() - opened > LIVE_AGAIN) open();
  }, 500);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !paused && !streaming()) ask(); });
  later();
  open();

  return {
    pause() {
      paused = true;
      if (source) source.close();
      source = null;
    },
    resume() {
      paused = false;
      heard = performance.now();
      open();
      ask();
    },
  };
}
