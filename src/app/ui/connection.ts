import { type AtomitonBridge, connectWebSocket, type WebSocketBridge } from "../../renderer/index.js";

/** What carries this page's calls. */
export interface PageConnection {
  bridge: AtomitonBridge;
  /** Whether it is open now. Absent in Electron, where it is for as long as there is a page. */
  status?: WebSocketBridge["connection"];
}

/**
 * The preload's bridge in Electron, else a WebSocket to where the page came from, with the token that
 * stands behind the # of its address.
 */
export function connect(): PageConnection {
  if (window.atomitonBridge !== undefined) return { bridge: window.atomitonBridge };
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) {
    throw new Error("This address has no #token; open the one that Atomiton printed when it started");
  }
  const bridge = connectWebSocket({ url: "/rpc", token });
  return { bridge, status: bridge.connection };
}

type Snapshot = Pick<WebSocketBridge["connection"], "state" | "error">;

/** Shows how the page is connected, now and from now on. */
export function showConnection(box: HTMLElement, { status }: PageConnection): void {
  const show = ({ state, error }: Snapshot) => {
    box.dataset.state = state;
    box.title = error?.message ?? "";
    box.textContent = state === "connecting" && error !== undefined ? "Connecting again" : TEXTS[state];
  };
  show(status ?? { state: "open" });
  status?.onChange(show);
}

const TEXTS: Record<Snapshot["state"], string> = {
  connecting: "Connecting",
  open: "Connected",
  closed: "Disconnected",
};
