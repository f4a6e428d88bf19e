/** The sandbox's human side: one function an endpoint. Failures are ApiError with the server's sentence. */

import { t, translated } from "./words.js";

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(t("The sandbox does not answer. Is it still running?"), 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new ApiError(
      body.error ? translated(body.error) : t("The sandbox answered {n}.", { n: response.status }),
      response.status,
    );
  return body;
}

const query = (values) =>
  new URLSearchParams(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ).toString();
const get = (path, values = {}) => request(`/sandbox/${path}?${query(values)}`);
const post = (path, body = {}) =>
  request(`/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

export const world = () => get("world");
export const chats = (as) => get("chats", { as });
export const messages = (as, chat, after, topic) => get("messages", { as, chat, after, topic });
export const send = (message) => post("send", message);
export const special = (message) => post("special", message);
export const edit = (message) => post("edit", message);
export const press = (button) => post("press", button);
export const start = (as, payload) => post("start", payload ? { as, payload } : { as });
export const block = (as, blocked) => post("block", { as, blocked });
export const deactivate = (as) => post("deactivate", { as });
export const read = (as, chat, upTo) => post("read", { as, chat, up_to: upTo });
export const membership = (change) => post("membership", change);
export const migrate = (chat) => post("migrate", { chat });
export const clock = () => get("clock");
export const moveClock = (to) => post("clock", { to });
export const play = (until) => post("play", { until });
export const stop = () => post("stop");
export const startOver = () => post("start_over");
export const faults = () => get("faults");
export const setFaults = (settings) => post("faults", settings);

/** Send files; two or more become an album. `fields` are as of `send`, with `kind` for what they are shown as. */
export function upload(fields, files) {
  const form = new FormData();
  Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined)
    .forEach(([name, value]) => form.append(name, value));
  files.forEach((file) => form.append("file", file, file.name));
  return request("/sandbox/send", { method: "POST", body: form });
}

/** Listen to what happens after `sequence`; returns the EventSource. */
export function listen(sequence, onEvent, onConnection) {
  const source = new EventSource(`/sandbox/events?after=${sequence}`);
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
  source.onopen = () => onConnection(true);
  source.onerror = () => onConnection(false);
  return source;
}
