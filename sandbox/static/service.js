/** What the page says of messages that have no words of their own. */

import { t } from "./words.js";

const OTHERS = {
  sticker: ["sticker", t("Sticker")],
  poll: ["poll", t("Poll")],
  location: ["location", t("Location")],
  venue: ["location", t("Venue")],
  contact: ["contact", t("Contact")],
  dice: ["sticker", t("Dice")],
  video_note: ["play", t("Video message")],
  animation: ["play", t("Animation")],
};

export const otherSign = (kind) => OTHERS[kind]?.[0] ?? "file";
export const otherWords = (kind) => OTHERS[kind]?.[1] ?? kind;

/** What a service message says; "" for an ordinary one. */
export function serviceWords({ service, service_about: about }) {
  if (!about) return service ?? "";
  const { kind, by } = about;
  const who = about.who.join(", ");
  const itself = about.who.length === 1 && who === by;
  const sentences = {
    joined: itself ? t("{by} joined the group", { by }) : t("{by} added {who}", { by, who }),
    left: itself ? t("{by} left the group", { by }) : t("{by} removed {who}", { by, who }),
    pinned: t("{by} pinned «{who}»", { by, who }),
    topic: t("{by} opened the topic «{who}»", { by, who }),
    migrated: t("The group became a supergroup"),
  };
  return sentences[kind] ?? service;
}
