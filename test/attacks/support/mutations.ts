/** Removes the keys of a parsed object, while they are listed, that it would inherit then. */
function whileListed(list: string, then: string): string {
  const keys = "['constructor', '__lookupGetter__', 'valueOf', 'toString']";
  return `($o := $eval(body); ${list}($o, function($v, $k) { ($k = 'first' ? {} ~> |$o|{}, ${keys}|; ${then}) }))`;
}

/**
 * Expressions that try to change what is not theirs: what others have of JSONata, their data and, through what
 * an object inherits, the language itself. `x` is the caller's own input, `body` a long JSON text.
 */
export const MUTATIONS: readonly (readonly [title: string, expression: string])[] = [
  ["a built-in's implementation", "{} ~> |$sum|{'implementation': $max}|"],
  ["a built-in as the target itself", "$sum ~> |$|{'implementation': $max}|"],
  [
    "all built-ins",
    "{} ~> |[$sum, $keys, $string, $map, $each]|{}, ['implementation', '_jsonata_function']|",
  ],
  ["a built-in's signature", "{} ~> |$sum.signature|{'definition': 'x', 'validate': $string}|"],
  ["a lambda's frame", "($f := function($a) { $a }; {} ~> |$f.environment|{'base': 1}|; $f(1))"],
  [
    "a lambda's syntax tree",
    "($f := function($a) { $a + 1 }; {} ~> |$f.body.**|{'type': 'variable', 'value': ''}|; $f(1))",
  ],
  [
    "the frame of all built-ins",
    "($f := function() { 1 }; {} ~> |$f.environment.**|{'lookup': 1}, ['bind']|; $sum([1]))",
  ],
  ["the clone that protects it", "($clone := function($a) { $a }; $ ~> |$|{'changed': true}|; $$)"],
  ["a clone that is a built-in", "($clone := $sum; $ ~> |$|{'changed': true}|)"],
  ["the whole input", "{} ~> |$$|{'changed': true}, ['x']|"],
  ["an input's list", "{} ~> |$$.list|{'length': 0}|"],
  ["an input's prototype", "{} ~> |x|{'__proto__': {'polluted': true}}|"],
  ["the prototype of everything", "{} ~> |$lookup(x, '__proto__')|{'polluted': true}|"],
  ["the prototype of everything, by a path", "{} ~> |x.`__proto__`|{'polluted': true}|"],
  [
    "the prototype of everything, by a built-in",
    "{} ~> |$sum.implementation.constructor.prototype|{'polluted': true}|",
  ],
  [
    "a class, by a key that goes while it is listed",
    "$each(x, function($v, $k) { ({} ~> |x|{}, ['constructor']|; $type($v)) })",
  ],
  ["a class, by a parsed key that goes", whileListed("$each", "$string($v('return typeof process'))")],
  ["a class that is kept", whileListed("$sift", "true")],
  ["a class that is called", whileListed("$each", "$v.constructor('return typeof process')()")],
  ["the class of a function", "$sum.implementation.constructor('return typeof process')()"],
  ["the class of a lambda's function", "(function() { 1 }).apply.constructor('return typeof process')()"],
  ["what JSONata hands a function", "$map([1], function($v, $i, $a) { ({} ~> |$a|{'changed': true}|; $a) })"],
  ["a match", "$match('abc', /b/) ~> |$|{'next': $string}|"],
  ["a matcher", "(/b/)('abc').next ~> |$|{'x': 1}|"],
];

/** JSON that is too long to be an expression, so that it is read as JSON. */
export const BODY = JSON.stringify({
  first: 1,
  constructor: 2,
  __lookupGetter__: 3,
  valueOf: 4,
  toString: 5,
  long: "x".repeat(40_000),
});
