/** The domain `system`: how the application is, and what it runs on. */
export interface SystemApi {
  health(): Promise<HealthStatus>;
  getInfo(): Promise<SystemInfo>;
}

export interface HealthStatus {
  status: "ok";
  /** Milliseconds since the process started. */
  uptimeMs: number;
  memory: MemoryUsage;
  /** What the user should know, e.g. that a damaged database was set aside. Absent when there is nothing. */
  notices?: string[];
  /** When this was measured, in milliseconds since the Unix epoch. */
  timestamp: number;
}

/** The memory of the process that runs the services. */
export interface MemoryUsage {
  /** All of it that is held in RAM. */
  rssBytes: number;
  heapUsedBytes: number;
  heapTotalBytes: number;
}

/** Nothing in it tells whose machine this is. */
export interface SystemInfo {
  name: string;
  version: string;
  /** Whether the services run inside Electron or behind a web server. */
  mode: "electron" | "web";
  packaged: boolean;
  /** As Node names it: `linux`, `darwin`, `win32`, ... */
  platform: string;
  /** As Node names it: `x64`, `arm64`, ... */
  arch: string;
  /** Logical processors. */
  cpus: number;
  totalMemoryBytes: number;
  versions: RuntimeVersions;
}

export interface RuntimeVersions {
  node: string;
  v8: string;
  /** Only in mode `electron`. */
  electron?: string;
  /** Only in mode `electron`. */
  chrome?: string;
}
