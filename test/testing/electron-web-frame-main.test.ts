import { createFakeElectron } from "../../src/testing/electron/index.js";

// spec/api-web-frame-main-spec.ts and docs/api/web-frame-main.md, in words of ours.

it("a frame is found by its ids and by its token, and is the same object", () => {
  const electron = createFakeElectron();
  const window = electron.openWindow();
  const iframe = window.openFrame({ url: "https://example.org/" });
  const { webFrameMain } = electron;
  for (const { frame } of [window, iframe]) {
    expect(webFrameMain.fromId(frame.processId, frame.routingId)).toBe(frame);
    expect(webFrameMain.fromFrameToken(frame.processId, frame.frameToken)).toBe(frame);
  }
  expect(webFrameMain.fromId(-1, -1)).toBeUndefined();
  expect(webFrameMain.fromFrameToken(window.frame.processId, iframe.frame.frameToken)).toBeNull();
});

it("a frame is not found by the ids of a document that has gone", async () => {
  const electron = createFakeElectron();
  const window = electron.openWindow();
  const { processId, routingId, frameToken } = window.frame;
  window.navigate("https://example.org/");
  for (let turn = 0; turn < 4; turn++) await new Promise(setImmediate);
  expect(electron.webFrameMain.fromId(processId, routingId)).toBeUndefined();
  expect(electron.webFrameMain.fromFrameToken(processId, frameToken)).toBeNull();
});

it("frame.reload() loads the same URL in the same frame, and says that it could", () => {
  const electron = createFakeElectron();
  const window = electron.openWindow();
  const { frame, page } = window;
  const { frameToken, url } = frame;
  expect(frame.reload()).toBe(true);
  expect(window.frame).toBe(frame);
  expect(frame.url).toBe(url);
  expect(frame.frameToken).not.toBe(frameToken);
  expect(window.page).not.toBe(page);
});

it("frames of one process share an osProcessId, which is not Chromium's own id of it", () => {
  const electron = createFakeElectron();
  const window = electron.openWindow();
  const same = window.openFrame({ url: window.frame.url });
  const other = window.openFrame({ url: "https://example.org/" });
  expect(same.frame.osProcessId).toBe(window.frame.osProcessId);
  expect(other.frame.osProcessId).not.toBe(window.frame.osProcessId);
  expect(window.frame.osProcessId).not.toBe(window.frame.processId);
});

it("what a frame that is gone is asked for throws", () => {
  const electron = createFakeElectron();
  const window = electron.openWindow();
  const { frame } = window;
  window.close();
  expect(() => frame.reload()).toThrow("Render frame was disposed before WebFrameMain could be accessed");
  expect(() => frame.osProcessId).toThrow("Render frame was disposed");
});
