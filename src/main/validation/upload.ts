import { IncomingUpload } from "../session/incoming-upload.js";
import { checkOf } from "./check.js";

/** Takes what streams from the caller, and nothing that only looks like it. */
export const checkUpload = checkOf(
  (value) => value instanceof IncomingUpload,
  "isUpload",
  "must be streamed: pass an async iterable or a ReadableStream",
);
