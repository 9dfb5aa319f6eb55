import type { RpcServer } from "../../src/main/index.js";
import type { RpcClient } from "../../src/renderer/index.js";
import type { TestWindow } from "../../src/testing/index.js";
import { openLifeApp } from "./life-app.js";
import { places } from "./life-places.js";
import type { LifeApi, LifeService } from "./life-service.js";

/** A caller the model drives. */
export interface ModelPage {
  readonly rpc: RpcClient<LifeApi>;
  /** Ends it in one of its place's ways; a page may follow in its stead. */
  end(way: string): ModelPage | undefined;
}

export interface ModelPlace {
  readonly server: RpcServer;
  readonly service: LifeService;
  /** How a page may end. */
  readonly endings: readonly string[];
  /** Whether promises of a page that ended settle; those of a real page die with it. */
  readonly settlesWhenEnded: boolean;
  /** Whether main knows of a page before it speaks. */
  readonly sessionFromStart: boolean;
  open(): ModelPage;
  close(): Promise<void>;
}

async function inProcess(): Promise<ModelPlace> {
  const place = await (places[0] as (typeof places)[number])[1]();
  return {
    ...place,
    endings: ["leave"],
    settlesWhenEnded: true,
    sessionFromStart: true,
    open() {
      const { rpc, leave } = place.connect();
      return {
        rpc,
        end() {
          leave();
          return undefined;
        },
      };
    },
  };
}

const WAYS: Record<string, (page: TestWindow<LifeApi>["window"]) => void> = {
  reload: (window) => window.reload(),
  navigate: (window) => window.navigate("app://atomiton/other.html"),
  crash: (window) => window.crash(),
  close: (window) => window.close(),
};

const inMemoryElectron = (reuseFrames: boolean) => async (): Promise<ModelPlace> => {
  const app = await openLifeApp({ reuseFrames });
  const pageOf = (opened: TestWindow<LifeApi>): ModelPage => ({
    rpc: opened.rpc,
    end(way) {
      WAYS[way]?.(opened.window);
      return way === "reload" || way === "navigate" ? pageOf(opened) : undefined;
    },
  });
  return {
    server: app.server,
    service: app.service,
    endings: Object.keys(WAYS),
    settlesWhenEnded: false,
    sessionFromStart: false,
    open: () => pageOf(app.openWindow()),
    async close() {
      await app.close();
    },
  };
};

/** Where the model is held against the code. Another place is another line. */
export const modelPlaces: [string, () => Promise<ModelPlace>][] = [
  ["in process", inProcess],
  ["Electron, in memory, a new frame for each load", inMemoryElectron(false)],
  ["Electron, in memory, a frame for all loads of an origin", inMemoryElectron(true)],
];
