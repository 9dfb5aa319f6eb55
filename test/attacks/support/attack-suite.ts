import { tempDir } from "../../services/support/temp-dir.js";
import { type AttackedApp, openAttackedApp, type Way } from "./attacked-app.js";
import { watchIntrinsics } from "./intrinsics.js";
import { Scene } from "./name-entry.js";
import { secondSession } from "./second-session.js";

/** One application that all tests of a file attack, and what tells whether it suffered. */
export interface AttackSuite {
  readonly app: AttackedApp;
  /** What has changed of the language's own objects since it was last asked. */
  readonly changes: () => string[];
  /** What a session beside the attacked ones computes otherwise than before the first attack. */
  readonly otherThanBefore: () => Promise<string[]>;
  /** A new session to attack from. */
  scene(way: Way): Promise<Scene>;
  /** All that there is to see of an attack, once it is over. */
  aftermath(): Promise<string[]>;
}

/** Opens the application before the tests of a file, and closes it after them. */
export function attackSuite(): AttackSuite {
  let app: AttackedApp;
  let changes: () => string[] = () => [];
  let otherThanBefore: () => Promise<string[]> = async () => [];

  beforeAll(async () => {
    app = await openAttackedApp(tempDir());
    otherThanBefore = await secondSession(await app.connect("in process"));
    changes = watchIntrinsics();
  });
  afterAll(() => app.close());

  return {
    get app() {
      return app;
    },
    changes: () => changes(),
    otherThanBefore: () => otherThanBefore(),
    scene: async (way) => new Scene(app, await app.connect(way)),
    aftermath: async () => [...changes(), ...(await otherThanBefore())],
  };
}
