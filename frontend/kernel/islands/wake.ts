/** Finds the islands in a part of the page and wakes each one once. */

type Island = (element: HTMLElement) => void;

const islands: ReadonlyArray<readonly [selector: string, wake: Island]> = [];

const awake = new WeakMap<HTMLElement, Set<string>>();

/** Wake every sleeping island under `root`; safe to call again after a swap. */
export function wakeAll(root: ParentNode): void {
  for (const [selector, wake] of islands) {
    for (const element of root.querySelectorAll<HTMLElement>(selector)) {
      const done = awake.get(element) ?? new Set<string>();
      if (done.has(selector)) continue;
      done.add(selector);
      awake.set(element, done);
      wake(element);
    }
  }
}
