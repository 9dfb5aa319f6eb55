const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** @example formatBytes(50_000_000) // "47.7 MiB" */
export const formatBytes = (bytes: number): string =>
  bytes < GIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;

/** @example formatDuration(3_723_000) // "1 h 2 min 3 s" */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first === -1 ? parts.slice(-1) : parts.slice(first);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(" ");
}

/** A value as JSON where it has a JSON form; what JSON would lose is named by its type. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "undefined";
  return JSON.stringify(value, (_key, inner) => (isBeyondJson(inner) ? describe(inner) : inner), 2);
}

const isBeyondJson = (value: unknown): boolean =>
  typeof value === "bigint" || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value);

function describe(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  const { name } = (value as object).constructor;
  const size = (value as { size?: number; byteLength?: number }).size ?? (value as Uint8Array).byteLength;
  return `${name}(${size})`;
}
