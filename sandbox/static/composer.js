/** The box at the bottom: writing, replying, editing, attaching, commands. */

import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { fileSize } from "./format.js";
import { addressed } from "./links.js";
import { attempt, menuFrom } from "./overlays.js";
import { currentChat, emit, group, on, person, state, touchMessages } from "./state.js";

const SPECIALS = ["sticker", "location", "contact", "poll"];
const PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp"];

const drafts = new Map();
const settled = new Set(); // force_reply messages that were answered or waved away
const place = () => `${state.as}/${state.chat}`;

let mode = null; // {kind: "reply" | "edit", message}
let files = [];
let asFiles = false;
let parts; // the elements

const author = (message) => (message.out ? "yourself" : message.from.name);
const preview = (message) => message.text || message.document?.name || (message.photo ? "Photo" : message.other) || "Message";

function drawMode() {
  parts.mode.replaceChildren();
  parts.mode.hidden = mode === null;
  parts.input.placeholder = mode?.message.force_reply?.placeholder || (mode?.kind === "edit" ? "Edit the message" : "Message");
  if (mode === null) return;
  const label = mode.kind === "edit" ? "Edit message" : `Reply to ${author(mode.message)}`;
  parts.mode.append(icon(mode.kind),
    h("span", { class: "mode-text" }, h("span", { class: "quote-name" }, label), h("span", { class: "quote-text" }, preview(mode.message))),
    iconButton("close", mode.kind === "edit" ? "Cancel editing" : "Cancel the reply", cancelMode));
}

function setMode(next) {
  if (mode?.kind === "edit" && next?.kind !== "edit") setText("");
  mode = next;
  drawMode();
}

function cancelMode() {
  if (mode?.message.force_reply) settled.add(`${place()}/${mode.message.id}`);
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

/** A message that demands an answer opens reply mode by itself, until something was written after it. */
export function watchForceReply() {
  const last = state.messages.at(-1);
  if (!last?.force_reply || last.out || settled.has(`${place()}/${last.id}`) || mode !== null) return;
  setMode({ kind: "reply", message: last });
}

function setText(text) {
  parts.input.value = text;
  onInput();
}

function fit() {
  parts.input.style.height = "auto";
  parts.input.style.height = `${Math.min(parts.input.scrollHeight, innerHeight * 0.35)}px`;
}

function onInput() {
  fit();
  drawSuggestions();
  parts.send.disabled = parts.input.value.trim() === "" && files.length === 0;
}

/* Commands */

let chosen = 0;

function suggestions() {
  const typed = /^\/(\w*)$/.exec(parts.input.value);
  if (typed === null) return [];
  return (currentChat()?.commands ?? []).filter((one) => one.command.startsWith(typed[1].toLowerCase()));
}

function drawSuggestions(all = suggestions()) {
  chosen = Math.min(chosen, Math.max(all.length - 1, 0));
  parts.suggestions.hidden = all.length === 0;
  parts.suggestions.replaceChildren(...all.map((one, index) =>
    h("button", {
      type: "button",
      class: "suggestion",
      role: "option",
      id: `command-${one.command}`,
      tabindex: "-1",
      "aria-selected": String(index === chosen),
      onclick: () => sendCommand(one.command),
    }, h("span", { class: "suggestion-command" }, `/${one.command}`), h("span", { class: "suggestion-about" }, one.description))));
  const current = parts.suggestions.children[chosen];
  current?.scrollIntoView({ block: "nearest" });
  if (current) parts.input.setAttribute("aria-activedescendant", current.id);
  else parts.input.removeAttribute("aria-activedescendant");
}

function sendCommand(command) {
  setText("");
  sendText(addressed(command));
}

function toggleCommands() {
  if (!parts.suggestions.hidden) {
    setText("");
    return;
  }
  chosen = 0;
  setText("/");
  parts.input.focus();
}

/** Keys that steer the list of commands; true where the key was used. */
function steerSuggestions(event) {
  const all = suggestions();
  if (all.length === 0) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    chosen = (chosen + step + all.length) % all.length;
    drawSuggestions(all);
  } else if (event.key === "Enter" && !event.shiftKey) sendCommand(all[chosen].command);
  else if (event.key === "Tab") setText(`/${all[chosen].command} `);
  else if (event.key === "Escape") setText("");
  else return false;
  event.preventDefault();
  return true;
}

/* Files */

const allPictures = () => files.every((file) => PHOTO_TYPES.includes(file.type));

export function addFiles(list) {
  files.push(...list);
  drawFiles();
  parts.input.focus();
}

function drawFiles() {
  parts.files.replaceChildren(...files.map((file, index) => {
    const remove = iconButton("close", `Remove ${file.name}`, () => {
      files.splice(index, 1);
      drawFiles();
    });
    const isPicture = PHOTO_TYPES.includes(file.type);
    const face = isPicture ? h("img", { src: URL.createObjectURL(file), alt: "", onload: (event) => URL.revokeObjectURL(event.target.src) }) : icon("file");
    return h("li", { class: "pending" }, face,
      h("span", { class: "pending-text" }, h("span", { class: "pending-name" }, file.name), h("span", { class: "pending-size" }, fileSize(file.size))), remove);
  }));
  if (files.length > 0 && allPictures()) {
    parts.files.append(h("li", { class: "pending-choice" },
      h("label", {}, h("input", { type: "checkbox", checked: asFiles, onchange: (event) => { asFiles = event.target.checked; } }), "Send as files")));
  }
  parts.files.hidden = files.length === 0;
  if (files.length === 0) asFiles = false;
  onInput();
}

function kindOfFiles() {
  if (allPictures() && !asFiles) return "photo";
  if (files.length === 1 && files[0].type.startsWith("audio/ogg")) return "voice";
  if (files.length === 1 && files[0].type.startsWith("audio/")) return "audio";
  if (files.every((file) => file.type.startsWith("video/")) && !asFiles) return "video";
  return "document";
}

function attachMenu(event) {
  const special = (kind) => () => attempt(() => api.special({ ...address(), kind }));
  menuFrom(event.currentTarget, [
    { label: "Photo or video", icon: "photo", action: () => parts.pictures.click() },
    { label: "File", icon: "file", action: () => parts.anyFiles.click() },
    { label: "Voice message", icon: "voice", action: sendVoice },
    ...SPECIALS.map((kind) => ({ label: kind[0].toUpperCase() + kind.slice(1), icon: kind, action: special(kind) })),
  ], "Attach");
}

/** One second of a quiet tone as a WAV file: there is no need of a microphone to try what a voice message does. */
function tone() {
  const rate = 8000;
  const view = new DataView(new ArrayBuffer(44 + rate));
  const ascii = (offset, text) => [...text].forEach((letter, index) => view.setUint8(offset + index, letter.charCodeAt(0)));
  ascii(0, "RIFF");
  view.setUint32(4, 36 + rate, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  ascii(36, "data");
  view.setUint32(40, rate, true);
  for (let index = 0; index < rate; index += 1) view.setUint8(44 + index, 128 + Math.round(24 * Math.sin((index * 440 * 2 * Math.PI) / rate)));
  return new File([view.buffer], "voice.wav", { type: "audio/wav" });
}

const sendVoice = () => attempt(() => api.upload({ ...address(), text: "", kind: "voice", duration: 1 }, [tone()]));

/* Sending */

function address() {
  const reply = mode?.kind === "reply" ? mode.message.id : undefined;
  return { as: state.as, chat: state.chat, reply_to: reply, topic: state.topic ?? undefined };
}

function done() {
  if (mode?.message.force_reply) settled.add(`${place()}/${mode.message.id}`);
  drafts.delete(place());
  setMode(null);
  setText("");
  emit("sent");
}

export async function sendText(text) {
  const sent = await attempt(() => api.send({ ...address(), text }));
  if (sent === undefined) return;
  done();
  touchMessages(sent.message_id ?? state.messages.at(-1)?.id ?? 0);
}

async function sendFiles(text) {
  const sent = await attempt(() => api.upload({ ...address(), text, kind: kindOfFiles() }, files));
  if (sent === undefined) return;
  files = [];
  drawFiles();
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
  event?.preventDefault();
  const text = parts.input.value.trim();
  if (text === "" && files.length === 0) return;
  parts.send.disabled = true;
  if (mode?.kind === "edit") await saveEdit(text);
  else if (files.length > 0) await sendFiles(text);
  else await sendText(text);
  onInput();
  parts.input.focus();
}

function editLast() {
  const last = state.messages.findLast((one) => one.out && one.text && !one.service);
  if (last) editOwn(last);
}

function onKey(event) {
  if (event.isComposing || steerSuggestions(event)) return;
  if (event.key === "Enter" && !event.shiftKey) submit(event);
  else if (event.key === "Escape" && mode !== null) cancelMode();
  else if (event.key === "ArrowUp" && parts.input.value === "" && mode === null) {
    event.preventDefault();
    editLast();
  }
}

function onPaste(event) {
  const pasted = [...event.clipboardData.files];
  if (pasted.length === 0) return;
  event.preventDefault();
  addFiles(pasted);
}

/* What stands there instead when nothing can be written */

function instead() {
  const chat = currentChat();
  if (chat === undefined) return null;
  if (chat.kind !== "private") {
    return group(chat.chat)?.has_bot === false ? h("p", { class: "compose-note" }, "The bot is not in this group.") : null;
  }
  if (person(state.as)?.deactivated) return h("p", { class: "compose-note alone" }, "This account is deleted.");
  if (person(state.as)?.blocked) {
    return h("button", { type: "button", class: "compose-wide", "data-testid": "unblock", onclick: () => attempt(() => api.block(state.as, false)) }, "Unblock");
  }
  if (!chat.started) {
    return h("button", { type: "button", class: "compose-wide", "data-testid": "start", onclick: () => attempt(() => api.start(state.as)) }, "Start");
  }
  return null;
}

function drawAvailability() {
  const replacement = instead();
  const mayWrite = replacement === null || replacement.matches(".compose-note:not(.alone)");
  parts.instead.replaceChildren(...(replacement === null ? [] : [replacement]));
  parts.form.hidden = !mayWrite;
  parts.commands.hidden = !currentChat()?.commands?.length;
}

/** Called when another chat is opened: what was half written waits for its chat. */
let drawnPlace = null;

export function switchChat() {
  if (drawnPlace !== null && mode?.kind !== "edit") drafts.set(drawnPlace, parts.input.value);
  drawnPlace = place();
  mode = null;
  files = [];
  chosen = 0;
  drawMode();
  drawFiles();
  setText(drafts.get(drawnPlace) ?? "");
  drawAvailability();
}

function fileInput(testid, accept) {
  return h("input", {
    type: "file", multiple: true, hidden: true, accept, "data-testid": testid,
    onchange: (event) => {
      addFiles([...event.target.files]);
      event.target.value = "";
    },
  });
}

export function mountComposer(root) {
  parts = {
    suggestions: h("div", { class: "suggestions", role: "listbox", id: "command-list", "aria-label": "Commands", hidden: true }),
    mode: h("div", { class: "mode", hidden: true }),
    files: h("ul", { class: "pending-list", "aria-label": "Files to send", hidden: true }),
    commands: iconButton("commands", "Commands", toggleCommands, { "data-testid": "commands" }),
    attach: iconButton("attach", "Attach", attachMenu, { "data-testid": "attach", "aria-haspopup": "menu" }),
    input: h("textarea", {
      rows: "1", placeholder: "Message", "aria-label": "Message", "data-testid": "compose", dir: "auto",
      "aria-controls": "command-list", "aria-autocomplete": "list", oninput: onInput, onkeydown: onKey, onpaste: onPaste,
    }),
    send: h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send", "data-testid": "send", disabled: true }, icon("send")),
    pictures: fileInput("photo-input", "image/*,video/*"),
    anyFiles: fileInput("file-input", null),
    instead: h("div", { class: "compose-instead" }),
  };
  parts.form = h("form", { class: "compose", onsubmit: submit },
    parts.commands, parts.attach, parts.input, parts.send, parts.pictures, parts.anyFiles);
  root.append(parts.suggestions, parts.mode, parts.files, parts.form, parts.instead);
  ["world", "chats"].forEach((topic) => on(topic, drawAvailability));
}
