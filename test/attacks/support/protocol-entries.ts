import { having, type NameEntry } from "./name-entry.js";

/** An error as a client may send it: with a name that no class of ours has. */
const errorNamed = (name: unknown): Error =>
  Object.defineProperty(new Error("sent"), "name", { value: name, configurable: true, writable: true });

/** Where the protocol itself reads a name: methods, events, `meta`, parameters, errors on the wire. */
export const protocolEntries: NameEntry[] = [
  {
    title: "a method",
    attack: (scene, name) => scene.calls([name], [name, {}], [name, [1]]),
  },
  {
    title: "a domain",
    attack: (scene, name) =>
      scene.calls([`${name}.get`, ["a"]], [`${name}.${name}`], [`.${name}`], [`${name}.`]),
  },
  {
    title: "a method of a domain",
    attack: (scene, name) =>
      scene.calls([`storage.${name}`, ["a"]], [`node.${name}`], [`workflow.${name}.${name}`]),
  },
  {
    title: "a method of the protocol",
    attack: (scene, name) => scene.calls([`rpc.${name}`], [`rpc.${name}`, [1]]),
  },
  {
    title: "a method in a batch",
    attack: (scene, name) =>
      scene.call("rpc.batch", [{ method: name }, { method: "probe.echo", params: [name] }, having(name, 1)]),
    known: ["method"],
  },
  {
    title: "an event",
    attack: (scene, name) =>
      scene.calls(
        ["rpc.subscribe", [name]],
        ["rpc.unsubscribe", [name]],
        ["rpc.subscribe", [`storage.${name}`]],
        ["rpc.unsubscribe", [`storage.${name}`]],
        ["rpc.subscribe", [`${name}.onChanged`]],
      ),
  },
  {
    title: "the id of a call or a stream",
    attack: (scene, name) => scene.calls(["rpc.cancel", [name]], ["rpc.credit", [name, 1]]),
  },
  {
    title: "a member of meta",
    attack: (scene, name) =>
      scene.calls(
        ["probe.echo", [1], having(name, 1)],
        ["probe.echo", [1], { traceparent: name }],
        ["probe.echo", [1], { timeoutMs: having(name, 1) }],
        ["probe.echo", [1], { progress: having(name, 1) }],
      ),
  },
  {
    title: "a parameter by name",
    attack: (scene, name) =>
      scene.calls(
        ["node.execute", { nodeId: "test-node", ...having(name, 1) }],
        ["node.list", having(name, 1)],
      ),
  },
  {
    title: "a key in a parameter",
    attack: (scene, name) =>
      scene.calls(
        ["probe.look", [having(name, 1)]],
        ["probe.look", [{ deep: [having(name, having(name, {}))] }]],
        ["probe.echo", [having(name, "kept")]],
        ["storage.get", [having(name, 1)]],
      ),
  },
  {
    title: "the payload of an event",
    async attack(scene, name) {
      const heard: unknown[] = [];
      scene.caller.on("probe.onSaid", (payload) => heard.push(payload));
      const replies = await scene.calls(
        ["rpc.subscribe", ["probe.onSaid"]],
        ["probe.say", [having(name, name)]],
        ["rpc.ping"],
      );
      return { heard, replies };
    },
  },
  {
    title: "the code of an error",
    // A code is upper-case, so that an error with any other is one that nobody declared.
    isInternal: true,
    attack: (scene, name) =>
      scene.calls(
        ["probe.fail", [{ code: name, message: "thrown" }]],
        ["probe.fail", [{ code: name, message: name, data: having("at", name) }]],
      ),
  },
  {
    title: "the name of an error",
    isInternal: true,
    attack: (scene, name) => scene.calls(["probe.fail", [{ name, message: "thrown", data: { name } }]]),
  },
  {
    title: "the name of an error that is sent",
    attack: (scene, name) =>
      scene.calls(
        ["probe.look", [errorNamed(name)]],
        ["probe.look", [{ deep: [errorNamed(name)] }]],
        ["probe.look", [Object.assign(new Error("outer"), { cause: errorNamed(name) })]],
      ),
  },
];
