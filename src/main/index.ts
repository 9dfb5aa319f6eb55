/**
 * What bootstraps an Electron app's main process, or a Node process, imports.
 * @module
 */

export type { ValidationIssue } from "../validation/issue.js";
export { RpcBootError } from "./boot/boot-error.js";
export { createContainer } from "./boot/container.js";
export { consoleLogger, type RpcLogger } from "./logger.js";
export { currentCall } from "./pipeline/current-call.js";
export type { GlobalEnhancers, RpcErrorFilter, RpcGuard, RpcInterceptor } from "./pipeline/enhancers.js";
export { RateLimitGuard, type RateLimitOptions } from "./rate-limit-guard.js";
export { RPCRouter, type RPCRouterOptions, type RpcFunction } from "./router.js";
export {
  type CloseOptions,
  createRpcServer,
  type RpcHost,
  type RpcServer,
  type RpcServerOptions,
  type RpcTransport,
} from "./server.js";
export type { CallObserver, CallRecord } from "./session/observer.js";
export type { RpcPeer, RpcSession } from "./session/session.js";
export {
  type ElectronTransportOptions,
  electronTransport,
} from "./transports/electron/electron-transport.js";
export { allowOrigins, type SenderFrame, type SenderPolicy } from "./transports/electron/sender-policy.js";
export {
  type InProcessBridge,
  type InProcessTransport,
  inProcessTransport,
} from "./transports/in-process-transport.js";
export type { Handshake } from "./transports/websocket/admission.js";
export type { WebSocketAddress } from "./transports/websocket/http-endpoint.js";
export {
  type WebSocketTransport,
  type WebSocketTransportOptions,
  webSocketTransport,
} from "./transports/websocket/websocket-transport.js";
