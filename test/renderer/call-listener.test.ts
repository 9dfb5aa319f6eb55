import { jest } from "@jest/globals";
import { callListener } from "../../src/renderer/call-listener.js";

const failure = new Error("of the listener");

const throwing = () => {
  throw failure;
};

afterEach(() => {
  Reflect.deleteProperty(globalThis, "reportError");
});

it("a listener that throws in a page is reported as an uncaught error of the page", () => {
  const reportError = jest.fn();
  Object.assign(globalThis, { reportError });
  callListener(throwing, 1);
  expect(reportError.mock.calls).toEqual([[failure]]);
});

it("shows as an unhandled rejection where there is no reportError, as in Node", () => {
  const spy = jest.spyOn(Promise, "reject").mockImplementation(() => new Promise<never>(() => {}));
  callListener(throwing, 1);
  expect(spy.mock.calls).toEqual([[failure]]);
  spy.mockRestore();
});
