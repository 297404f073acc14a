/** One attempt to hand a draft in, and the outbox of this page. */
import { type Answer, allowance, type Draft, judge } from "./draft";
import { Outbox } from "./outbox";
import { openStore } from "./store";

/** Send the draft once. Whatever goes wrong on the way is silence: it stays and is tried again. */
export async function attempt(draft: Draft): Promise<Answer> {
  if (navigator.onLine === false) return { kind: "silence" };
  if (cookieToken() !== tokenAtStart) return { kind: "sign-in" }; // someone else may have signed in meanwhile
  const body = new FormData();
  for (const one of draft.entries) {
    if ("text" in one) body.append(one.name, one.text);
    else body.append(one.name, asFile(one.file), one.file.name);
  }
  body.set("client_key", draft.key);
  body.set("csrfmiddlewaretoken", token());
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), allowance(draft));
  try {
    const response = await fetch(draft.action, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-Zhifa-Client-Key": draft.key, "X-CSRFToken": token() },
      signal: stop.signal,
    });
    const html = await response.text();
    const path = response.redirected ? new URL(response.url).pathname : "";
    return judge(
      { status: response.status, header: (name) => response.headers.get(name), path },
      draft.key,
      html,
    );
  } catch {
    return { kind: "silence" };
  } finally {
    clearTimeout(timer);
  }
}

export function asFile(kept: { name: string; type: string; modified: number; bytes: ArrayBuffer }): File {
  return new File([kept.bytes], kept.name, { type: kept.type, lastModified: kept.modified });
}

/** The token of this sign-in: a draft outlives the page it was typed on, so its own token may be old. */
function token(): string {
  return (
    cookieToken() || document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value || ""
  );
}

/** Django makes a new one at every sign-in. */
function cookieToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

const tokenAtStart = cookieToken();

/** The lines of the error summary on the page that refused. */
export function whyRefused(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  const lines = [...page.querySelectorAll(".error-summary li")].map((line) => line.textContent?.trim() ?? "");
  if (lines.length) return lines.join("；");
  return page.querySelector("main h1")?.textContent?.trim() ?? "";
}

let ours: Promise<Outbox | undefined> | undefined;

/** The one outbox of this page, at work from the first call; none for a stranger or without any store. */
export function outbox(): Promise<Outbox | undefined> {
  ours ??= begin();
  return ours;
}

async function begin(): Promise<Outbox | undefined> {
  const actor = document.body.dataset.actor ?? "";
  const store = actor ? await openStore() : undefined;
  if (!store) return undefined;
  const box = new Outbox(store, { actor, now: Date.now, send: attempt, why: whyRefused });
  window.addEventListener("online", () => box.work(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") box.work(true);
  });
  box.work(true);
  return box;
}
