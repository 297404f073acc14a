/** Sends what waits on the device: when the network is back, when the page is looked at again, and ever less often. */
import { type Answer, after, claimed, type Draft, isDue, isForgotten, unsent, untilNext } from "./draft";
import type { DraftStore } from "./store";

export type Event =
  | { kind: "changed" }
  | { kind: "sending"; key: string }
  | { kind: "answered"; key: string; answer: Answer; kept: Draft | undefined };

type Listener = (event: Event) => void;

interface World {
  actor: string;
  now: () => number;
  send: (draft: Draft) => Promise<Answer>;
  why: (html: string) => string;
}

export class Outbox {
  private readonly listeners = new Set<Listener>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly store: DraftStore,
    private readonly world: World,
  ) {}

  /** Be told of every change; the answer stops it. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** This person's drafts, latest first. */
  async mine(): Promise<Draft[]> {
    const { actor, now } = this.world;
    return unsent(await this.store.all(), actor, now());
  }

  async keep(draft: Draft): Promise<Draft> {
    const kept = await this.store.put(draft);
    this.tell({ kind: "changed" });
    return kept;
  }

  async forget(key: string): Promise<void> {
    await this.store.remove(key);
    this.tell({ kind: "changed" });
  }

  /** Send everything that is due, one after another; `prompted` does not wait for the next interval. */
  async work(prompted: boolean): Promise<void> {
    clearTimeout(this.timer);
    const { now } = this.world;
    for (const draft of await this.store.all()) {
      if (isForgotten(draft, now())) await this.store.remove(draft.key);
    }
    for (const draft of await this.mine()) {
      if (isDue(draft, now(), prompted)) await this.send(draft.key, prompted);
    }
    const pause = untilNext(await this.mine(), now());
    if (pause !== undefined) this.timer = setTimeout(() => this.work(false), pause);
  }

  /**
   * Send one draft now, once: none when another tab has it in hand or it is gone. `whole` is the draft as the page
   * still holds it, with files for which the device had no room.
   */
  async send(key: string, prompted = true, whole?: Draft): Promise<Answer | undefined> {
    const { now, send, why } = this.world;
    const draft = await this.store.change(key, (one) =>
      isDue(whole ?? one, now(), prompted) && one.leaseUntil <= now() ? claimed(one, now()) : undefined,
    );
    if (draft === undefined) return undefined;
    this.tell({ kind: "sending", key });
    const answer = await send(whole ?? draft);
    const kept = after(draft, answer, now(), answer.kind === "refused" ? why(answer.html) : "");
    if (kept) await this.store.change(key, () => kept);
    else await this.store.remove(key);
    this.tell({ kind: "answered", key, answer, kept });
    return answer;
  }

  private tell(event: Event): void {
    for (const listener of this.listeners) listener(event);
  }
}
