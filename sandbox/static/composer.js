/** The box at the bottom: writing, replying, editing, sending. */

import * as api from "./api.js";
import { addFiles, clearFiles, kindOfFiles, mountAttachments, waitingFiles } from "./attachments.js";
import { commandsShown, drawCommands, highlightFirst, mountCommands, steerCommands } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { addressed } from "./links.js";
import { keyClass } from "./messages.js";
import { attempt } from "./overlays.js";
import { otherWords } from "./service.js";
import { currentChat, emit, group, on, person, state, touchMessages } from "./state.js";
import { t } from "./words.js";

const TALLEST = 0.35; // of the window's height

const drafts = new Map();
const settled = new Set(); // force_reply messages that were answered or waved away
const place = () => `${state.as}/${state.chat}`;

let sending = false;
let mode = null; // {kind: "reply" | "edit", message}
let drawnPlace = null;
let parts; // the elements

/* Replying and editing */

const author = (message) => (message.out ? t("yourself") : message.from.name);

function preview(message) {
  return message.text || message.document?.name || (message.photo ? t("Photo") : message.other && otherWords(message.other)) || t("Message");
}

function placeholder() {
  if (mode?.kind === "edit") return t("Edit the message");
  return mode?.message.force_reply?.placeholder || t("Message");
}

function drawMode() {
  parts.mode.hidden = mode === null;
  parts.mode.replaceChildren();
  parts.input.placeholder = placeholder();
  if (mode === null) return;
  const [label, cancel] =
    mode.kind === "edit"
      ? [t("Edit message"), t("Cancel editing")]
      : [t("Reply to {name}", { name: author(mode.message) }), t("Cancel the reply")];
  const text = h(
    "span",
    { class: "mode-text" },
    h("span", { class: "quote-name" }, label),
    h("span", { class: "quote-text" }, preview(mode.message)),
  );
  parts.mode.append(icon(mode.kind), text, iconButton("close", cancel, cancelMode));
}

function setMode(next) {
  if (mode?.kind === "edit" && next?.kind !== "edit") setText("");
  mode = next;
  drawMode();
}

function settleForceReply() {
  if (mode?.message.force_reply) settled.add(`${place()}/${mode.message.id}`);
}

function cancelMode() {
  settleForceReply();
  setMode(null);
  parts.input.focus();
}

export function replyTo(message) {
  setMode({ kind: "reply", message });
  parts.input.focus();
}

export function editOwn(message) {
  setMode({ kind: "edit", message });
  setText(message.text);
  parts.input.focus();
}

function editLast() {
  const last = state.messages.findLast((one) => one.out && one.text && !one.service);
  if (last) editOwn(last);
}

/** A message that demands an answer opens reply mode by itself, until something was written after it. */
export function watchForceReply() {
  const last = state.messages.at(-1);
  if (!last?.force_reply || last.out || mode !== null || settled.has(`${place()}/${last.id}`)) return;
  setMode({ kind: "reply", message: last });
}

/* Writing */

function setText(text) {
  parts.input.value = text;
  onInput();
}

function onInput() {
  parts.input.style.height = "auto";
  parts.input.style.height = `${Math.min(parts.input.scrollHeight, innerHeight * TALLEST)}px`;
  parts.send.disabled = parts.input.value.trim() === "" && waitingFiles().length === 0;
  drawCommands();
}

function onKey(event) {
  if (event.isComposing || steerCommands(event, setText)) return;
  if (event.key === "Enter" && !event.shiftKey) submit(event);
  else if (event.key === "Escape" && mode !== null) cancelMode();
  else if (event.key === "ArrowUp" && parts.input.value === "" && mode === null) {
    event.preventDefault();
    editLast();
  }
}

export function attachFiles(files) {
  addFiles(files);
  parts.input.focus();
}

function onPaste(event) {
  const pasted = [...event.clipboardData.files];
  if (pasted.length === 0) return;
  event.preventDefault();
  attachFiles(pasted);
}

function toggleCommands() {
  highlightFirst();
  setText(commandsShown() ? "" : "/");
  parts.input.focus();
}

/* Sending */

function address() {
  const reply = mode?.kind === "reply" ? mode.message.id : null;
  return { as: state.as, chat: state.chat, reply_to: reply, topic: state.topic };
}

/** What was sent from a place leaves the box; what was written there or elsewhere meanwhile stays. */
function done(from, text) {
  if (drafts.get(from)?.trim() === text) drafts.delete(from);
  if (from !== place()) return;
  settleForceReply();
  const rest = parts.input.value.trim() === text ? "" : parts.input.value;
  setMode(null);
  setText(rest);
  emit("sent");
}

/** Send a text, as a reply where reply mode is on. What could not be sent stays in the box, to be sent once more. */
export async function sendText(text) {
  const from = place();
  if (parts.input.value.trim() === "") setText(text);
  const sent = await attempt(() => api.send({ ...address(), text }));
  if (sent === undefined) return;
  done(from, text);
  touchMessages(sent.message_id);
}

function sendCommand(command) {
  const text = addressed(command);
  setText(text);
  return once(() => sendText(text));
}

async function sendFiles(text) {
  const from = place();
  const sent = await attempt(() => api.upload({ ...address(), text, kind: kindOfFiles() }, waitingFiles()));
  if (sent === undefined) return;
  if (from === place()) clearFiles();
  done(from, text);
}

async function saveEdit(text) {
  const from = place();
  const { id } = mode.message;
  const saved = await attempt(() => api.edit({ as: state.as, chat: state.chat, message_id: id, text }));
  if (saved === undefined) return;
  done(from, text);
  touchMessages(id);
}

/** A second Enter must not send it twice. */
async function once(send) {
  if (sending) return;
  sending = true;
  try {
    await send();
  } finally {
    sending = false;
  }
  onInput();
}

async function submit(event) {
  event.preventDefault();
  const text = parts.input.value.trim();
  const hasFiles = waitingFiles().length > 0;
  if (text === "" && !hasFiles) return;
  parts.send.disabled = true;
  await once(() => {
    if (mode?.kind === "edit") return saveEdit(text);
    return hasFiles ? sendFiles(text) : sendText(text);
  });
  parts.input.focus();
}

/* What stands there where nothing can be written */

function wideButton(testid, label, action) {
  return h(
    "button",
    { type: "button", class: "compose-wide", "data-testid": testid, onclick: () => attempt(action) },
    label,
  );
}

function instead(chat) {
  const { blocked, deactivated } = person(state.as);
  if (deactivated) return h("p", { class: "compose-note alone" }, t("This account is deleted."));
  if (chat.kind !== "private") return null;
  if (blocked) return wideButton("unblock", t("Unblock"), () => api.block(state.as, false));
  if (!chat.started) return wideButton("start", t("Start"), () => api.start(state.as));
  return null;
}

/** The keys that the bot has put below the writing line: a press sends what stands on one. */
function drawKeys(chat, canWrite) {
  const rows = canWrite ? (chat.keyboard ?? []) : [];
  const now = JSON.stringify([place(), rows]);
  if (parts.keys.dataset.shown === now) return;
  parts.keys.dataset.shown = now;
  parts.keys.hidden = rows.length === 0;
  parts.keys.replaceChildren(
    ...rows.map((row) => h("div", { class: "key-row" }, row.map((key) => replyKey(key)))),
  );
}

function replyKey(key) {
  const press = () => once(() => sendKey(key.text));
  return h("button", { type: "button", class: keyClass(key), onclick: press }, h("span", { class: "key-text" }, key.text));
}

/** What is half written stays in the box; what could not be sent goes there only when it is empty. */
async function sendKey(text) {
  const from = place();
  const sent = await attempt(() => api.send({ as: state.as, chat: state.chat, topic: state.topic, text }));
  if (sent === undefined) {
    if (from === place() && parts.input.value.trim() === "") setText(text);
    return;
  }
  if (from === place()) emit("sent");
  touchMessages(sent.message_id);
}

function drawAvailability() {
  const chat = currentChat();
  if (chat === undefined) return;
  const replacement = instead(chat);
  const botless = chat.kind !== "private" && !group(chat.chat)?.has_bot;
  const note = botless && h("p", { class: "compose-note" }, t("The bot is not in this group."));
  parts.form.hidden = replacement !== null;
  parts.instead.replaceChildren(...[replacement, note].filter(Boolean));
  parts.commands.hidden = chat.commands.length === 0;
  if (!commandsShown()) drawCommands(); // «/» may have been typed before the chat's commands were known
  drawKeys(chat, replacement === null);
}

/** What was half written waits for its chat; what is written from now on is the next chat's, though it still loads. */
function switchChat() {
  if (drawnPlace !== null && mode?.kind !== "edit") drafts.set(drawnPlace, parts.input.value);
  drawnPlace = place();
  mode = null;
  drawMode();
  clearFiles();
  highlightFirst();
  setText(drafts.get(drawnPlace) ?? "");
}

function makeParts() {
  const input = h("textarea", {
    rows: "1",
    placeholder: t("Message"),
    "aria-label": t("Message"),
    "data-testid": "compose",
    dir: "auto",
    "aria-controls": "command-list",
    "aria-autocomplete": "list",
    oninput: onInput,
    onkeydown: onKey,
    onpaste: onPaste,
  });
  const send = h(
    "button",
    {
      type: "submit",
      class: "send",
      "aria-label": t("Send"),
      title: t("Send"),
      "data-testid": "send",
      disabled: true,
    },
    icon("send"),
  );
  return {
    input,
    send,
    suggestions: mountCommands(input, sendCommand),
    mode: h("div", { class: "mode", hidden: true }),
    commands: iconButton("commands", t("Commands"), toggleCommands, { "data-testid": "commands" }),
    instead: h("div", { class: "compose-instead" }),
    keys: h("div", { class: "keys", "data-testid": "keys", role: "group", "aria-label": t("Keys of the bot"), hidden: true }),
  };
}

export function mountComposer(root) {
  parts = makeParts();
  const attach = mountAttachments(address, onInput);
  const { suggestions, mode: modeBar, commands, input, send } = parts;
  parts.form = h(
    "form",
    { class: "compose", onsubmit: submit, hidden: true },
    commands,
    attach.button,
    input,
    send,
    attach.pictures,
    attach.anyFiles,
  );
  root.append(suggestions, modeBar, attach.list, parts.form, parts.keys, parts.instead);
  on("opening", switchChat);
  ["world", "chats", "opened"].forEach((topic) => on(topic, drawAvailability));
}
