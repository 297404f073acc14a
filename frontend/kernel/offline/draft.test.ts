import { describe, expect, test } from "vitest";
import {
  type Answer,
  after,
  allowance,
  claimed,
  type Draft,
  isDue,
  isForgotten,
  judge,
  nextAddress,
  toOffer,
  unsent,
  untilNext,
  waitAfter,
  withoutFiles,
} from "./draft";

const NOW = 1_790_000_000_000;

function draft(changes: Partial<Draft> = {}): Draft {
  return {
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
    savedAt: NOW,
    attempts: 0,
    triedAt: 0,
    nextAt: 0,
    leaseUntil: 0,
    ...changes,
  };
}

function reply(headers: Record<string, string>, status = 200, path = "") {
  return { status, path, header: (name: string) => headers[name] ?? null };
}

describe("what a reply means", () => {
  test("a receipt is the server's mark with this very key", () => {
    const answer = judge(
      reply({ "X-Zhifa-Received": "k1", "X-Zhifa-Location": "/work/activities/5/" }),
      "k1",
      "",
    );
    expect(answer).toEqual({ kind: "received", location: "/work/activities/5/" });
  });
  test("a portal's page with status 200 is no receipt", () => {
    expect(judge(reply({}), "k1", "<html>欢迎使用无线网络</html>").kind).toBe("silence");
  });
  test("a receipt for another key is no receipt", () => {
    expect(judge(reply({ "X-Zhifa-Received": "k2" }), "k1", "").kind).toBe("silence");
  });
  test("a refusal brings the page that says why", () => {
    expect(judge(reply({ "X-Zhifa-Refused": "k1" }), "k1", "<main>…</main>")).toEqual({
      kind: "refused",
      html: "<main>…</main>",
    });
  });
  test("a sign-in page asks for a sign-in, a failure of the server is silence", () => {
    expect(judge(reply({}, 200, "/accounts/login/"), "k1", "").kind).toBe("sign-in");
    expect(judge(reply({}, 503), "k1", "").kind).toBe("silence");
  });
});

describe("what becomes of a draft", () => {
  test("a receipt ends it", () => {
    expect(after(draft(), { kind: "received", location: "/" }, NOW)).toBeUndefined();
  });
  test("a refusal keeps it for mending and does not send it again", () => {
    const kept = after(draft(), { kind: "refused", html: "" }, NOW, "日期：不能晚于今天");
    expect(kept).toMatchObject({ stage: "refused", why: "日期：不能晚于今天" });
    expect(isDue(kept as Draft, NOW + 1e9, true)).toBe(false);
  });
  test.each<Answer>([{ kind: "silence" }, { kind: "sign-in" }])(
    "$kind keeps it waiting and frees it",
    (answer) => {
      const kept = after(claimed(draft(), NOW), answer, NOW + 1000);
      expect(kept).toMatchObject({ stage: "waiting", attempts: 1, leaseUntil: 0 });
      expect(kept?.nextAt).toBeGreaterThan(NOW);
    },
  );
  test("the intervals grow to ten minutes and no further", () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map(waitAfter);
    expect(waits).toEqual([5_000, 15_000, 60_000, 180_000, 600_000, 600_000, 600_000]);
  });
});

describe("when a draft is sent", () => {
  test("only when it was handed in", () => {
    expect(isDue(draft({ stage: "typing" }), NOW, true)).toBe(false);
    expect(isDue(draft(), NOW, false)).toBe(true);
  });
  test("not while another tab has it in hand, and again when that tab died", () => {
    const held = claimed(draft(), NOW);
    expect(isDue(held, NOW + 5_000, true)).toBe(false);
    expect(isDue(held, NOW + allowance(held) + 10_001, true)).toBe(true);
  });
  test("a prompt does not wait for the interval, but does not hammer either", () => {
    const tried = draft({ triedAt: NOW, nextAt: NOW + 600_000 });
    expect(isDue(tried, NOW + 10_000, false)).toBe(false);
    expect(isDue(tried, NOW + 10_000, true)).toBe(true);
    expect(isDue(tried, NOW + 1_000, true)).toBe(false);
  });
  test("never without its files", () => {
    expect(isDue(draft({ missing: ["现场.jpg"] }), NOW, true)).toBe(false);
  });
  test("photographs are given more time", () => {
    const photograph = {
      name: "现场.jpg",
      type: "image/jpeg",
      modified: NOW,
      bytes: new ArrayBuffer(1_600_000),
    };
    expect(allowance(draft({ entries: [{ name: "uploads", file: photograph }] }))).toBe(128_000);
  });
  test("the next look is when the first is due", () => {
    expect(untilNext([draft({ nextAt: NOW + 9_000 }), draft({ nextAt: NOW + 60_000 })], NOW)).toBe(9_000);
    expect(untilNext([draft({ stage: "refused" })], NOW)).toBeUndefined();
  });
});

describe("whose draft is shown", () => {
  const place = { actor: "account:7", form: "activity", action: "/work/activities/new/" };
  test("the latest half-typed one of this person, form and address is offered", () => {
    const older = draft({ key: "a", stage: "typing", savedAt: NOW - 60_000 });
    const later = draft({ key: "b", stage: "typing" });
    const others = [
      draft({ key: "c", stage: "typing", actor: "account:8", savedAt: NOW + 1 }),
      draft({ key: "d", stage: "typing", action: "/work/activities/5/change/", savedAt: NOW + 1 }),
      draft({ key: "e", stage: "waiting", savedAt: NOW + 1 }),
    ];
    expect(toOffer([older, later, ...others], place)?.key).toBe("b");
    expect(toOffer(others, place)).toBeUndefined();
  });
  test("another person on the same device sees none of it", () => {
    expect(unsent([draft()], "account:8", NOW)).toEqual([]);
  });
  test("half-typed is forgotten after a month, handed in never", () => {
    const old = NOW - 31 * 86_400_000;
    expect(isForgotten(draft({ stage: "typing", savedAt: old }), NOW)).toBe(true);
    expect(isForgotten(draft({ savedAt: old }), NOW)).toBe(false);
  });
});

test("a receipt leads to this site only", () => {
  const here = "https://zhifa.example/work/activities/new/";
  expect(nextAddress("/work/activities/5/", "https://zhifa.example", here)).toBe(
    "https://zhifa.example/work/activities/5/",
  );
  expect(nextAddress("https://elsewhere.example/", "https://zhifa.example", here)).toBe(here);
  expect(nextAddress("", "https://zhifa.example", here)).toBe(here);
});

test("a draft without room for files keeps their names", () => {
  const file = { name: "现场.jpg", type: "image/jpeg", modified: NOW, bytes: new ArrayBuffer(4) };
  const bare = withoutFiles(
    draft({
      entries: [
        { name: "title", text: "讲座" },
        { name: "uploads", file },
      ],
    }),
  );
  expect(bare.entries).toEqual([{ name: "title", text: "讲座" }]);
  expect(bare.missing).toEqual(["现场.jpg"]);
});
