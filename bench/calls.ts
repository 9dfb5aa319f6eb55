import { type ClassConstructor, plainToInstance } from "class-transformer";
import { validate } from "class-validator";
import type { Newable } from "inversify";
import type { RpcCallOptions } from "../src/renderer/index.js";
import { openOurs } from "./ours.js";
import { type Call, openRaw } from "./raw.js";
import type { Contestant } from "./workload.js";

/** A service whose one method is measured. */
export interface CallService {
  handle(payload: unknown): unknown;
}

interface Services {
  dto: ClassConstructor<object>;
  /** Its parameter is the DTO. */
  validated: Newable<CallService>;
  /** Its parameter is `@Unchecked()`. */
  unchecked: Newable<CallService>;
}

/** Those who make plain calls. The services are of the domain `bench`. */
export function callContestants({ dto, validated, unchecked }: Services): Contestant<Call>[] {
  const handler = new unchecked();
  return [
    { name: "raw", validates: false, open: () => openRaw((payload) => handler.handle(payload)) },
    {
      name: "raw + class-validator",
      validates: true,
      open: () => openRaw(async (payload) => handler.handle(await checked(dto, payload))),
    },
    { name: "ours, @Unchecked()", validates: false, open: () => open(unchecked) },
    { name: "ours, @Unchecked(), batch", validates: false, open: () => open(unchecked, { batch: true }) },
    { name: "ours, DTO", validates: true, open: () => open(validated) },
  ];
}

async function open(service: Newable<CallService>, options?: RpcCallOptions) {
  const { client, close } = await openOurs<{ bench: CallService }>(service, options);
  return { client: (payload: unknown) => client.bench.handle(payload), close };
}

/** What a pipe written by hand does, as strict as ours. */
export async function checked(dto: ClassConstructor<object>, payload: unknown): Promise<object> {
  const instance = plainToInstance(dto, payload) as object;
  const errors = await validate(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  if (errors.length > 0) throw new Error(String(errors[0]));
  return instance;
}
