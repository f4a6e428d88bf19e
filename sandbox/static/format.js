/** How moments, sizes and names are written. All moments are shown in the sandbox's own time zone. */

import { t } from "./words.js";

// Browsers know Uzbek dates badly or not at all: the names stand with the page's other words.
const MONTHS = t(
  "January February March April May June July August September October November December",
).split(" ");
const SHORT_MONTHS = t("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split(" ");
const WEEKDAYS = t("Sunday Monday Tuesday Wednesday Thursday Friday Saturday").split(" ");
const SHORT_WEEKDAYS = t("Sun Mon Tue Wed Thu Fri Sat").split(" ");

let zone = "UTC";
let numbers = null; // reads a moment's local numbers

export function useTimeZone(name) {
  if (name === zone && numbers) return;
  zone = name;
  numbers = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** The local {year, month, day, hour, minute} of a moment, as digits. */
function local(value) {
  return Object.fromEntries(numbers.formatToParts(moment(value)).map(({ type, value: digits }) => [type, digits]));
}

/** The day in the words of a pattern such as «{weekday} {day} {month}». */
function inWords(value, pattern, { months, weekdays }) {
  const { year, month, day } = local(value);
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return t(pattern, { year, month: months[month - 1], day: Number(day), weekday });
}

const LONG = { months: MONTHS, weekdays: WEEKDAYS };
const SHORT = { months: SHORT_MONTHS, weekdays: SHORT_WEEKDAYS };

/** Messages carry Unix seconds, as in the Bot API, the clock ISO text; both are taken. */
function moment(value) {
  return new Date(typeof value === "number" ? value * 1000 : value);
}

export const isoMoment = (value) => moment(value).toISOString();
export const minutesBetween = (one, other) => Math.abs(moment(one) - moment(other)) / 60000;

export function time(value) {
  const { hour, minute } = local(value);
  return `${hour}:${minute}`;
}
export function dayKey(value) {
  const { year, month, day } = local(value);
  return `${year}-${month}-${day}`;
}
export const clockDate = (value) => inWords(value, "{weekday}, {day} {month} {year}", SHORT);
export const shortDay = (value) => inWords(value, "{weekday} {day} {month}", SHORT);
export const fullMoment = (value) => `${inWords(value, "{weekday}, {day} {month} {year}", LONG)}, ${time(value)}`;

/** «3 January», with the year where it is not the clock's. */
export function dayName(value, now) {
  const sameYear = dayKey(value).slice(0, 4) === dayKey(now).slice(0, 4);
  return inWords(value, sameYear ? "{day} {month}" : "{day} {month} {year}", LONG);
}

/** The time for today's messages, the day for earlier ones, as a chat list does. */
export function listMoment(value, now) {
  if (!value) return "";
  return dayKey(value) === dayKey(now) ? time(value) : inWords(value, "{day} {month}", SHORT);
}

export function fileSize(bytes) {
  if (bytes === null || bytes === undefined) return "";
  if (bytes < 1024) return t("{n} B", { n: bytes });
  if (bytes < 1024 ** 2) return t("{n} KB", { n: (bytes / 1024).toFixed(0) });
  return t("{n} MB", { n: (bytes / 1024 ** 2).toFixed(1) });
}

/** Two letters for an avatar: the first letters of the first two words. */
export function initials(name) {
  const words = name.split(/[\s.\-«»"]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return (
    words
      .slice(0, 2)
      .map((word) => [...word][0].toUpperCase())
      .join("") || "?"
  );
}

/** One of seven avatar colours, always the same for the same id. */
export const colour = (id) => Math.abs(Number(id)) % 7;
