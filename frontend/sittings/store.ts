/** Where books and sealed papers lie on the device: IndexedDB, on disk before it is said so; tabs of one browser share it. */
import type { Book } from "./book";

export interface Store {
  /** Whether what is kept survives the page. */
  readonly lasts: boolean;
  read(attempt: string): Promise<Book | undefined>;
  /** Read, decide and write as one step; answers what stands, after it is on disk. Other tabs are told of a change. */
  change(attempt: string, decide: (book: Book | undefined) => Book | undefined): Promise<Book | undefined>;
  paper(attempt: string): Promise<string | undefined>;
  keepPaper(attempt: string, sealed: string): Promise<void>;
  dropPaper(attempt: string): Promise<void>;
  /** The name of this browser profile, made once. */
  device(): Promise<string>;
  /** Be told when another tab changed the book. */
  listen(attempt: string, heard: () => void): void;
}

const NAME = "zhifa-sittings";
const [BOOKS, PAPERS, SELF] = ["books", "papers", "self"] as const;

/** The device's store; one that only lasts as long as the page where the browser keeps nothing. */
export async function openStore(factory: IDBFactory | undefined = globalThis.indexedDB): Promise<Store> {
  try {
    if (!factory) throw new Error("none");
    const store = new IndexedStore(await database(factory));
    await store.device();
    return store;
  } catch {
    return new PageStore();
  }
}

function database(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const name of [BOOKS, PAPERS, SELF]) request.result.createObjectStore(name);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

class IndexedStore implements Store {
  readonly lasts = true;
  private readonly channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(NAME);

  constructor(private readonly base: IDBDatabase) {}

  read(attempt: string): Promise<Book | undefined> {
    return this.get<Book>(BOOKS, attempt);
  }

  async change(
    attempt: string,
    decide: (book: Book | undefined) => Book | undefined,
  ): Promise<Book | undefined> {
    let changed = false;
    const stands = await this.within<Book>("readwrite", BOOKS, (books, keep) => {
      const request = books.get(attempt);
      request.onsuccess = () => {
        const before = request.result as Book | undefined;
        const next = decide(before);
        if (next === undefined) return;
        changed = next !== before;
        if (changed) books.put(next, attempt);
        keep(next);
      };
    });
    if (changed) this.channel?.postMessage(attempt);
    return stands;
  }

  paper(attempt: string): Promise<string | undefined> {
    return this.get<string>(PAPERS, attempt);
  }

  async keepPaper(attempt: string, sealed: string): Promise<void> {
    await this.within("readwrite", PAPERS, (papers) => papers.put(sealed, attempt));
  }

  async dropPaper(attempt: string): Promise<void> {
    await this.within("readwrite", PAPERS, (papers) => papers.delete(attempt));
  }

  async device(): Promise<string> {
    const made = await this.within<string>("readwrite", SELF, (self, keep) => {
      const request = self.get("device");
      request.onsuccess = () => {
        const known = (request.result as string | undefined) ?? newDevice();
        if (request.result === undefined) self.put(known, "device");
        keep(known);
      };
    });
    return made ?? newDevice();
  }

  listen(attempt: string, heard: () => void): void {
    this.channel?.addEventListener("message", (event: MessageEvent) => {
      if (event.data === attempt) heard();
    });
  }

  private get<Value>(name: string, key: string): Promise<Value | undefined> {
    return this.within<Value>("readonly", name, (values, keep) => {
      const request = values.get(key);
      request.onsuccess = () => {
        if (request.result !== undefined) keep(request.result as Value);
      };
    });
  }

  private within<Result>(
    mode: IDBTransactionMode,
    name: string,
    work: (store: IDBObjectStore, keep: (result: Result) => void) => unknown,
  ): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      const transaction = this.base.transaction(name, mode, { durability: "strict" }); // a dead battery loses nothing
      let result: Result | undefined;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore(name), (one) => {
        result = one;
      });
    });
  }
}

/** What a browser that keeps nothing gets: the page says so. */
export class PageStore implements Store {
  readonly lasts = false;
  private readonly books = new Map<string, Book>();
  private readonly papers = new Map<string, string>();
  private readonly self = newDevice();

  async read(attempt: string): Promise<Book | undefined> {
    return this.books.get(attempt);
  }

  async change(
    attempt: string,
    decide: (book: Book | undefined) => Book | undefined,
  ): Promise<Book | undefined> {
    const next = decide(this.books.get(attempt));
    if (next) this.books.set(attempt, next);
    return next;
  }

  async paper(attempt: string): Promise<string | undefined> {
    return this.papers.get(attempt);
  }

  async keepPaper(attempt: string, sealed: string): Promise<void> {
    this.papers.set(attempt, sealed);
  }

  async dropPaper(attempt: string): Promise<void> {
    this.papers.delete(attempt);
  }

  async device(): Promise<string> {
    return this.self;
  }

  listen(): void {}
}

/** 16 random bytes as 22 characters of base64url. */
export function newDevice(): string {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
