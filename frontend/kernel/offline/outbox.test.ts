import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Answer, Draft } from "./draft";
import { type Event, Outbox } from "./outbox";
import { LocalStore } from "./store";

const START = 1_790_000_000_000;

/** The browser's storage, which Node does not have. */
class MemoryStorage implements Storage {
  private readonly kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  key(at: number) {
    return [...this.kept.keys()][at] ?? null;
  }
  getItem(name: string) {
    return this.kept.get(name) ?? null;
  }
  setItem(name: string, value: string) {
    this.kept.set(name, value);
  }
  removeItem(name: string) {
    this.kept.delete(name);
  }
  clear() {
    this.kept.clear();
  }
}

const waiting: Draft = {
  key: "k1",
  actor: "account:7",
  form: "activity",
  action: "/work/activities/new/",
  page: "/work/activities/new/",
  title: "宪法宣传周进社区",
  entries: [{ name: "title", text: "宪法宣传周进社区" }],
  missing: [],
  stage: "waiting",
  why: "",
  savedAt: START,
  attempts: 0,
  triedAt: 0,
  nextAt: 0,
  leaseUntil: 0,
};

describe("the outbox", () => {
  let storage: Storage;
  let sent: string[];
  let network: (draft: Draft) => Promise<Answer>;

  function page(actor = "account:7"): Outbox {
    const send = (draft: Draft) => {
      sent.push(draft.key);
      return network(draft);
    };
    return new Outbox(new LocalStore(storage), {
      actor,
      now: Date.now,
      send,
      why: () => "日期：不能晚于今天",
    });
  }

  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    storage = new MemoryStorage();
    sent = [];
    network = async () => ({ kind: "silence" });
    return () => vi.useRealTimers();
  });

  test("tries again by itself until the receipt comes, then is empty and quiet", async () => {
    const box = page();
    await box.keep(waiting);
    await box.work(false);
    expect(sent).toEqual(["k1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual(["k1", "k1"]);
    network = async () => ({ kind: "received", location: "/work/" });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sent).toHaveLength(3);
    expect(await box.mine()).toEqual([]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sent).toHaveLength(3);
  });

  test("two tabs send it once", async () => {
    let arrive: (answer: Answer) => void = () => {};
    network = () => new Promise((resolve) => (arrive = resolve));
    const [one, other] = [page(), page()];
    await one.keep(waiting);
    const first = one.send("k1");
    const second = other.send("k1");
    expect(await second).toBeUndefined();
    arrive({ kind: "received", location: "/work/" });
    expect((await first)?.kind).toBe("received");
    expect(sent).toEqual(["k1"]);
    await other.work(true);
    expect(sent).toEqual(["k1"]);
  });

  test("a refused one is told, kept with its reason and not sent again", async () => {
    network = async () => ({ kind: "refused", html: "<main></main>" });
    const box = page();
    const heard: Event["kind"][] = [];
    box.listen((event) => heard.push(event.kind));
    await box.keep(waiting);
    await box.work(true);
    expect(heard).toEqual(["changed", "sending", "answered"]);
    expect(await box.mine()).toMatchObject([{ stage: "refused", why: "日期：不能晚于今天" }]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sent).toEqual(["k1"]);
  });

  test("another person's drafts are neither shown nor sent", async () => {
    await page().keep(waiting);
    const theirs = page("account:8");
    await theirs.work(true);
    expect(await theirs.mine()).toEqual([]);
    expect(sent).toEqual([]);
  });

  test("files that did not fit go with the page that still holds them, and never half", async () => {
    const file = { name: "现场.jpg", type: "image/jpeg", modified: START, bytes: new ArrayBuffer(4) };
    const whole: Draft = { ...waiting, entries: [...waiting.entries, { name: "uploads", file }] };
    const box = page();
    expect((await box.keep(whole)).missing).toEqual(["现场.jpg"]);
    await box.work(true);
    expect(sent).toEqual([]);
    let carried = 0;
    network = async (draft) => {
      carried = draft.entries.length;
      return { kind: "received", location: "/work/" };
    };
    await box.send("k1", true, whole);
    expect(carried).toBe(2);
  });
});
