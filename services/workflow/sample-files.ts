import type { ServiceIdentifier } from "inversify";

/** Where the files go that sample workflows read: what workflows need of whoever keeps the workspace. */
export interface SampleFiles {
  /** @param path Relative to the workspace. */
  write(path: string, content: string, signal: AbortSignal): Promise<void>;
}

export const SampleFiles: ServiceIdentifier<SampleFiles> = Symbol.for("atomiton/workflow/SampleFiles");
