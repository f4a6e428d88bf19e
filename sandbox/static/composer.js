/** The box at the bottom: writing, replying, editing, sending. */

import * as api from "./api.js";
import { addFiles, clearFiles, kindOfFiles, mountAttachments, waitingFiles } from "./attachments.js";
import { commandsShown, drawCommands, highlightFirst, mountCommands, steerCommands } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { addressed } from "./links.js";
import { attempt } from "./overlays.js";
import { currentChat, emit, group, on, person, state, touchMessages } from "./state.js";

const TALLEST = 0.35; // of the window's height

const drafts = new Map();
const settled = new Set(); // force_reply messages that were answered or waved away
const place = () => `${state.as}/${state.chat}`;

let mode = null; // {kind: "reply" | "edit", message}
let drawnPlace = null;
let parts; // the elements

/* Replying and editing */

const author = (message) => (message.out ? "yourself" : message.from.name);

function preview(message) {
  return message.text || message.document?.name || (message.photo ? "Photo" : message.other) || "Message";
}

function placeholder() {
  if (mode?.kind === "edit") return "Edit the message";
  return mode?.message.force_reply?.placeholder || "Message";
}

function drawMode() {
  parts.mode.hidden = mode === null;
  parts.mode.replaceChildren();
  parts.input.placeholder = placeholder();
  if (mode === null) return;
  const [label, cancel] =
    mode.kind === "edit"
      ? ["Edit message", "Cancel editing"]
      : [`Reply to ${author(mode.message)}`, "Cancel the reply"];
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

function done() {
  settleForceReply();
  drafts.delete(place());
  setMode(null);
  setText("");
  emit("sent");
}

/** Send a text, as a reply where reply mode is on. */
export async function sendText(text) {
  const sent = await attempt(() => api.send({ ...address(), text }));
  if (sent === undefined) return;
  done();
  touchMessages(sent.message_id);
}

function sendCommand(command) {
  setText("");
  sendText(addressed(command));
}

async function sendFiles(text) {
  const sent = await attempt(() => api.upload({ ...address(), text, kind: kindOfFiles() }, waitingFiles()));
  if (sent === undefined) return;
  clearFiles();
  done();
}

async function saveEdit(text) {
  const { id } = mode.message;
  const saved = await attempt(() => api.edit({ as: state.as, chat: state.chat, message_id: id, text }));
  if (saved === undefined) return;
  done();
  touchMessages(id);
}

async function submit(event) {
  event.preventDefault();
  const text = parts.input.value.trim();
  const hasFiles = waitingFiles().length > 0;
  if (parts.send.disabled || (text === "" && !hasFiles)) return;
  parts.send.disabled = true; // a second Enter must not send it twice
  if (mode?.kind === "edit") await saveEdit(text);
  else if (hasFiles) await sendFiles(text);
  else await sendText(text);
  onInput();
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
  if (deactivated) return h("p", { class: "compose-note alone" }, "This account is deleted.");
  if (chat.kind !== "private") return null;
  if (blocked) return wideButton("unblock", "Unblock", () => api.block(state.as, false));
  if (!chat.started) return wideButton("start", "Start", () => api.start(state.as));
  return null;
}

function drawAvailability() {
  const chat = currentChat();
  if (chat === undefined) return;
  const replacement = instead(chat);
  const botless = chat.kind !== "private" && !group(chat.chat)?.has_bot;
  const note = botless && h("p", { class: "compose-note" }, "The bot is not in this group.");
  parts.form.hidden = replacement !== null;
  parts.instead.replaceChildren(...[replacement, note].filter(Boolean));
  parts.commands.hidden = chat.commands.length === 0;
}

/** Called when another chat is opened: what was half written waits for its chat. */
export function switchChat() {
  if (drawnPlace !== null && mode?.kind !== "edit") drafts.set(drawnPlace, parts.input.value);
  drawnPlace = place();
  mode = null;
  drawMode();
  clearFiles();
  highlightFirst();
  setText(drafts.get(drawnPlace) ?? "");
  drawAvailability();
}

function makeParts() {
  const input = h("textarea", {
    rows: "1",
    placeholder: "Message",
    "aria-label": "Message",
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
      "aria-label": "Send",
      title: "Send",
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
    commands: iconButton("commands", "Commands", toggleCommands, { "data-testid": "commands" }),
    instead: h("div", { class: "compose-instead" }),
  };
}

export function mountComposer(root) {
  parts = makeParts();
  const attach = mountAttachments(address, onInput);
  const { suggestions, mode: modeBar, commands, input, send } = parts;
  parts.form = h(
    "form",
    { class: "compose", onsubmit: submit },
    commands,
    attach.button,
    input,
    send,
    attach.pictures,
    attach.anyFiles,
  );
  root.append(suggestions, modeBar, attach.list, parts.form, parts.instead);
  ["world", "chats"].forEach((topic) => on(topic, drawAvailability));
}
