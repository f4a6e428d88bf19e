/** What the page knows, kept in step with the server; views listen to topics and draw. */

import * as api from "./api.js";
import { coalesced } from "./dom.js";
import { useTimeZone } from "./format.js";

export const state = {
  world: null, // GET /sandbox/world
  as: null, // id of the person whose eyes we look through
  chat: null, // id of the open chat
  topic: null, // id of the open topic, null for all
  chats: [], // the person's chats
  messages: [], // of the open chat, by id
  loaded: false, // whether `messages` are the open chat's
  unreadFrom: null, // id of the first message that was unread when the chat was opened
  typing: false,
  busy: false, // the clock is being moved
  connected: true,
};

const bus = new EventTarget();
/** Topics: world, chats, messages, opening (its chats are not known yet), opened, clock, typing, connection. */
export const on = (topic, listener) => bus.addEventListener(topic, (event) => listener(event.detail));
export const emit = (topic, detail = {}) => bus.dispatchEvent(new CustomEvent(topic, { detail }));

export const person = (id) => state.world.people.find((one) => one.id === id);
export const group = (id) => state.world.groups.find((one) => one.id === id);
export const currentChat = () => state.chats.find((one) => one.chat === state.chat);
export const message = (id) => state.messages.find((one) => one.id === id);

export async function loadWorld() {
  state.world = await api.world();
  useTimeZone(state.world.clock.timezone);
  emit("world");
  emit("clock");
}

export function setClock(clock) {
  state.world.clock = clock;
  emit("clock");
}

export async function loadClock() {
  setClock(await api.clock());
}

export async function loadChats() {
  const as = state.as;
  if (as === null) return;
  const chats = await api.chats(as);
  if (as !== state.as) return;
  state.chats = chats;
  emit("chats");
}

const isOpen = (as, chat, topic) => as === state.as && chat === state.chat && topic === state.topic;

/** Fetch again the messages whose id is above `after`; what is gone there is dropped here. True when still wanted. */
async function loadMessages(after = 0) {
  const { as, chat, topic } = state;
  if (as === null || chat === null) return false;
  const answer = await api.messages(as, chat, after, topic);
  if (!isOpen(as, chat, topic)) return false;
  const kept = state.messages.filter((one) => one.id <= after);
  state.messages = [...kept, ...answer.messages];
  state.loaded = true;
  return true;
}

/** The id of the first of the chat's last `count` messages from others, where the unread line is drawn. */
function firstUnread(count) {
  if (!count) return null;
  const incoming = state.messages.filter((one) => !one.out);
  return incoming.at(-Math.min(count, incoming.length))?.id ?? null;
}

/** Look at `chat` (or no chat) as the person `as`. */
export async function open(as, chat, topic = null) {
  if (as !== state.as) state.chats = [];
  Object.assign(state, { as, chat, topic, messages: [], loaded: false, unreadFrom: null, typing: false });
  emit("opening");
  emit("world");
  await loadChats();
  if (!isOpen(as, chat, topic)) return;
  emit("opened");
  if (currentChat() === undefined) return;
  const unread = currentChat()?.unread ?? 0;
  if (!(await loadMessages())) return;
  state.unreadFrom = firstUnread(unread);
  emit("messages", { opened: true });
}

let stale = Infinity; // the lowest id of the open chat that is to be fetched again
const refreshMessages = coalesced(async () => {
  const after = stale === Infinity ? 0 : stale - 1;
  stale = Infinity;
  if (await loadMessages(after)) emit("messages");
}, 30);
const refreshLists = coalesced(() => Promise.all([loadWorld(), loadChats()]), 150);

/** Ask for the messages from `id` on to be fetched soon. */
export function touchMessages(id) {
  stale = Math.min(stale, id);
  return refreshMessages();
}

export const touchLists = refreshLists;

const reads = new Map();

/** Tell the server that the open chat is read up to its last message. */
export async function markRead() {
  const { as, chat, messages, topic } = state;
  const last = messages.at(-1)?.id;
  const place = `${as}/${chat}`;
  if (last === undefined || topic !== null || (reads.get(place) ?? 0) >= last) return;
  reads.set(place, last);
  await api.read(as, chat, last);
  touchLists();
}

let typingEnds;
function showTyping(event) {
  if (event.chat !== state.chat) return;
  state.typing = true;
  emit("typing");
  clearTimeout(typingEnds);
  typingEnds = setTimeout(stopTyping, 5000);
}

function stopTyping() {
  if (!state.typing) return;
  state.typing = false;
  emit("typing");
}

const refreshClock = coalesced(loadClock, 30);

export async function reloadAll() {
  reads.clear();
  await Promise.all([loadWorld(), loadChats()]);
  if (await loadMessages()) emit("messages");
}

const HANDLERS = {
  message(event) {
    if (event.chat === state.chat) {
      stopTyping();
      touchMessages(event.message_id ?? 0);
    }
    touchLists();
  },
  edited: (event) => HANDLERS.message(event),
  deleted: (event) => HANDLERS.message(event),
  clock: (event) => (event.clock ? setClock(event.clock) : refreshClock()),
  typing: showTyping,
  commands: touchLists,
  world: () => reloadAll().catch(console.warn),
};

function onConnection(connected) {
  const back = connected && !state.connected;
  state.connected = connected;
  emit("connection");
  if (back) reloadAll().catch(console.warn);
}

/** Follow the server's events from the world's sequence number on. */
export function follow() {
  api.listen(state.world.sequence, (event) => HANDLERS[event.type]?.(event), onConnection);
}
