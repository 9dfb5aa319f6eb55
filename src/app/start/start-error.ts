/** Why the application cannot start, in words for the one who starts it. */
export class StartError extends Error {
  override readonly name = "StartError";
}
