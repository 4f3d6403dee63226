// The stream of states. EventSource alone would say "connected" through a dead network, so a named heartbeat is watched: after seven
// seconds of silence the page says since when it is stale, keeps its content, and asks again from the last number it has.

const SILENCE = 7000;
const AGAIN = 3000;
const POLL = 3000;

// `as`: what the page is; "hall" for a projector, which the desk counts.
export function follow(first, { onState, onBeat, onProgress, onLink }, as = "") {
  let state = first;
  let last = first.n;
  let source = null;
  let heard = performance.now();
  let heardAt = new Date();
  let opened = 0;
  let stale = false;

  function alive() {
    heard = performance.now();
    heardAt = new Date();
    if (stale) {
      stale = false;
      onLink(null);
    }
  }

  function take(next) {
    if (next.attempt === state.attempt && next.n < last && next.v.split(".")[0] === state.v.split(".")[0]) return;
    state = next;
    last = next.n;
    onState(next);
  }

  function open() {
    if (source) source.close();
    opened = performance.now();
    source = new EventSource(`/events?since=${last}&attempt=${state.attempt}&as=${as}`);
    source.addEventListener("state", (e) => { alive(); take(JSON.parse(e.data)); });
    source.addEventListener("line", (e) => { alive(); last = Math.max(last, Number(e.lastEventId)); });
    source.addEventListener("hb", (e) => { alive(); onBeat(JSON.parse(e.data)); });
    source.addEventListener("progress", (e) => { alive(); onProgress(JSON.parse(e.data).text); });
  }

  // While there is no stream (too many pages, a proxy that cuts it), the same state is asked for.
  async function poll() {
    if (source && source.readyState === EventSource.OPEN && !stale) return;
    try {
      const answer = await fetch(`/state.json?since=${last}&v=${encodeURIComponent(state.v)}`, { signal: AbortSignal.timeout(2500) });
      if (!answer.ok) return;
      alive();
      if (answer.status === 200) take(await answer.json());
    } catch {
      // the watchdog says it
    }
  }

  setInterval(() => {
    const silent = performance.now() - heard;
    if (silent > SILENCE && !stale) {
      stale = true;
      onLink(heardAt);
    }
    const closed = !source || source.readyState === EventSource.CLOSED;
    if ((closed || silent > SILENCE) && performance.now() - opened > AGAIN) open();
  }, 500);
  setInterval(poll, POLL);
  open();
  return { get state() { return state; } };
}
