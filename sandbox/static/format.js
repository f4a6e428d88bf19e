/** How moments, sizes and names are written. All moments are shown in the sandbox's own time zone. */

let zone = "UTC";
let formats = {};

export function useTimeZone(name) {
  if (name === zone && formats.time) return;
  zone = name;
  const make = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  formats = {
    time: make({ hour: "2-digit", minute: "2-digit" }),
    day: make({ day: "numeric", month: "long" }),
    dayAndYear: make({ day: "numeric", month: "long", year: "numeric" }),
    short: make({ day: "numeric", month: "short" }),
    shortWeekday: make({ weekday: "short", day: "numeric", month: "short" }),
    clock: make({ weekday: "short", day: "numeric", month: "short", year: "numeric" }),
    full: make({
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    }),
    key: new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    }),
  };
}

/** Messages carry Unix seconds, as in the Bot API, the clock ISO text; both are taken. */
function moment(value) {
  return new Date(typeof value === "number" ? value * 1000 : value);
}

export const isoMoment = (value) => moment(value).toISOString();
export const minutesBetween = (one, other) => Math.abs(moment(one) - moment(other)) / 60000;

export const time = (value) => formats.time.format(moment(value));
export const dayKey = (value) => formats.key.format(moment(value));
export const clockDate = (value) => formats.clock.format(moment(value));
export const shortDay = (value) => formats.shortWeekday.format(moment(value));
export const fullMoment = (value) => formats.full.format(moment(value));

/** «3 January», with the year where it is not the clock's. */
export function dayName(value, now) {
  const sameYear = dayKey(value).slice(0, 4) === dayKey(now).slice(0, 4);
  return (sameYear ? formats.day : formats.dayAndYear).format(moment(value));
}

/** The time for today's messages, the day for earlier ones, as a chat list does. */
export function listMoment(value, now) {
  if (!value) return "";
  return dayKey(value) === dayKey(now) ? time(value) : formats.short.format(moment(value));
}

export function fileSize(bytes) {
  if (bytes === null || bytes === undefined) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
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
