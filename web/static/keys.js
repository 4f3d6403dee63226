// Clickers and keyboards. The next page is asked for only by a window that holds the desk's token; a press carries the number it
// was meant for, so a double press turns one page.

const KEYS = new Map([
  ...["PageDown", "ArrowRight", "ArrowDown", " ", "n", "N"].map((k) => [k, "next"]),
  ...["PageUp", "ArrowLeft", "ArrowUp", "p", "P"].map((k) => [k, "back"]),
  ...["b", "B", "."].map((k) => [k, "black"]),
  ...["w", "W"].map((k) => [k, "white"]),
  ...["t", "T"].map((k) => [k, "theme"]),
  ...["l", "L"].map((k) => [k, "language"]),
  ...["+", "="].map((k) => [k, "larger"]),
  ...["-", "_"].map((k) => [k, "smaller"]),
  ["Home", "first"],
  ["End", "last"],
]);
const DEBOUNCE = 400;
const DIGITS = 5;

function typing(target) {
  return /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.isContentEditable;
}

// `acts`: one function a name of KEYS, `go(number)`, and `asked(text)` which shows what was typed after G (null: nothing any more).
export function keys(acts) {
  let last = -DEBOUNCE;
  let asked = null;
  const ask = (text) => {
    asked = text;
    acts.asked(text);
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
    if (e.key === "F5") e.preventDefault(); // clickers send it to begin a slide show
    if (asked !== null) {
      e.preventDefault();
      if (/^\d$/.test(e.key)) return ask((asked + e.key).slice(0, DIGITS));
      if (e.key === "Backspace") return ask(asked.slice(0, -1));
      const number = asked;
      ask(null);
      if (e.key === "Enter" && number) acts.go(Number(number));
      return;
    }
    if (/^[gG]$/.test(e.key)) {
      e.preventDefault();
      return ask("");
    }
    const name = KEYS.get(e.key);
    if (!name) return;
    e.preventDefault();
    if (e.repeat || e.timeStamp - last < DEBOUNCE) return;
    last = e.timeStamp;
    acts[name]();
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
