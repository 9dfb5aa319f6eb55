import type { AtomitonAPI } from "../../../services/atomiton.api.js";
import type { HealthStatus, SystemInfo } from "../../../services/system/system.api.js";
import type { RpcClient } from "../../renderer/index.js";
import { element, showFacts } from "./dom.js";
import { ErrorBox } from "./error-box.js";
import { formatBytes, formatDuration } from "./format.js";

/** Milliseconds between two looks at the system's health. */
const INTERVAL_MS = 2000;

/** Shows what the services run on, and how they are for as long as the page is open. */
export function startSystemPanel(system: RpcClient<AtomitonAPI>["system"]): void {
  const live = element("system-live", HTMLDListElement);
  const info = element("system-info", HTMLDListElement);
  const heap = element("system-heap", HTMLMeterElement);
  const errors = new ErrorBox(element("system-error", HTMLElement));

  const refresh = () =>
    errors.guard(async () => {
      const health = await system.health();
      showFacts(live, healthFacts(health));
      live.removeAttribute("aria-busy");
      showShare(heap, health.memory.heapUsedBytes / health.memory.heapTotalBytes);
      if (info.children.length === 0) showFacts(info, infoFacts(await system.getInfo()));
    });
  const refreshForEver = async (): Promise<void> => {
    if (!document.hidden) await refresh();
    setTimeout(refreshForEver, INTERVAL_MS);
  };
  void refreshForEver();
}

function showShare(meter: HTMLMeterElement, share: number): void {
  meter.value = share;
  meter.style.setProperty("--share", String(share));
}

const healthFacts = ({ status, uptimeMs, memory, notices = [] }: HealthStatus) =>
  [
    ["Status", status],
    ["Uptime", formatDuration(uptimeMs)],
    ["Memory", formatBytes(memory.rssBytes)],
    ["Heap", `${formatBytes(memory.heapUsedBytes)} of ${formatBytes(memory.heapTotalBytes)}`],
    ...notices.map((notice) => ["Notice", notice] as const),
  ] as const;

function infoFacts(info: SystemInfo): [string, string][] {
  const { node, v8, electron, chrome } = info.versions;
  const facts: [string, string | undefined][] = [
    ["Application", `${info.name} ${info.version}`],
    ["Mode", info.mode === "web" ? "web-only" : "Electron"],
    ["Platform", `${info.platform} ${info.arch}`],
    ["Processors", String(info.cpus)],
    ["Total memory", formatBytes(info.totalMemoryBytes)],
    ["Electron", electron],
    ["Chromium", chrome],
    ["Node", node],
    ["V8", v8],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}
