// A reporter of jest's that ends the run with the first test that fails, and writes how the run ended.
// https://jestjs.io/docs/configuration#custom-reporters
import { writeFileSync } from "node:fs";

export default class FirstFailure {
  #passed = 0;
  /** Why files could not be loaded. */
  #unloaded = [];

  onTestCaseResult(_test, { status, fullName }) {
    if (status === "passed") this.#passed++;
    if (status !== "failed") return;
    this.#write({ kind: "failed", test: fullName });
    process.exit(1);
  }

  onTestResult(_test, { testExecError, failureMessage, numFailingTests }) {
    if (testExecError != null || (failureMessage && numFailingTests === 0)) {
      this.#unloaded.push(failureMessage ?? testExecError.message);
    }
  }

  onRunComplete() {
    if (this.#unloaded.length === 0 && this.#passed > 0) this.#write({ kind: "passed" });
    else this.#write({ kind: "broken", message: this.#unloaded.join("\n") || "The files have no test." });
  }

  #write(verdict) {
    writeFileSync(process.env.ATOMITON_MUTATION_REPORT, JSON.stringify(verdict));
  }
}
