/**
 * What the author of a service imports.
 * @module
 */
export type { PayloadLimits, RpcEventOptions, RpcMethodOptions } from "./metadata.js";
export { Call, type OptionalParam, Param, type ParamOptions, Unchecked, Upload } from "./params.js";
export { RpcCall, type RpcClaims, type RpcProgress, type RpcReply, type RpcSender } from "./rpc-call.js";
export { RpcDomain } from "./rpc-domain.js";
export { type RpcDomainOptions, rpcDomain } from "./rpc-domain-binding.js";
export { RpcError, type RpcErrorCode, type RpcErrorOptions, type RpcStandardErrorCode } from "./rpc-error.js";
export { type RpcEmitOptions, RpcEmitter, RpcEvent } from "./rpc-event.js";
export { RpcMethod } from "./rpc-method.js";
export { Timeout } from "./timeout.js";
