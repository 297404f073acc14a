/** Finds the islands in a part of the page and wakes each one once. */
import { wakeArticles } from "../../laws/copy";
import { wakeCopy } from "../../notices/copy";
import { wakeCertificate } from "../../sittings/certificate";
import { wakeChart } from "../charts/island";
import { wakeBanner } from "../offline/banner";
import { wakeOffline } from "../offline/form";
import { wakeLines } from "./lines";
import { wakeRow } from "./rows";

type Island = (element: HTMLElement) => void | Promise<void>;

// Lines stand before forms: a draft may need more lines than the page came with.
const islands: ReadonlyArray<readonly [selector: string, wake: Island]> = [
  ["[data-copy]", wakeCopy],
  [".statute[data-law]", wakeArticles],
  ["tr[data-href]", wakeRow],
  ["fieldset.count-lines", wakeLines],
  ["[data-chart]", wakeChart],
  ["[data-certificate]", wakeCertificate],
  ["[data-offline-drafts]", wakeBanner],
  ["form[data-offline-form]", wakeOffline],
];

const awake = new WeakMap<HTMLElement, Set<string>>();

/** Wake every sleeping island under `root`; safe to call again after a swap. */
export function wakeAll(root: ParentNode): void {
  for (const [selector, wake] of islands) {
    for (const element of root.querySelectorAll<HTMLElement>(selector)) {
      const done = awake.get(element) ?? new Set<string>();
      if (done.has(selector)) continue;
      done.add(selector);
      awake.set(element, done);
      void wake(element);
    }
  }
}
