/** A draft kept on the device, and every decision about it: no clock, no store, no page in here. */

export interface KeptFile {
  name: string;
  type: string;
  modified: number;
  bytes: ArrayBuffer;
}

export type Entry = { name: string; text: string } | { name: string; file: KeptFile };

/** typing: not handed in; waiting: handed in, not yet received; refused: Zhifa said why it does not take it. */
export type Stage = "typing" | "waiting" | "refused";

export interface Draft {
  key: string;
  actor: string;
  form: string;
  action: string;
  page: string;
  title: string;
  entries: Entry[];
  missing: string[]; // files that did not fit on the device
  stage: Stage;
  why: string; // the refusal in words
  savedAt: number;
  attempts: number;
  triedAt: number;
  nextAt: number;
  leaseUntil: number; // another tab is sending it until then
}

export type Answer =
  | { kind: "received"; location: string }
  | { kind: "refused"; html: string }
  | { kind: "sign-in" }
  | { kind: "silence" };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const WAITS = [5 * SECOND, 15 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE];
const LEAST_GAP = 3 * SECOND;
const FORGET_TYPING = 30 * DAY;

/** How long to wait after so many attempts in vain, in milliseconds: longer and longer, ten minutes at most. */
export function waitAfter(attempts: number): number {
  return WAITS[Math.min(Math.max(attempts, 1), WAITS.length) - 1] ?? 10 * MINUTE;
}

/** May this draft be sent now? A prompt (the network is back, the page was opened) does not wait for its hour. */
export function isDue(draft: Draft, now: number, prompted: boolean): boolean {
  if (draft.stage !== "waiting" || draft.missing.length > 0 || draft.leaseUntil > now) return false;
  return prompted ? now - draft.triedAt >= LEAST_GAP : draft.nextAt <= now;
}

/** How long until something is due, in milliseconds; none while nothing waits. */
export function untilNext(drafts: readonly Draft[], now: number): number | undefined {
  const times = drafts
    .filter((draft) => draft.stage === "waiting" && draft.missing.length === 0)
    .map((draft) => Math.max(draft.nextAt, draft.leaseUntil) - now);
  return times.length ? Math.max(SECOND, Math.min(...times)) : undefined;
}

/** How long an answer may take: half a minute, and a second for every 16 KB that must go up a poor line. */
export function allowance(draft: Draft): number {
  const bytes = draft.entries.reduce((sum, one) => sum + ("file" in one ? one.file.bytes.byteLength : 0), 0);
  return 30 * SECOND + Math.ceil(bytes / 16_384) * SECOND;
}

/** The draft while it is being sent: nobody else sends it until its time is over. */
export function claimed(draft: Draft, now: number): Draft {
  return { ...draft, triedAt: now, leaseUntil: now + allowance(draft) + 10 * SECOND };
}

interface Reply {
  status: number;
  header: (name: string) => string | null;
  path: string; // where redirects led
}

/** What a reply means. Only Zhifa's own mark with this key counts: a portal's page with status 200 is silence. */
export function judge(reply: Reply, key: string, html: string): Answer {
  if (reply.header("X-Zhifa-Received") === key) {
    return { kind: "received", location: reply.header("X-Zhifa-Location") ?? "" };
  }
  if (reply.header("X-Zhifa-Refused") === key) return { kind: "refused", html };
  if (reply.status === 200 && reply.path.startsWith("/accounts/")) return { kind: "sign-in" };
  return { kind: "silence" };
}

/** The draft after an answer; none when it was received and nothing needs keeping. */
export function after(draft: Draft, answer: Answer, now: number, why = ""): Draft | undefined {
  const free = { ...draft, leaseUntil: 0 };
  if (answer.kind === "received") return undefined;
  if (answer.kind === "refused") return { ...free, stage: "refused", attempts: 0, why };
  const attempts = draft.attempts + 1;
  return { ...free, attempts, nextAt: now + waitAfter(answer.kind === "sign-in" ? WAITS.length : attempts) };
}

/** The half-typed draft to offer when this form is opened again: the latest of this person, form and address. */
export function toOffer(
  drafts: readonly Draft[],
  place: Pick<Draft, "actor" | "form" | "action">,
): Draft | undefined {
  return drafts
    .filter((one) => one.actor === place.actor && one.form === place.form && one.action === place.action)
    .filter((one) => one.stage !== "waiting" || one.missing.length > 0)
    .sort((a, b) => b.savedAt - a.savedAt)[0];
}

/** What this person still has on the device, latest first; others' drafts are not theirs to see. */
export function unsent(drafts: readonly Draft[], actor: string, now: number): Draft[] {
  return drafts
    .filter((one) => one.actor === actor && !isForgotten(one, now))
    .sort((a, b) => b.savedAt - a.savedAt);
}

/** Half-typed and never touched again for a month: gone. What was handed in is never forgotten. */
export function isForgotten(draft: Draft, now: number): boolean {
  return draft.stage === "typing" && now - draft.savedAt > FORGET_TYPING;
}

/** The address to open after a receipt: of this site only. */
export function nextAddress(location: string, origin: string, otherwise: string): string {
  try {
    const url = new URL(location, origin);
    return location && url.origin === origin ? url.href : otherwise;
  } catch {
    return otherwise;
  }
}

/** Without the files, which the device has no room for; their names stay, so that they can be chosen again. */
export function withoutFiles(draft: Draft): Draft {
  const names = draft.entries.flatMap((one) => ("file" in one ? [one.file.name] : []));
  return {
    ...draft,
    entries: draft.entries.filter((one) => !("file" in one)),
    missing: [...new Set([...draft.missing, ...names])],
  };
}
