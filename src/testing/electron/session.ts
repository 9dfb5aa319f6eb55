import { randomUUID } from "node:crypto";
import { isAbsolute } from "node:path";
import type { PreloadScript, PreloadScriptRegistration } from "electron";

type Registration = Pick<PreloadScriptRegistration, "type" | "id" | "filePath">;

/** The preload scripts of `session.defaultSession` (shell/browser/api/electron_api_session.cc). */
export class FakeSession {
  readonly #scripts: PreloadScript[] = [];

  /**
   * Has `filePath` run in every document loaded from now on; returns the id, a random one if none was given.
   * @throws Error on an id that is taken, and on a path that is not absolute
   */
  registerPreloadScript({ type, id = randomUUID(), filePath }: Registration): string {
    if (this.#scripts.some((script) => script.id === id)) {
      throw new Error(`Cannot register preload script with existing ID '${id}'`);
    }
    if (!isAbsolute(filePath)) {
      throw new Error(`Preload script must have absolute path: ${filePath}`);
    }
    this.#scripts.push({ type, id, filePath });
    return id;
  }

  /** @throws Error on an id nobody registered */
  unregisterPreloadScript(id: string): void {
    const index = this.#scripts.findIndex((script) => script.id === id);
    if (index === -1) throw new Error(`Cannot unregister preload script with non-existing ID '${id}'`);
    this.#scripts.splice(index, 1);
  }

  getPreloadScripts(): PreloadScript[] {
    return this.#scripts.map((script) => ({ ...script }));
  }
}
