/** What comes back over the wire. Only an answer with `{"zhifa": "sittings/1"}` is the server's: a captive portal's page never says it. */

export const MARK = "sittings/1";

export interface Said {
  id: number;
  words: string;
  said_at: string;
}

export interface Taken {
  turn: number;
  number: number;
  current: boolean;
}

/** What the server may say; each request answers with some of it. */
export interface Body {
  zhifa: typeof MARK;
  now: string;
  sealed?: string;
  opens_at?: string;
  closes_at?: string;
  minutes?: number;
  key?: string;
  file_key?: string;
  started_at?: string;
  ends_at?: string;
  head?: string;
  links?: number;
  turn?: number;
  answers?: Record<string, string[]>;
  broadcasts?: Said[];
  kept?: Taken[];
  newer?: Record<string, string[]>;
  handed?: string | null | boolean;
  receipt?: Receipt;
  promise?: Receipt;
  code?: string;
  detail?: string;
  title?: string;
}

export type Receipt = Record<string, unknown> & { handed_at?: string };

export type Silence = "offline" | "portal" | "busy";

export type Reply =
  | { kind: "ok"; body: Body }
  | { kind: "refused"; status: number; code: string; body: Body }
  | { kind: "silence"; why: Silence };

/** What an answer means. A failure of the server, or of what stands before it, is a silence: the same is sent again. */
export function judge(status: number, text: string): Reply {
  const body = ours(text);
  if (!body) return { kind: "silence", why: status >= 500 ? "busy" : "portal" };
  if (status >= 500 || status === 429) return { kind: "silence", why: "busy" };
  if (status >= 200 && status < 300) return { kind: "ok", body };
  return { kind: "refused", status, code: body.code ?? "", body };
}

function ours(text: string): Body | undefined {
  try {
    const told = JSON.parse(text) as Partial<Body> | null;
    return told?.zhifa === MARK && typeof told.now === "string" ? (told as Body) : undefined;
  } catch {
    return undefined;
  }
}

export interface Request {
  ticket: string;
  body?: unknown; // POST when there is one
  patience?: number; // milliseconds; a half-open connection never answers
  keepalive?: boolean; // goes on when the page is left; at most 64 KiB
}

/** Ask once. Never throws: whatever goes wrong on the way is a silence. */
export async function ask(address: string, request: Request): Promise<Reply> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), request.patience ?? 8_000);
  try {
    const response = await fetch(address, {
      method: request.body === undefined ? "GET" : "POST",
      headers: {
        Authorization: `Bearer ${request.ticket}`,
        ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      keepalive: request.keepalive ?? false,
      signal: stop.signal,
    });
    return judge(response.status, await response.text());
  } catch {
    return { kind: "silence", why: "offline" };
  } finally {
    clearTimeout(timer);
  }
}
