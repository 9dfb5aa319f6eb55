import type { CDPSession } from "playwright-core";
import type { FakeFrame, FakeWindow, PendingNavigation } from "../../../src/testing/electron/index.js";
import type { DocumentPipe } from "./document-pipe.js";
import { decode, encode } from "./structured-clone-codec.js";

/** A load that a test waits for; `loaderId` names it once Chromium has started it. */
interface AwaitedLoad {
  loaderId?: string;
  resolve(): void;
}

/** A frame of a page in Chromium. Its mirror, a frame of the fake Electron, is told all that happens to it. */
export class ChromiumFrame<Mirror extends FakeWindow | FakeFrame = FakeWindow | FakeFrame> {
  readonly #session: CDPSession;
  readonly #codec: string;
  #pending: { url: string; navigation: PendingNavigation } | undefined;
  #awaited: AwaitedLoad | undefined;
  /** Of whoever waits for something in the frame: Chromium does not answer for a dead renderer. */
  readonly #waiting = new Set<(error: Error) => void>();
  #mainWorld: number | undefined;
  #codecInPage: Promise<string> | undefined;
  /** Between the isolated world of the document loaded now and its mirror; none where no preload runs. */
  pipe: DocumentPipe | undefined;

  constructor(
    /** DevTools' name of the frame. */
    readonly id: string,
    readonly mirror: Mirror,
    session: CDPSession,
    /** An expression for the structured-clone codec. */
    codec: string,
  ) {
    this.#session = session;
    this.#codec = codec;
  }

  /** Loads `url` and waits for the load event, or for the new URL if the document stays. */
  async navigate(url: string): Promise<void> {
    await this.#load(async () => {
      const { errorText } = await this.#session.send("Page.navigate", { url, frameId: this.id });
      if (errorText) throw new Error(errorText);
    });
  }

  /** Loads the page again, as a crashed one needs, and waits for the load event. */
  async reload(): Promise<void> {
    await this.#load(() => this.#session.send("Page.reload"));
  }

  /** Runs `fn` in the page's world. Argument, result and what it throws are structured-cloned. */
  async evaluate<Result, Argument>(
    fn: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result> {
    this.#codecInPage ??= this.#evaluateCodec();
    const call = this.#session.send("Runtime.callFunctionOn", {
      objectId: await this.#codecInPage,
      functionDeclaration: `async function (argument) {
        let outcome;
        try {
          outcome = { value: await (${fn})(this.decode(argument)) };
        } catch (error) {
          outcome = { error };
        }
        return this.encode(outcome);
      }`,
      arguments: [{ value: encode(argument) }],
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = await this.#whileItLives(call);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    const outcome = decode(result.value) as { value: Result } | { error: unknown };
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Chromium has started to load another document. */
  navigationStarted(url: string, loaderId: string): void {
    if (this.#awaited) this.#awaited.loaderId = loaderId;
    this.#startInMirror(url);
  }

  /** Chromium has replaced the document. */
  navigationCommitted(url: string): void {
    // A redirect ends elsewhere than it started.
    if (this.#pending?.url !== url) this.#startInMirror(url);
    this.#pending?.navigation.commit();
    this.#pending = undefined;
  }

  /** Chromium has changed the URL of the same document. Only a new fragment is followed. */
  navigatedWithinDocument(url: string): void {
    const [base] = url.split("#");
    if (this.#awaited && !this.#awaited.loaderId) this.#awaited.resolve();
    if (url.includes("#") && this.mirror.frame.url.split("#")[0] === base) this.mirror.navigate(url);
  }

  loadEnded(loaderId: string): void {
    if (this.#awaited?.loaderId === loaderId) this.#awaited.resolve();
  }

  /** @param id DevTools' number of the page's world in the document loaded now */
  mainWorldCreated(id: number): void {
    this.#mainWorld = id;
    this.#codecInPage = undefined;
  }

  /** The frame was removed, or its renderer crashed. */
  lost(): void {
    this.#mainWorld = undefined;
    this.#codecInPage = undefined;
    for (const reject of this.#waiting) reject(new Error("The frame is gone."));
  }

  #startInMirror(url: string): void {
    this.#pending?.navigation.abort();
    this.#pending = { url, navigation: this.mirror.startNavigation(url) };
  }

  async #load(start: () => Promise<unknown>): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.#awaited = { resolve };
    });
    try {
      await this.#whileItLives(Promise.all([loaded, start()]));
    } finally {
      this.#awaited = undefined;
    }
  }

  async #whileItLives<Value>(work: Promise<Value>): Promise<Value> {
    let abandon = (_error: Error) => {};
    const lost = new Promise<never>((_resolve, reject) => {
      abandon = reject;
    });
    this.#waiting.add(abandon);
    try {
      return await Promise.race([work, lost]);
    } finally {
      this.#waiting.delete(abandon);
    }
  }

  async #evaluateCodec(): Promise<string> {
    if (this.#mainWorld === undefined) throw new Error("The frame has no document.");
    const { result } = await this.#session.send("Runtime.evaluate", {
      expression: this.#codec,
      contextId: this.#mainWorld,
    });
    return result.objectId!;
  }
}
