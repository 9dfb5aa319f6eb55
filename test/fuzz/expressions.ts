import fc from "fast-check";
import { BUILT_IN_NAMES } from "../attacks/support/expressions.js";
import { name } from "./arbitraries.js";

/** An expression, and the node that evaluates it. */
export interface ExpressionCase {
  type: "transform" | "filter";
  expression: string;
}

/** Texts with expressions in their places. */
const form = (parts: TemplateStringsArray, ...expressions: fc.Arbitrary<unknown>[]): fc.Arbitrary<string> =>
  fc.tuple(...expressions).map((values) => String.raw({ raw: parts }, ...values));

const quoted = name.map((name) => JSON.stringify(name));
const step = name.map((name) => `\`${name.replaceAll("`", "")}\``);
const builtIn = fc.constantFrom(...BUILT_IN_NAMES).map((name) => `$${name}`);
/** Variables of a block, and a lambda's own: apart, so that no lambda calls itself for ever. */
const variable = fc.constantFrom("$", "$$", "$v", "$w", "$string", "$sum", "$clone");
const own = fc.constantFrom("$", "$a", "$b", "$$", "$keys", "$map");
const number = fc.constantFrom("0", "1", "-1", "2.5", "9");
const comparison = fc.constantFrom(
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "and",
  "or",
  "&",
  "+",
  "-",
  "*",
  "/",
  "%",
);

const { expression } = fc.letrec<{ expression: string; lambda: string; body: string }>((tie) => {
  const inner = tie("expression");
  const lambda = tie("lambda");
  const callable = fc.oneof(builtIn, lambda);
  return {
    body: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      own,
      number,
      step,
      form`${own}.${step}`,
      form`$lookup(${own}, ${quoted})`,
      form`(${own} ~> |${tie("body")}|{${quoted}: ${tie("body")}}, [${quoted}]|)`,
      form`({} ~> |${tie("body")}|{${quoted}: ${own}}|; ${own})`,
      form`${builtIn}(${tie("body")}, ${own})`,
      form`$type(${tie("body")}) & ${own}`,
    ),
    lambda: fc.oneof(
      form`function($a, $b) { ${tie("body")} }`,
      form`function($a)<j:j> { ${tie("body")} }`,
      form`function() { ${tie("body")} }`,
      form`${builtIn}(?, ${tie("body")})`,
    ),
    expression: fc.oneof(
      { depthSize: "medium", withCrossShrink: true, maxDepth: 5 },
      variable,
      step,
      number,
      quoted,
      builtIn,
      fc.constantFrom("items", "x", "body", "items.x", "*", "**", "%", "/b/i", "null", "[]", "{}"),
      form`${inner}.${step}`,
      form`${inner}.${inner}`,
      form`${inner}[${inner}]`,
      form`${inner} ${comparison} ${inner}`,
      form`${inner}^(${fc.constantFrom("<", ">", "")}${inner})`,
      form`${inner}{${inner}: ${inner}}`,
      form`${inner}@$v.${inner}`,
      form`${inner}#$w.${inner}`,
      form`[${inner}, ${inner}]`,
      form`[1..${number}]`,
      form`{${quoted}: ${inner}, ${quoted}: ${inner}}`,
      form`${inner} ? ${inner} : ${inner}`,
      form`(${fc.constantFrom("$v", "$w", "$clone", "$string")} := ${inner}; ${inner})`,
      form`${lambda}`,
      form`${callable}(${inner})`,
      form`${callable}(${inner}, ${inner})`,
      form`${callable}(${inner}, ${lambda})`,
      form`(${lambda})(${inner})`,
      form`(${inner})(${inner})`,
      form`${builtIn}(?, ${inner})(${inner})`,
      form`${inner} ~> ${callable}`,
      form`${inner} ~> |${inner}|{${quoted}: ${inner}}|`,
      form`${inner} ~> |${inner}|{${quoted}: ${inner}}, [${quoted}, ${quoted}]|`,
      form`{} ~> |${inner}|{${quoted}: ${inner}}, ${quoted}|`,
      form`$each(${inner}, ${lambda})`,
      form`$sift(${inner}, ${lambda})`,
      form`$map(${inner}, ${callable})`,
      form`$reduce(${inner}, ${callable}, ${inner})`,
      form`$lookup(${inner}, ${quoted})`,
      form`$eval(${inner})`,
      form`$eval(${inner.map((text) => JSON.stringify(text))}, ${inner})`,
    ),
  };
});

/** Expressions by JSONata's grammar, with functions wherever a value is. */
export const expressionCases: fc.Arbitrary<ExpressionCase> = fc.record({
  type: fc.constantFrom("transform", "transform", "transform", "filter"),
  expression,
});
