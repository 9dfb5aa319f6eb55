/** Every function that JSONata has of its own. */
export const BUILT_IN_NAMES: readonly string[] = [
  ..."sum count max min average string substring substringBefore substringAfter lowercase uppercase length".split(
    " ",
  ),
  ..."trim pad match contains replace split join formatNumber formatBase formatInteger parseInteger number".split(
    " ",
  ),
  ..."floor ceil round abs sqrt power random boolean not map zip filter single reduce sift keys lookup".split(
    " ",
  ),
  ..."append exists spread merge reverse each error assert type sort shuffle distinct base64encode".split(
    " ",
  ),
  ..."base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval toMillis fromMillis".split(
    " ",
  ),
  ..."clone now millis".split(" "),
];

/** What is done to a target, by a built-in where it takes part. */
const ON_TARGETS: readonly ((target: string, builtIn: string) => string)[] = [
  (target) => `${target} ~> |$|{"x": 1}|`,
  (target) => `${target} ~> |$|{"x": 1}, ["implementation", "constructor"]|`,
  (target) => `{} ~> |${target}|{"implementation": $string, "signature": {}}|`,
  (target, builtIn) => `{} ~> |${target}|{"implementation": ${builtIn}, "body": {}}, ["_jsonata_function"]|`,
  (target) => `[{}] ~> |**|{"of": ${target}}|`,
  (target) => `$each(${target}, function($v, $k) { $k & $type($v) })`,
  (target) => `$each(${target}, function($v) { $v ~> |$|{"x": 1}| })`,
  (target) => `$sift(${target}, function($v, $k) { ({} ~> |${target}|{}, [$k]|; true) })`,
  (target, builtIn) => `$sift(${target}, ${builtIn})`,
  (target) => `$merge([${target}, {"a": 1}])`,
  (target) => `$lookup(${target}, "constructor")`,
  (target) => `$lookup([${target}, $$], "__proto__").constructor`,
  (target) => `${target}.constructor.constructor("return 1")()`,
  (target) => `${target}.implementation`,
  (target) => `[${target}.*, ${target}.**]`,
  (target) => `$keys(${target})`,
  (target) => `$spread(${target})`,
  (target) => `$string(${target})`,
  (target) => `$clone(${target}) ~> |$|{"constructor": ${target}}|`,
  (target, builtIn) => `${builtIn}(${target})`,
  (target, builtIn) => `${builtIn}(${target}, ${target})`,
  (target, builtIn) => `${builtIn}("text", ${target}, ${builtIn})`,
  (target, builtIn) => `${builtIn}(?, ${target})(${target})`,
  (target, builtIn) => `${target} ~> ${builtIn} ~> ${target}`,
  (target, builtIn) => `$map([1, ${builtIn}], ${target})`,
  (target, builtIn) => `$reduce([${target}, ${builtIn}, 1], ${builtIn})`,
  (target, builtIn) => `$sort([${target}, ${builtIn}], ${builtIn})`,
  (target) => `$distinct($append(${target}, [${target}]))`,
  (target) => `${target}{"k": $, $string(x): ${target}}`,
  (target) => `[${target}, ${target}]^(x, >$)[0]`,
  (target) => `(${target})[x = 1 or $exists(constructor)]`,
  (target) => `$eval("$.constructor", ${target})`,
  (target, builtIn) => `($ := ${target}; $f := ${builtIn}; $f ~> |$|{"$": $f}|; [$f, ${target}])`,
];

const others = ["$string", "$$", "{}", "(function($x) { $x })"];

/** All expressions of one built-in: everything done to itself, and by turns to other built-ins and values. */
export function expressionsOf(name: string): string[] {
  const at = BUILT_IN_NAMES.indexOf(name);
  const neighbour = (distance: number) => `$${BUILT_IN_NAMES[(at + distance) % BUILT_IN_NAMES.length]}`;
  const targets = [neighbour(1), neighbour(17), ...others];
  const builtIn = `$${name}`;
  return [
    ...ON_TARGETS.map((on) => on(builtIn, builtIn)),
    ...targets.flatMap((target, turn) =>
      ON_TARGETS.filter((_, index) => (index + turn + at) % 3 === 0).map((on) => on(target, builtIn)),
    ),
  ];
}
