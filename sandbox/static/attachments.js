/** What is to be sent along: files waiting above the compose box, and the attach menu. */

import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { fileSize } from "./format.js";
import { attempt, menuFrom } from "./overlays.js";
import { t } from "./words.js";

/** Kinds of messages that are neither words nor files, with their names. */
const SPECIALS = [
  ["sticker", t("Sticker")],
  ["location", t("Location")],
  ["contact", t("Contact")],
  ["poll", t("Poll")],
];
const PICTURES = ["image/jpeg", "image/png", "image/webp"];

let files = [];
let asFiles = false; // pictures are sent uncompressed, as files
let parts; // the elements
let changed; // called when the list has changed

export const waitingFiles = () => files;

export function addFiles(more) {
  files.push(...more);
  draw();
}

export function clearFiles() {
  files = [];
  draw();
}

const isPicture = (file) => PICTURES.includes(file.type);
const allOf = (type) => files.every((file) => file.type.startsWith(type));

/** What Telegram's apps would send the waiting files as. */
export function kindOfFiles() {
  if (files.every(isPicture) && !asFiles) return "photo";
  if (files.length === 1 && allOf("audio/ogg")) return "voice";
  if (files.length === 1 && allOf("audio/")) return "audio";
  return allOf("video/") ? "video" : "document";
}

function thumbnail(file) {
  if (!isPicture(file)) return icon("file");
  const forget = (event) => URL.revokeObjectURL(event.target.src);
  return h("img", { src: URL.createObjectURL(file), alt: "", onload: forget, onerror: forget });
}

function waitingFile(file) {
  const remove = () => {
    files = files.filter((one) => one !== file);
    draw();
  };
  return h(
    "li",
    { class: "pending" },
    thumbnail(file),
    h(
      "span",
      { class: "pending-text" },
      h("span", { class: "pending-name" }, file.name),
      h("span", { class: "pending-size" }, fileSize(file.size)),
    ),
    iconButton("close", t("Remove {name}", { name: file.name }), remove),
  );
}

function asFilesChoice() {
  const onchange = (event) => {
    asFiles = event.target.checked;
  };
  const box = h("input", { type: "checkbox", checked: asFiles, onchange });
  return h("li", { class: "pending-choice" }, h("label", {}, box, t("Send as files")));
}

function draw() {
  if (files.length === 0) asFiles = false;
  parts.list.hidden = files.length === 0;
  parts.list.replaceChildren(...files.map(waitingFile));
  if (files.length > 0 && files.every(isPicture)) parts.list.append(asFilesChoice());
  changed();
}

const WAV_RATE = 8000; // samples a second, one byte each

/** One second of a quiet tone: there is no need of a microphone to try what a voice message does. */
function tone() {
  const view = new DataView(new ArrayBuffer(44 + WAV_RATE));
  const ascii = (offset, text) =>
    [...text].forEach((letter, at) => view.setUint8(offset + at, letter.charCodeAt(0)));
  ascii(0, "RIFF");
  view.setUint32(4, 36 + WAV_RATE, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // the length of what describes the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, WAV_RATE, true);
  view.setUint32(28, WAV_RATE, true); // bytes a second
  view.setUint16(32, 1, true); // bytes a sample
  view.setUint16(34, 8, true); // bits a sample
  ascii(36, "data");
  view.setUint32(40, WAV_RATE, true);
  for (let at = 0; at < WAV_RATE; at += 1) {
    view.setUint8(44 + at, 128 + Math.round(24 * Math.sin((at * 440 * 2 * Math.PI) / WAV_RATE)));
  }
  return new File([view.buffer], "voice.wav", { type: "audio/wav" });
}

/** `address()` says where it goes: {as, chat, reply_to, topic}. */
function openMenu(anchor, address) {
  const special = (kind) => () => attempt(() => api.special({ ...address(), kind }));
  const voice = () =>
    attempt(() => api.upload({ ...address(), text: "", kind: "voice", duration: 1 }, [tone()]));
  const items = [
    { label: t("Photo or video"), icon: "photo", action: () => parts.pictures.click() },
    { label: t("File"), icon: "file", action: () => parts.anyFiles.click() },
    { label: t("Voice message"), icon: "voice", action: voice },
    ...SPECIALS.map(([kind, label]) => ({ label, icon: kind, action: special(kind) })),
  ];
  menuFrom(anchor, items, t("Attach"));
}

function fileInput(testid, accept) {
  const onchange = (event) => {
    addFiles([...event.target.files]);
    event.target.value = "";
  };
  return h("input", { type: "file", multiple: true, hidden: true, accept, "data-testid": testid, onchange });
}

/** -> {list, button, pictures, anyFiles}: the elements to place around the compose box. */
export function mountAttachments(address, onChange) {
  changed = onChange;
  parts = {
    list: h("ul", { class: "pending-list", "aria-label": t("Files to send"), hidden: true }),
    button: iconButton("attach", t("Attach"), (event) => openMenu(event.currentTarget, address), {
      "data-testid": "attach",
      "aria-haspopup": "menu",
    }),
    pictures: fileInput("photo-input", "image/*,video/*"),
    anyFiles: fileInput("file-input", null),
  };
  return parts;
}
