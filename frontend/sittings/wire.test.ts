import { expect, test } from "vitest";
import { judge } from "./wire";

const ours = (more: object) => JSON.stringify({ zhifa: "sittings/1", now: "2026-11-26T01:00:00Z", ...more });

test("only the server's own answer counts", () => {
  expect(judge(200, ours({ kept: [] })).kind).toBe("ok");
  for (const page of [
    "<html>欢迎使用无线网络</html>",
    "{}",
    "null",
    '{"zhifa":"sittings/2","now":"x"}',
    "",
  ]) {
    expect(judge(200, page)).toEqual({ kind: "silence", why: "portal" });
  }
});

test("refusals keep their code, failures are silence", () => {
  expect(judge(409, ours({ code: "attempt-over" }))).toMatchObject({ kind: "refused", code: "attempt-over" });
  expect(judge(401, ours({ code: "ticket" }))).toMatchObject({ kind: "refused", status: 401 });
  expect(judge(401, "login")).toEqual({ kind: "silence", why: "portal" });
  expect(judge(503, ours({}))).toEqual({ kind: "silence", why: "busy" });
  expect(judge(502, "<html>Bad Gateway</html>")).toEqual({ kind: "silence", why: "busy" });
});
