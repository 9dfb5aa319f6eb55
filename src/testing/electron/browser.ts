import type { FakeElectronOptions } from "./fake-electron.js";
import { FakeIpcMain } from "./ipc-main.js";
import { Log } from "./log.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import { RendererProcess } from "./renderer-process.js";
import type { ReplyChannel } from "./reply-channel.js";
import { FakeSession } from "./session.js";

/** What one app's main process holds, and what its windows share. */
export class Browser {
  readonly ipcMain = new FakeIpcMain();
  readonly session = new FakeSession();
  readonly log = new Log();
  /** Reply channels of invokes that main failed to answer. */
  readonly unanswered = new Set<ReplyChannel>();
  readonly #hosts = new Map<string, RenderFrameHost>();
  #lastId = 0;

  constructor(readonly behaviour: Required<Omit<FakeElectronOptions, "preload">>) {}

  /** Ids of web contents, processes and frame tree nodes. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  createProcess(): RendererProcess {
    return new RendererProcess(this.nextId());
  }

  addHost(host: RenderFrameHost): void {
    this.#hosts.set(keyOf(host.process.id, host.routingId), host);
  }

  removeHost(host: RenderFrameHost): void {
    this.#hosts.delete(keyOf(host.process.id, host.routingId));
  }

  /** The frame of a process that has this token (WebFrameMain::FromFrameToken). */
  findHostByToken(processId: number, frameToken: string): RenderFrameHost | undefined {
    for (const host of this.#hosts.values()) {
      if (host.process.id === processId && host.frameToken === frameToken) return host;
    }
    return undefined;
  }

  /** RenderFrameHost::FromID: also finds one that is unloading or crashed. */
  findHost(processId: number, routingId: number): RenderFrameHost | undefined {
    return this.#hosts.get(keyOf(processId, routingId));
  }
}

const keyOf = (processId: number, routingId: number): string => `${processId}:${routingId}`;
