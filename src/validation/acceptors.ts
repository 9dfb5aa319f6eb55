import type { Class } from "../../decorators/metadata.js";
import { type Acceptor, type AcceptorOf, UNSURE } from "./acceptor.js";
import { type AcceptorParts, assembled, canGenerate, generated } from "./assemble.js";
import {
  type Discriminator,
  type DtoPlan,
  type PropertyPlan,
  type PropertyType,
  planOf,
} from "./dto-plan.js";
import { isPlain } from "./is-record.js";
import { isPrototypeKey } from "./payload-limits.js";
import { stepOf } from "./steps.js";

const neverSure: Acceptor = () => UNSURE;

/** The acceptors of DTO classes, each made once. */
export class Acceptors {
  readonly #known = new WeakMap<Class, Map<string | undefined, AcceptorOf>>();
  readonly #elements = new WeakMap<PropertyType, AcceptorOf>();

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

  /** Of one nested DTO. */
  ofElement(type: PropertyType): AcceptorOf {
    const { fixed, discriminator } = type;
    const made =
      this.#elements.get(type) ??
      (discriminator ? this.#oneOfMany(discriminator) : fixed ? this.of(fixed) : { accept: neverSure });
    this.#elements.set(type, made);
    return made;
  }

  /** Accepts what a discriminator names. */
  #oneOfMany({ property, subTypes, keep }: Discriminator): AcceptorOf {
    const known = new Map<unknown, AcceptorOf>(
      // The first of a name is meant.
      subTypes.toReversed().map(({ name, value }) => [name, this.of(value, keep ? undefined : property)]),
    );
    return {
      accept: (value, depth, walk) => {
        if (!isPlain(value) || !Object.hasOwn(value, property)) return UNSURE;
        return known.get(value[property])?.accept(value, depth, walk) ?? UNSURE;
      },
    };
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
