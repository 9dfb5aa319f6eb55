/** Events on `document` by which the two worlds find each other, before any script of the page runs. */
export const CHANNEL_WANTED = "isolated-world-host:channel-wanted";
export const CHANNEL_OFFERED = "isolated-world-host:channel-offered";
