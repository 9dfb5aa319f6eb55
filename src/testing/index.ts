/**
 * What tests of services and pages import: no Electron, no window.
 * @module
 */
export { createTestApp, type TestApp, type TestAppOptions, type TestWindow } from "./create-test-app.js";
export {
  createFakeElectron,
  type FakeElectron,
  type FakeElectronOptions,
  type FakeFrame,
  type FakeIpcMain,
  type FakePage,
  type FakeSession,
  type FakeWebContents,
  type FakeWebFrameMain,
  type FakeWindow,
  type FakeWindowOptions,
  type ListenerCounts,
  type LogEntry,
  loadPreloadSource,
  type PendingNavigation,
  type PreloadFunction,
  type SandboxedElectron,
} from "./electron/index.js";
