import { Budget, ELSEWHERE } from "./budget.js";
import type { Node } from "./closed-list.js";
import { callPlain } from "./plain-functions.js";
import { calculate, compare } from "./plain-operators.js";
import { comparing, isEqual, isNumber, isSame, lookup, Sequences, textOf, truth } from "./plain-values.js";

/** Steps that a property of an object takes. */
const KEY_COST = 4;

/** @throws `ELSEWHERE` for what is not a list, though the expression takes it for one. */
function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw ELSEWHERE;
  return value;
}

/** A list of numbers, by which a filter picks members. */
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);

/**
 * One evaluation in this process, by JSONata's rules, of a tree that `isPlain` has let pass. It only reads, and
 * nothing but what is an object's own. It ends with a value, or throws `ELSEWHERE`: when it has cost too much,
 * and wherever the library has an error.
 */
export class PlainEvaluation {
  readonly #budget = new Budget();
  readonly #sequences = new Sequences();
  /** How many values there are in what was made. */
  readonly #weights = new WeakMap<object, number>();
  /** Stands for the root when that is a list, which then counts as one. */
  readonly #rootInList: unknown[] | undefined;

  constructor(private readonly root: unknown) {
    if (Array.isArray(root)) this.#rootInList = this.#sequences.of(root);
  }

  value(tree: Node): unknown {
    return this.#evaluate(tree, this.#rootInList ?? this.root);
  }

  /** Whether the value counts as true. */
  holds(tree: Node): boolean {
    return truth(this.value(tree), this.#budget) === true;
  }

  #evaluate(node: Node, input: unknown): unknown {
    this.#budget.spend(1);
    let result = this.#result(node, input);
    for (const { expr } of node.predicate ?? []) result = this.#filter(expr, result);
    if (node.keepArray && Array.isArray(result)) this.#sequences.keep(result);
    return this.#sequences.single(result);
  }

  #result(node: Node, input: unknown): unknown {
    const { type, value, expressions = [] } = node;
    switch (type) {
      case "path":
        return this.#path(node, input);
      case "binary":
        return this.#binary(node, input);
      case "unary":
        return this.#unary(node, input);
      case "name":
        return lookup(input, value as string, this.#sequences, this.#budget);
      case "variable":
        if (value === "$") return this.root;
        return input === this.#rootInList && input !== undefined ? this.root : input;
      case "condition": {
        const branch = this.#isTrue(node.condition as Node, input) ? node.then : node.else;
        return branch && this.#evaluate(branch, input);
      }
      case "block":
        return expressions.reduce<unknown>(
          (_last, expression) => this.#evaluate(expression, input),
          undefined,
        );
      case "function":
        return this.#call(node, input);
      default:
        return value;
    }
  }

  #path({ steps = [], keepSingletonArray }: Node, input: unknown): unknown {
    const isAbsolute = steps[0]?.type === "variable";
    let list = Array.isArray(input) && !isAbsolute ? input : this.#sequences.of(input);
    for (const [index, step] of steps.entries()) {
      // A list that the expression begins with is made once, and not for each member of the context.
      const isFirstList = index === 0 && step.consarray === true;
      if (isFirstList) list = asList(this.#evaluate(step, list));
      else list = this.#step(step, list, index === steps.length - 1);
      if (list.length === 0) break;
    }
    if (keepSingletonArray !== true) return list;
    const kept = this.#constructed.has(list) && !this.#sequences.has(list) ? this.#sequences.of(list) : list;
    this.#sequences.keep(kept);
    return kept;
  }

  /** Lists that are constructed in a path, which stay one member there. */
  readonly #constructed = new WeakSet<readonly unknown[]>();

  #step(step: Node, list: readonly unknown[], isLast: boolean): unknown[] {
    const found: unknown[] = [];
    for (const member of list) {
      let value = this.#evaluate(step, member);
      for (const { expr } of step.stages ?? []) value = this.#filter(expr, value);
      if (value !== undefined) found.push(value);
    }
    const [only] = found;
    if (isLast && found.length === 1 && Array.isArray(only) && !this.#sequences.has(only)) return only;
    const flat = this.#sequences.of();
    for (const value of found) {
      if (!Array.isArray(value) || this.#constructed.has(value)) flat.push(value);
      else {
        this.#budget.spend(value.length);
        for (const member of value) flat.push(member);
      }
    }
    return this.#weighed(flat, flat);
  }

  #filter(predicate: Node, value: unknown): unknown {
    const list = Array.isArray(value) ? value : this.#sequences.of(value);
    const found = this.#sequences.of();
    if (predicate.type === "number") {
      const item: unknown = list.at(Math.floor(predicate.value as number));
      if (Array.isArray(item)) return item;
      if (item !== undefined) found.push(item);
      return found;
    }
    for (const [index, item] of list.entries()) {
      const verdict = this.#evaluate(predicate, item);
      const places = isNumber(verdict) ? [verdict] : verdict;
      if (Array.isArray(places)) this.#budget.spend(places.length);
      if (isNumbers(places)) {
        for (const place of places) {
          const at = Math.floor(place);
          if ((at < 0 ? list.length + at : at) === index) found.push(item);
        }
      } else if (truth(verdict, this.#budget)) found.push(item);
    }
    return found;
  }

  #binary({ value: operator, lhs, rhs }: Node, input: unknown): unknown {
    if (operator === "and") return this.#isTrue(lhs as Node, input) && this.#isTrue(rhs as Node, input);
    if (operator === "or") return this.#isTrue(lhs as Node, input) || this.#isTrue(rhs as Node, input);
    const left = this.#evaluate(lhs as Node, input);
    const right = this.#evaluate(rhs as Node, input);
    switch (operator) {
      case "=":
      case "!=":
        if (left === undefined || right === undefined) return false;
        return isEqual(left, right, this.#budget) === (operator === "=");
      case "in":
        return this.#isIn(left, right);
      case "&":
        return this.#joined(left, right);
      case "<":
      case "<=":
      case ">":
      case ">=":
        if (typeof left === "string" && typeof right === "string") this.#budget.spend(comparing(left, right));
        return compare(operator, left, right);
      default:
        return calculate(operator, left, right);
    }
  }

  #isTrue(node: Node, input: unknown): boolean {
    return truth(this.#evaluate(node, input), this.#budget) === true;
  }

  #isIn(value: unknown, list: unknown): boolean {
    // The library goes by identity, which a copy elsewhere has not.
    if (typeof value === "object" && value !== null) throw ELSEWHERE;
    if (value === undefined || list === undefined) return false;
    const members: readonly unknown[] = Array.isArray(list) ? list : [list];
    return members.some((member) => isSame(member, value, this.#budget));
  }

  #joined(left: unknown, right: unknown): string {
    const [first = "", second = ""] = [left, right].map((value) =>
      value === undefined ? "" : textOf(value),
    );
    this.#budget.spend(first.length + second.length);
    return first + second;
  }

  #unary(node: Node, input: unknown): unknown {
    if (node.value === "[") return this.#list(node, input);
    if (node.value === "{") return this.#object(node, input);
    const value = this.#evaluate(node.expression as Node, input);
    if (value === undefined) return undefined;
    if (!isNumber(value)) throw ELSEWHERE;
    return -value;
  }

  #list({ expressions = [], consarray }: Node, input: unknown): unknown[] {
    const list: unknown[] = [];
    for (const expression of expressions) {
      const value = this.#evaluate(expression, input);
      if (value === undefined) continue;
      if (expression.value === "[" || !Array.isArray(value)) list.push(value);
      else {
        this.#budget.spend(value.length);
        for (const member of value) list.push(member);
      }
    }
    if (consarray) this.#constructed.add(list);
    return this.#weighed(list, list);
  }

  #object({ lhs = [] as never }: Node, input: unknown): unknown {
    const items: readonly unknown[] = Array.isArray(input) ? input : [input];
    const keys = lhs.map(([key]) => key.value as string);
    // Several under one key are joined, or are an error.
    if (items.length > 1 || new Set(keys).size < keys.length) throw ELSEWHERE;
    // The library changes an empty list that it is given.
    if (Array.isArray(input) && input.length === 0) throw ELSEWHERE;
    this.#budget.spend(KEY_COST * keys.length);
    const entries = lhs.map(([key, value]) => [key.value, this.#evaluate(value, items[0])] as const);
    const made = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    return this.#weighed(made, Object.values(made));
  }

  /**
   * Counts something that was made with all that was made for it, as often as it is in it: what holds itself twice,
   * and so on, is small here and has no end where it is written.
   */
  #weighed<Made extends object>(made: Made, parts: readonly unknown[]): Made {
    const weight = parts.reduce<number>((sum, part) => sum + (this.#weights.get(part as object) ?? 1), 1);
    this.#budget.spend(weight);
    this.#weights.set(made, weight);
    return made;
  }

  #call({ procedure, arguments: given = [] }: Node, input: unknown): unknown {
    const args = given.map((arg) => this.#evaluate(arg, input));
    return callPlain(procedure?.value, args, { budget: this.#budget, sequences: this.#sequences });
  }
}
