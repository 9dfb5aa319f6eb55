/**
 * `@atomiton/rpc/validation`: DTO classes of class-validator's and class-transformer's decorators, for data that did
 * not come as a parameter.
 */
export type { PayloadLimits } from "../../decorators/metadata.js";
export { UNSURE } from "./acceptor.js";
export { DtoValidator, type DtoValidatorOptions } from "./dto-validator.js";
export type { ValidationIssue } from "./issue.js";
export { checkPayload, DEFAULT_PAYLOAD_LIMITS } from "./payload-limits.js";
