import type { Class } from "../../decorators/metadata.js";
import { type Acceptor, type AcceptorOf, UNSURE } from "./acceptor.js";
import { type AcceptorParts, assembled, canGenerate, generated } from "./assemble.js";
import { type DtoPlan, type PropertyPlan, planOf } from "./dto-plan.js";
import { isPrototypeKey } from "./payload-limits.js";
import { stepOf } from "./steps.js";

const neverSure: Acceptor = () => UNSURE;

/** The acceptors of DTO classes, each made once. */
export class Acceptors {
  readonly #known = new WeakMap<Class, Map<string | undefined, AcceptorOf>>();

  /** @param assemble Makes an acceptor of its parts. */
  constructor(readonly assemble: (parts: AcceptorParts) => Acceptor) {}

  /** @param discriminator The property that the data has for its class to be found, and the instance has not. */
  of(dto: Class, discriminator?: string): AcceptorOf {
    const ofClass = this.#known.get(dto) ?? new Map<string | undefined, AcceptorOf>();
    this.#known.set(dto, ofClass);
    const known = ofClass.get(discriminator);
    if (known !== undefined) return known;
    const made: AcceptorOf = {
      accept: (value, depth, walk) => {
        made.accept = this.#make(dto, discriminator, () => {
          made.accept = neverSure;
        });
        return made.accept(value, depth, walk);
      },
    };
    ofClass.set(discriminator, made);
    return made;
  }

  #make(dto: Class, discriminator: string | undefined, demote: () => void): Acceptor {
    const plan = planOf(dto);
    const declared = [...plan.properties.values()].filter((property) => property.declared);
    if (!isEligible(plan, declared)) return neverSure;
    return this.assemble({
      dto: dto as new () => Record<string, unknown>,
      members: declared.map((property) => ({
        ...property,
        step: property.name === discriminator ? undefined : stepOf(property, this),
      })),
      discriminators: discriminator === undefined ? 0 : 1,
      longestName: Math.max(...declared.map(({ name }) => name.length)),
      demote,
    });
  }
}

/** Whether nothing about a class needs the libraries. */
const isEligible = (plan: DtoPlan, declared: readonly PropertyPlan[]): boolean =>
  plan.hasRules &&
  !plan.forLibraries &&
  plan.exposure === undefined &&
  declared.every(
    ({ name, plain, transforms, type, nested }) =>
      // Of a prototype's key, the payload's limits have to say where it is.
      !isPrototypeKey(name) &&
      plain &&
      transforms.length === 0 &&
      !type?.dynamic &&
      (nested || type?.discriminator === undefined),
  );

/** Those of this process: generated code is the faster, where the process may make it. */
export const acceptors = new Acceptors(canGenerate() ? generated : assembled);
