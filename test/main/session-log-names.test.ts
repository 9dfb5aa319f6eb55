import { openSession } from "./support/session.js";

describe("the log of a name from outside", () => {
  const forged = "a\r\n\u001b[2Kprobe.echo ok\u2028\u0085\0";
  const ESCAPED = "a\\u000d\\u000a\\u001b[2Kprobe.echo ok\\u2028\\u0085\\u0000";

  it("is one line whatever is in the name, of a call and of a one-way call", async () => {
    const { call, session, log } = openSession([]);
    await call(forged);
    session.notify({ method: forged });
    await new Promise(setImmediate);
    const messages = log.map(({ message }) => message.replace(/ [\d.]+ ms .*/, ""));
    expect(messages).toEqual([
      `${ESCAPED} METHOD_NOT_FOUND`,
      `${ESCAPED} METHOD_NOT_FOUND`,
      `A one-way call of peer-1 failed: METHOD_NOT_FOUND: No such method: ${ESCAPED}`,
    ]);
  });

  it("is so of a subscription whose session ends first", async () => {
    const { call, session, log } = openSession([]);
    const subscribing = call("rpc.subscribe", [forged]);
    session.close();
    await subscribing;
    await new Promise(setImmediate);
    expect(log.map(({ message }) => message)).toContain(
      `${ESCAPED} failed after its call had ended (peer-1): dropped`,
    );
  });

  it("leaves the name to the caller and to telemetry as it was", async () => {
    const { call, records } = openSession([]);
    await expect(call(forged)).resolves.toMatchObject({ error: { message: `No such method: ${forged}` } });
    expect(records).toMatchObject([{ method: forged }]);
  });
});
