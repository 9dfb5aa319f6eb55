import type { Mutation } from "../mutation.js";
import { conductor } from "./conductor.js";
import { decorators } from "./decorators.js";
import { mainAgreements } from "./main-agreements.js";
import { mainBoot } from "./main-boot.js";
import { mainElectron } from "./main-electron.js";
import { mainPipeline } from "./main-pipeline.js";
import { mainServer } from "./main-server.js";
import { mainSession } from "./main-session.js";
import { mainSessionStreams } from "./main-session-streams.js";
import { mainValidation } from "./main-validation.js";
import { mainWebsocket } from "./main-websocket.js";
import { renderer } from "./renderer.js";
import { rendererStreams } from "./renderer-streams.js";
import { rendererWebsocket } from "./renderer-websocket.js";
import { servicesEngine } from "./services-engine.js";
import { servicesFiles } from "./services-files.js";
import { servicesHttp } from "./services-http.js";
import { servicesNode } from "./services-node.js";
import { servicesStorage } from "./services-storage.js";
import { servicesWorkflow } from "./services-workflow.js";
import { shared } from "./shared.js";
import { sharedMsgpack } from "./shared-msgpack.js";
import { validationAccept } from "./validation-accept.js";
import { validationExplain } from "./validation-explain.js";

/** Every mutation, by what it breaks. */
export const mutations: readonly Mutation[] = [
  ...conductor,
  ...decorators,
  ...mainAgreements,
  ...mainBoot,
  ...mainElectron,
  ...mainPipeline,
  ...mainServer,
  ...mainSession,
  ...mainSessionStreams,
  ...mainValidation,
  ...mainWebsocket,
  ...renderer,
  ...rendererStreams,
  ...rendererWebsocket,
  ...servicesEngine,
  ...servicesFiles,
  ...servicesHttp,
  ...servicesNode,
  ...servicesStorage,
  ...servicesWorkflow,
  ...shared,
  ...sharedMsgpack,
  ...validationAccept,
  ...validationExplain,
];
