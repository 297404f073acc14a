/**
 * The player's service worker: the page of an attempt opens again without a network. It keeps one page that says nothing of anybody, with its
 * scripts and styles; what belongs to the candidate lies in the store. Nothing else of the site passes through here but what its scope
 * holds, and no answer of the server is kept.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

const CACHE = "zhifa-player";
const SHELL = new URL("./", worker.location.href).pathname;
const PATIENCE = 4_000; // milliseconds; a half-open connection never answers
const MARK = "X-Zhifa-Player";

worker.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.includes("/built/assets/")) event.respondWith(asset(request)); // their names change with their content
});

/** The page from the server; the kept one where none comes, or a page that is not ours (a portal, a failure, a sign-in). */
async function page(event: FetchEvent): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  let answer: Response | undefined;
  try {
    answer = await fetch(event.request.url, {
      signal: stop.signal,
      redirect: "manual",
      credentials: "same-origin",
    });
  } catch {
    answer = undefined;
  } finally {
    clearTimeout(timer);
  }
  if (answer?.headers.has(MARK)) {
    event.waitUntil(keepShell().catch(() => undefined));
    return answer;
  }
  if (answer && answer.status >= 400 && answer.status < 500) return answer;
  const kept = await caches.match(SHELL);
  return kept ?? answer ?? Response.error();
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

/** Keep the bare page and all that it loads; what an earlier one loaded goes. */
async function keepShell(): Promise<void> {
  const answer = await fetch(SHELL, { cache: "no-store", credentials: "same-origin", redirect: "error" });
  if (!answer.ok || !answer.headers.has(MARK)) throw new Error("no shell");
  const html = await answer.clone().text();
  const found = [...html.matchAll(/(?:href|src)="([^"]*\/built\/assets\/[^"]+)"/g)];
  const needed = new Set(found.map((one) => new URL(one[1] ?? "", worker.location.href).href));
  const cache = await caches.open(CACHE);
  await Promise.all(
    [...needed].map(async (address) => {
      if (!(await cache.match(address))) await cache.add(address);
    }),
  );
  await cache.put(SHELL, answer);
  for (const one of await cache.keys()) {
    if (new URL(one.url).pathname !== SHELL && !needed.has(one.url)) await cache.delete(one);
  }
}
