import { AsyncLocalStorage } from "node:async_hooks";
import { TestEnvironment } from "jest-environment-node";

/**
 * Node's environment, which leaves no `AsyncLocalStorage` behind. The test runner makes one for each test file and
 * runs the file's tests in it; one that has run is passed on by every promise the process makes from then on, so a
 * worker grew slower with each file.
 */
export default class NodeEnvironment extends TestEnvironment {
  #used = new Set();
  #run = AsyncLocalStorage.prototype.run;

  async setup() {
    await super.setup();
    const used = this.#used;
    const run = this.#run;
    AsyncLocalStorage.prototype.run = function (...args) {
      used.add(this);
      return run.apply(this, args);
    };
  }

  async teardown() {
    AsyncLocalStorage.prototype.run = this.#run;
    for (const storage of this.#used) storage.disable();
    await super.teardown();
  }
}
