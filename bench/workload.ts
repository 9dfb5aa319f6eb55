/** One way to do a workload's work, over a channel of its own. */
export interface Contestant<Client> {
  name: string;
  /** Whether what arrives is checked before the handler gets it. */
  validates: boolean;
  open(): Promise<Connection<Client>>;
}

export interface Connection<Client> {
  client: Client;
  close(): Promise<void>;
}

/**
 * What is measured. Each file in `workloads/` exports one as `workload`; that is all it takes to add it.
 */
export interface Workload<Client = unknown> {
  /** As `--only` names it. */
  id: string;
  title: string;
  unit: "us" | "ms";
  contestants: readonly Contestant<Client>[];
  /** The contestant the others are compared with. Default: `raw`. */
  reference?: string;
  /** Whether it is also measured for how long at most the event loop was held up. Default: false. */
  watchesLoop?: boolean;
  /** How many times `run` does what the time is given for. */
  repeats: number;
  /** What is done before each `run`, and not measured. */
  prepare?(client: Client): void;
  run(client: Client): Promise<void>;
}

/** Lets workloads of different clients stand in one list: each brings the contestants its `run` fits. */
export const defineWorkload = <Client>(workload: Workload<Client>): Workload =>
  workload as unknown as Workload;
