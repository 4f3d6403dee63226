// Clickers and keyboards. The next page is asked for only by a window that holds the desk's token; a press carries the number it
// was meant for, so a double press turns one page.

const NEXT = new Set(["PageDown", "ArrowRight", "ArrowDown", " ", "n", "N"]);
const BACK = new Set(["PageUp", "ArrowLeft", "ArrowUp", "p", "P"]);
const BLANK = new Set(["b", "B", "."]);
const DEBOUNCE = 400;

export function keys({ next, back, blank, theme }) {
  let last = -DEBOUNCE;
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
    const act = NEXT.has(e.key) ? next : BACK.has(e.key) ? back : BLANK.has(e.key) ? blank : /^[tT]$/.test(e.key) ? theme : null;
    if (e.key === "F5" || act) e.preventDefault();
    if (!act || e.repeat || e.timeStamp - last < DEBOUNCE) return;
    last = e.timeStamp;
    act();
  });
}

// Post to the desk's screen acts. The answer does not matter: the state that follows tells what happened.
export async function press(token, state, name, more = {}) {
  const body = new URLSearchParams({ token, attempt: state.attempt, expected: state.n, at: state.at, ...more });
  try {
    await fetch(`/screen/${name}`, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(5000) });
  } catch {
    // shown by the watchdog
  }
}
