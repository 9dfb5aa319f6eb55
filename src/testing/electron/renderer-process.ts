/** A renderer process. Routing ids start over in each, so they are unique only together with its id. */
export class RendererProcess {
  readonly id: number;
  /** What the operating system calls it. */
  readonly osId: number;
  gone = false;
  #lastRoutingId = 0;

  constructor(id: number) {
    this.id = id;
    this.osId = 10_000 + id;
  }

  nextRoutingId(): number {
    this.#lastRoutingId += 1;
    return this.#lastRoutingId;
  }
}
