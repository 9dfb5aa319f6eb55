import type { AtomitonAPI } from "../../../services/atomiton.api.js";
import { createRPCClient } from "../../renderer/index.js";
import { connect, showConnection } from "./connection.js";
import { element } from "./dom.js";
import { startNodePanel } from "./node-panel.js";
import { startStoragePanel } from "./storage-panel.js";
import { startSystemPanel } from "./system-panel.js";

const box = element("connection", HTMLElement);
try {
  const connection = connect();
  showConnection(box, connection);
  const rpc = createRPCClient<AtomitonAPI>({ bridge: connection.bridge });
  startSystemPanel(rpc.system);
  startStoragePanel(rpc.storage);
  startNodePanel(rpc.node);
} catch (error) {
  box.dataset.state = "closed";
  box.textContent = error instanceof Error ? error.message : String(error);
}
