import type { Page } from "playwright-core";
import type {
  FakeFrame,
  FakeWebContents,
  FakeWebFrameMain,
  FakeWindow,
} from "../../../src/testing/electron/index.js";
import type { ChromiumFrame } from "./chromium-frame.js";
import type { ChromiumPage } from "./chromium-page.js";

let lastFrameName = 0;

/** What a test can do in any frame. Paths are of the host's pages; an absolute URL goes elsewhere. */
abstract class FrameHandle<Mirror extends FakeWindow | FakeFrame> {
  protected readonly chromium: ChromiumFrame<Mirror>;
  protected readonly chromiumPage: ChromiumPage;
  protected readonly origin: string;

  constructor(chromium: ChromiumFrame<Mirror>, chromiumPage: ChromiumPage, origin: string) {
    this.chromium = chromium;
    this.chromiumPage = chromiumPage;
    this.origin = origin;
  }

  /** The frame as main sees it. */
  get frame(): FakeWebFrameMain {
    return this.chromium.mirror.frame;
  }

  /**
   * Runs `fn` in the main world of the frame. Argument, result and what it throws are structured-cloned;
   * `fn` is sent as text, so it sees nothing of the test around it.
   * @throws what `fn` throws, and an error when the document goes away meanwhile
   */
  evaluate<Result, Argument = undefined>(
    fn: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result> {
    return this.chromium.evaluate(fn, argument);
  }

  /** Loads a page and waits until it has loaded; with only a new `#fragment` the document stays. */
  navigate(path: string): Promise<void> {
    return this.chromium.navigate(new URL(path, this.origin).href);
  }

  /** Adds an iframe to the frame's document and waits until its page has loaded. */
  async openFrame(path: string): Promise<IsolatedWorldFrame> {
    const name = `frame-${++lastFrameName}`;
    await this.evaluate(
      ([src, frameName]) => {
        const iframe = document.createElement("iframe");
        iframe.name = frameName;
        iframe.src = src;
        document.body.append(iframe);
        return new Promise<void>((resolve) => {
          iframe.onload = () => resolve();
        });
      },
      [new URL(path, this.origin).href, name] as const,
    );
    return new IsolatedWorldFrame(this.chromiumPage.frameNamed(name), this.chromiumPage, this.origin, this);
  }
}

/** An iframe. */
export class IsolatedWorldFrame extends FrameHandle<FakeFrame> {
  readonly #parent: FrameHandle<FakeWindow | FakeFrame>;

  constructor(
    chromium: ChromiumFrame<FakeFrame>,
    chromiumPage: ChromiumPage,
    origin: string,
    parent: FrameHandle<FakeWindow | FakeFrame>,
  ) {
    super(chromium, chromiumPage, origin);
    this.#parent = parent;
  }

  /** Takes the iframe out of its page. */
  remove(): Promise<void> {
    return this.#parent.evaluate((name) => document.getElementsByName(name)[0]?.remove(), this.frame.name);
  }
}

/** A window and its main frame. */
export class IsolatedWorldWindow extends FrameHandle<FakeWindow> {
  /** Playwright's page, for what the host does not offer, such as a screenshot. */
  readonly page: Page;
  readonly #crash: () => Promise<void>;

  constructor(chromiumPage: ChromiumPage, page: Page, origin: string, crash: () => Promise<void>) {
    super(chromiumPage.main, chromiumPage, origin);
    this.page = page;
    this.#crash = crash;
    page.on("close", () => this.chromium.mirror.close());
  }

  get webContents(): FakeWebContents {
    return this.chromium.mirror.webContents;
  }

  /** Loads the page again and waits until it has loaded; also after a crash. */
  reload(): Promise<void> {
    return this.chromium.reload();
  }

  /** Ends the renderer process, and waits until main was told. */
  crash(): Promise<void> {
    return this.#crash();
  }

  /** Closes the window, and waits until its web contents are destroyed. */
  async close(): Promise<void> {
    await this.page.close();
    this.chromium.mirror.close();
  }
}
