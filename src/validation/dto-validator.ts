import type { Class } from "../../decorators/metadata.js";
import { type AcceptorOf, accepted, UNSURE } from "./acceptor.js";
import { acceptors } from "./acceptors.js";
import { explain } from "./explain.js";
import { invalidParams, type ValidationIssue } from "./issue.js";
import { DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "./payload-limits.js";

/** What a `DtoValidator` calls what it validates. */
export interface DtoValidatorOptions {
  /** Where the value stands: issues' paths begin with it. Default `"value"`. */
  path?: string;
  /** What its error begins with. Default `"Invalid params"`. */
  refusal?: string;
}

/** Makes valid instances of one DTO class, as the parameters of a call are made. */
export class DtoValidator<Dto extends object> {
  readonly #acceptor: AcceptorOf;
  readonly #path: string;
  readonly #refusal: string;

  constructor(
    readonly dto: Class<Dto>,
    { path = "value", refusal = "Invalid params" }: DtoValidatorOptions = {},
  ) {
    this.#acceptor = acceptors.of(dto);
    this.#path = path;
    this.#refusal = refusal;
  }

  /**
   * The valid instance of plain data, at once. `UNSURE` where the data is not valid, where it is beyond the default
   * payload limits, and where only class-validator and class-transformer can tell: `explain` knows more.
   */
  accept(value: unknown): Dto | typeof UNSURE {
    return accepted(this.#acceptor, value, new PayloadWalk(DEFAULT_PAYLOAD_LIMITS)) as Dto | typeof UNSURE;
  }

  /**
   * The valid instance of data, or what is wrong with it, in class-validator's words. It looks at
   * everything, however much: hold data of a stranger's to `checkPayload` first.
   *
   * @throws What a rule throws, and an RpcError of a `@Transform`.
   */
  async explain(value: unknown): Promise<{ instance: Dto; issues: readonly ValidationIssue[] }> {
    const valid = this.accept(value);
    if (valid !== UNSURE) return { instance: valid, issues: [] };
    return this.#explained(value);
  }

  /**
   * The valid instance of data.
   *
   * @throws RpcError INVALID_PARAMS with up to 100 `ValidationIssue`s as `data.issues`, and what `explain` throws.
   */
  async read(value: unknown): Promise<Dto> {
    const valid = this.accept(value);
    if (valid !== UNSURE) return valid;
    const { instance, issues } = await this.#explained(value);
    if (issues.length > 0) throw invalidParams(issues, this.#refusal);
    return instance;
  }

  async #explained(value: unknown): Promise<{ instance: Dto; issues: readonly ValidationIssue[] }> {
    const issues: ValidationIssue[] = [];
    const instance = await explain(this.dto, value, this.#path, (issue) => void issues.push(issue));
    return { instance: instance as Dto, issues };
  }
}
