import type { AtomitonAPI } from "../../../services/atomiton.api.js";
import type { StorageChange } from "../../../services/storage/storage.api.js";
import type { RpcClient } from "../../renderer/index.js";
import { element } from "./dom.js";
import { ErrorBox } from "./error-box.js";
import { formatValue } from "./format.js";

/** Changes shown, the newest first. */
const MAX_CHANGES = 5;

/** Sets and gets a value, and shows every change of the storage, whoever makes it. */
export function startStoragePanel(storage: RpcClient<AtomitonAPI>["storage"]): void {
  const form = element("storage-form", HTMLFormElement);
  const key = element("storage-key", HTMLInputElement);
  const value = element("storage-value", HTMLTextAreaElement);
  const result = element("storage-result", HTMLOutputElement);
  const changes = element("storage-changes", HTMLOListElement);
  const errors = new ErrorBox(element("storage-error", HTMLElement));

  const show = async () => {
    const stored = await storage.get(key.value);
    result.value = stored === undefined ? `Nothing under "${key.value}"` : formatValue(stored);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void errors.guard(async () => {
      await storage.set(key.value, value.value);
      await show();
    });
  });
  element("storage-get", HTMLButtonElement).addEventListener("click", () => void errors.guard(show));

  storage.onChanged((change) => {
    changes.prepend(changeItem(change));
    while (changes.children.length > MAX_CHANGES) changes.lastElementChild?.remove();
  });
}

function changeItem({ key, kind }: StorageChange): HTMLLIElement {
  const item = document.createElement("li");
  item.textContent = `${new Date().toLocaleTimeString()}  ${kind} ${key}`;
  return item;
}
