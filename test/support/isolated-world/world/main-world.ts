import { CHANNEL_OFFERED, CHANNEL_WANTED } from "./channel-names.js";
import { rememberProxyObjects } from "./proxy-objects.js";
import { WorldCrossing } from "./world-crossing.js";

/** Runs first in every document, in the page's world: waits for the isolated world and gives it the channel. */
document.addEventListener(
  CHANNEL_WANTED,
  () => {
    rememberProxyObjects();
    // A node outside the document is out of the page's reach, and each world has its own wrapper of it.
    const channel = document.createElement("i");
    new WorldCrossing(channel, "main");
    document.dispatchEvent(new MouseEvent(CHANNEL_OFFERED, { relatedTarget: channel }));
  },
  { once: true },
);
