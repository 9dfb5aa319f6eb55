// A stand-in for the part of Electron 45 that an RPC library touches. Where Electron may do one of two
// things it does the crueler one. docs/testing.md lists its rules, their sources, and what it leaves out.

export type { FakeIpcMainEvent } from "./events.js";
export type { FakeElectron } from "./fake-electron.js";
export { createFakeElectron, type FakeElectronOptions, type FakeWindowOptions } from "./fake-electron.js";
export type { FakeIpcMain } from "./ipc-main.js";
export type { ListenerCounts } from "./listener-counts.js";
export type { LogEntry } from "./log.js";
export type { PendingNavigation } from "./navigation.js";
export { loadPreloadSource, type PreloadFunction, type SandboxedElectron } from "./preload.js";
export type { FakeSession } from "./session.js";
export type { FakeWebContents } from "./web-contents.js";
export type { FakeWebFrameMain } from "./web-frame-main.js";
export type { FakeFrame, FakeWindow } from "./window.js";
export type { FakePage } from "./world.js";
