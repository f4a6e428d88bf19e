/** The page's start: load the world, follow the address and the events. */

import { mountClock } from "./clock.js";
import { mountConversation } from "./conversation.js";
import { h } from "./dom.js";
import { attempt } from "./overlays.js";
import { mountPeople } from "./people.js";
import * as route from "./route.js";
import { follow, loadWorld, open, person, state } from "./state.js";
import { t, translatePage } from "./words.js";

function followAddress() {
  const { as, chat, topic } = route.read();
  const known = as !== null && person(as) !== undefined;
  return attempt(() => open(known ? as : null, known ? chat : null, topic));
}

function skipToConversation(event) {
  event.preventDefault();
  document.getElementById("conversation").focus();
}

async function begin() {
  translatePage();
  document.querySelector("[data-skip]").addEventListener("click", skipToConversation);
  mountClock(document.getElementById("clock"));
  mountPeople(document.getElementById("people"));
  mountConversation(document.getElementById("conversation"));
  await attempt(loadWorld);
  if (state.world === null) {
    document.body.replaceChildren(
      h("p", { class: "fatal" }, t("The sandbox does not answer. Reload this page when it runs.")),
    );
    return;
  }
  follow();
  const { opening } = state.world;
  if (location.hash === "" && opening !== null) history.replaceState(null, "", route.address(opening));
  addEventListener("hashchange", followAddress);
  await followAddress();
  document.body.dataset.ready = "true";
}

begin();
