"""The projector page without a server or a stream: its files come from the app's test client, and states are put in by hand.

So thousands of states are drawn in the time of one ceremony.
"""

import json
from typing import Any

import room
from playwright.sync_api import Browser, Page, Route

# In place of the browser's EventSource: the last one made takes what the test gives it, and is open for ever.
_STREAM = """
window.EventSource = class extends EventTarget {
  constructor() { super(); this.readyState = 1; window.stream = this; }
  close() {}
};
window.EventSource.OPEN = 1;
window.EventSource.CLOSED = 2;
window.put = (state) => window.stream.dispatchEvent(new MessageEvent("state", { data: JSON.stringify(state), lastEventId: "0" }));
"""


def open_hall(browser: Browser, place: room.Room, *, width: int = 1920, height: int = 1080) -> Page:
    """The page of a room at this size, ready to `put` states."""
    page = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce").new_page()
    page.add_init_script(_STREAM)

    def serve(route: Route) -> None:
        path = route.request.url.split("/", 3)[3]
        answer = place.client.get(f"/{path}", headers=room.ORIGIN, buffered=True)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    page.route("**/*", serve)
    page.goto("http://127.0.0.1:1/hall")
    page.wait_for_function("window.stream !== undefined")
    return page


def put(page: Page, state: dict[str, Any]) -> None:
    """Draw a state."""
    page.evaluate("(state) => window.put(state)", state)


def put_all(page: Page, states: list[tuple[str, dict[str, Any]]], look: str) -> list[Any]:
    """Draw every state and return what the expression `look` (of one argument, the name) says after each."""
    return page.evaluate(
        f"""async (states) => {{
          const found = [];
          for (const [name, state] of states) {{ window.put(state); found.push(({look})(name)); }}
          return found;
        }}""",
        json.loads(json.dumps(states)),
    )
