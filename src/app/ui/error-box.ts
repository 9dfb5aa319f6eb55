import { RpcError } from "../../renderer/index.js";

/** Shows what went wrong in one panel. */
export class ErrorBox {
  constructor(readonly box: HTMLElement) {}

  /** Runs an action: what it throws is shown, and what was shown before goes. */
  async guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.box.hidden = true;
    } catch (error) {
      this.#show(error);
    }
  }

  #show(error: unknown): void {
    const code = document.createElement("code");
    code.textContent = error instanceof RpcError ? error.code : (error as Error).name;
    this.box.replaceChildren(code, ` ${error instanceof Error ? error.message : String(error)}`);
    this.box.hidden = false;
  }
}
