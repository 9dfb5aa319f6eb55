/**
 * The element of an id.
 *
 * @throws TypeError when the page has none of this kind: its HTML and its code are out of step.
 */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new TypeError(`The page has no ${kind.name} with the id "${id}"`);
}

/** Fills a description list with pairs of a term and its text, in place where it has as many already. */
export function showFacts(
  list: HTMLElement,
  facts: readonly (readonly [term: string, text: string])[],
): void {
  if (list.children.length !== facts.length * 2) {
    list.replaceChildren(
      ...facts.flatMap(() => [document.createElement("dt"), document.createElement("dd")]),
    );
  }
  for (const [index, texts] of facts.entries()) {
    for (const [part, text] of texts.entries()) {
      const cell = list.children[index * 2 + part];
      if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
    }
  }
}
