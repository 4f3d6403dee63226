// What one projector does for itself: theme, languages, size. It survives a reload of this window, and ends when the desk sets
// something else for the whole hall.

const NAME = "hall-local";
const ORDERS = ["zh-en", "en-zh", "zh"];
const [SMALLEST, LARGEST, STEP] = [0.7, 1.6, 0.1];

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

function keep(value) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(value));
  } catch {
    // a window without storage forgets it at a reload
  }
}

// The look of this window: the hall's settings with what was changed here.
export function look(screen) {
  const set = JSON.stringify(screen);
  const local = kept();
  const changed = local.set === set ? local : {};
  return { ...screen, size: 1, ...changed, set };
}

function change(screen, more) {
  keep({ ...look(screen), ...more });
}

export function theme(screen) {
  change(screen, { theme: look(screen).theme === "dark" ? "light" : "dark" });
}

export function language(screen) {
  change(screen, { order: ORDERS[(ORDERS.indexOf(look(screen).order) + 1) % ORDERS.length] });
}

export function larger(screen, way) {
  const size = Math.min(LARGEST, Math.max(SMALLEST, look(screen).size + way * STEP));
  change(screen, { size: Math.round(size * 10) / 10 });
}
