/**
 * What a page, or any other caller, imports.
 * @module
 */
export { RpcError, type RpcErrorCode } from "../../decorators/rpc-error.js";
export type { AtomitonBridge } from "../shared/bridge.js";
export type { RpcMeta, RpcParams, RpcResponse } from "../shared/messages.js";
export { createRPCClient, createRPCNotifier, type RpcClientOptions, withOptions } from "./client.js";
export type { RpcClient, RpcDomainClient, RpcNotifier, Unsubscribe } from "./client-types.js";
export type { RpcCallOptions } from "./invoker.js";
export type { ReconnectOptions } from "./websocket/backoff.js";
export {
  connectWebSocket,
  type WebSocketBridge,
  type WebSocketBridgeOptions,
} from "./websocket/connect-websocket.js";
export type { ConnectionSnapshot, ConnectionState, ConnectionStatus } from "./websocket/connection-status.js";
