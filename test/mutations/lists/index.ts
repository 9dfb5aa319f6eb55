import type { Mutation } from "../mutation.js";
import { decorators } from "./decorators.js";
import { main } from "./main.js";
import { renderer } from "./renderer.js";
import { services } from "./services.js";
import { shared } from "./shared.js";

/** Every mutation, by the room it breaks. */
export const mutations: readonly Mutation[] = [...decorators, ...shared, ...main, ...renderer, ...services];
