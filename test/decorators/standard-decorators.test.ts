import { RpcDomain, RpcEvent, RpcMethod, Timeout } from "../../decorators/index.js";

/** As a compiler applies a decorator to the ECMAScript standard: the value, and a context. */
type StandardDecorator = (value: unknown, context: { kind: string; name: string }) => void;

const method = { kind: "method", name: "greet" };
const field = { kind: "field", name: "onGreeted" };

test.each<[string, unknown, unknown, { kind: string; name: string }]>([
  ["RpcMethod", RpcMethod, () => {}, method],
  ["RpcMethod", RpcMethod(), () => {}, method],
  ["RpcEvent", RpcEvent, undefined, field],
  ["RpcEvent", RpcEvent({ replay: "last" }), undefined, field],
  ["Timeout", Timeout(5), () => {}, method],
  ["RpcDomain", RpcDomain("greeting"), class {}, { kind: "class", name: "Greeting" }],
])("@%s says what to set when it was compiled to the standard", (name, decorator, value, context) => {
  expect(() => (decorator as StandardDecorator)(value, context)).toThrow(
    `@${name} on ${context.name}: it was compiled as a standard decorator; set "experimentalDecorators" and "emitDecoratorMetadata" in tsconfig.json`,
  );
});
