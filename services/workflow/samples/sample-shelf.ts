import { inject, injectable } from "inversify";
import { RpcError } from "../../../decorators/index.js";
import { constantOf } from "../../values/constant.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import { SampleFiles } from "../sample-files.js";
import type { SampleSummary } from "../workflow.api.js";
import { elementsReport } from "./elements-report.js";
import { largeSample } from "./large.js";
import { planetCards } from "./planet-cards.js";
import type { WorkflowSample } from "./workflow-sample.js";

const SAMPLES: readonly WorkflowSample[] = [elementsReport, planetCards, largeSample];

/** The sample workflows, for taking. */
@injectable()
export class SampleShelf {
  constructor(@inject(SampleFiles) private readonly files: SampleFiles) {}

  list(): SampleSummary[] {
    return SAMPLES.map(({ id, workflow: { name, description }, inputs }) => ({
      id,
      name,
      description,
      inputs: constantOf(inputs, "inputs"),
    }));
  }

  /**
   * A sample's workflow, once the files it reads are in the workspace.
   *
   * @throws RpcError `NOT_FOUND`.
   */
  async take(id: string, signal: AbortSignal): Promise<WorkflowDraft> {
    const sample = SAMPLES.find((one) => one.id === id);
    if (sample === undefined) {
      throw new RpcError("NOT_FOUND", `There is no sample "${id}"`, {
        data: { id, samples: SAMPLES.map((one) => one.id) },
      });
    }
    for (const [path, content] of Object.entries(sample.files)) await this.files.write(path, content, signal);
    return constantOf(sample.workflow, "workflow");
  }
}
