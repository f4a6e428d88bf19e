/** The address holds who we are and which chat is open: #as=ID&chat=ID[&topic=ID]. */

const number = (text) => (text === null || !/^-?\d+$/.test(text) ? null : Number(text));

/** -> {as, chat, topic}, each a number or null. */
export function read() {
  const values = new URLSearchParams(location.hash.slice(1));
  return {
    as: number(values.get("as")),
    chat: number(values.get("chat")),
    topic: number(values.get("topic")),
  };
}

export function address({ as, chat = null, topic = null }) {
  const parts = [`as=${as}`];
  if (chat !== null) parts.push(`chat=${chat}`);
  if (topic !== null) parts.push(`topic=${topic}`);
  return `#${parts.join("&")}`;
}

export function go(place) {
  location.hash = address(place);
}
