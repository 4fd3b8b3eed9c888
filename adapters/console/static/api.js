// Talking to the server: requests that can be repeated, and the stream of events.

const UNWATCHED = 20000;

async function answer(response) {
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

export async function get(name, query) {
  return answer(await fetch(`/console/api/${name}?${new URLSearchParams(query)}`));
}

export async function post(name, body) {
  return answer(
    await fetch(`/console/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

/** A key under which a request may be sent again without happening twice. */
export const freshKey = () => [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("-");

/** A file's bytes as Base64. */
export function readFile(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });
}

/**
 * Follow the events behind a number. The browser reconnects by itself and tells the last number it saw. A tab nobody
 * looks at lets go after a while, because a browser opens only six connections to one server.
 */
export function follow(person, after, handlers, online) {
  let last = after;
  let source = null;
  let timer = 0;
  const shut = () => {
    source?.close();
    source = null;
  };
  const open = () => {
    source = new EventSource(`/console/api/events?${new URLSearchParams({ as: person, after: last })}`);
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        last = event.lastEventId || last;
        handle(JSON.parse(event.data));
      });
    }
    source.addEventListener("open", () => online(true));
    source.addEventListener("error", () => online(false));
  };
  const watch = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(shut, UNWATCHED);
    else if (!source) open();
  };
  document.addEventListener("visibilitychange", watch);
  open();
  return {
    close() {
      document.removeEventListener("visibilitychange", watch);
      clearTimeout(timer);
      shut();
    },
  };
}
