/** Where drafts lie on the device: IndexedDB with their files, or localStorage without files where that is all. */
import { type Draft, withoutFiles } from "./draft";

export interface DraftStore {
  all(): Promise<Draft[]>;
  /** Keep the draft; answers what was kept, which lacks its files when they do not fit. */
  put(draft: Draft): Promise<Draft>;
  remove(key: string): Promise<void>;
  /** Read, decide and write as one step, so that two tabs never both decide. Answers what was written. */
  change(key: string, decide: (draft: Draft) => Draft | undefined): Promise<Draft | undefined>;
}

const NAME = "zhifa-drafts";

/** The device's store; none where the browser keeps nothing at all, and then forms post as they always did. */
export async function openStore(): Promise<DraftStore | undefined> {
  try {
    return new IndexedStore(await opened());
  } catch {
    return localStore();
  }
}

function localStore(): DraftStore | undefined {
  try {
    window.localStorage.setItem(`${NAME}:probe`, "1");
    window.localStorage.removeItem(`${NAME}:probe`);
    return new LocalStore(window.localStorage);
  } catch {
    return undefined;
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = window.indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

class IndexedStore implements DraftStore {
  constructor(private readonly database: IDBDatabase) {}

  all(): Promise<Draft[]> {
    return this.within<Draft[]>("readonly", (drafts, keep) => {
      const request = drafts.getAll();
      request.onsuccess = () => keep(request.result as Draft[]);
    }).then((found) => found ?? []);
  }

  async put(draft: Draft): Promise<Draft> {
    try {
      await this.within("readwrite", (drafts) => drafts.put(draft));
      return draft;
    } catch (failure) {
      const bare = withoutFiles(draft);
      if (bare.missing.length === draft.missing.length) throw failure;
      await this.within("readwrite", (drafts) => drafts.put(bare));
      return bare;
    }
  }

  async remove(key: string): Promise<void> {
    await this.within("readwrite", (drafts) => drafts.delete(key));
  }

  change(key: string, decide: (draft: Draft) => Draft | undefined): Promise<Draft | undefined> {
    return this.within<Draft>("readwrite", (drafts, keep) => {
      const request = drafts.get(key);
      request.onsuccess = () => {
        const next = request.result === undefined ? undefined : decide(request.result as Draft);
        if (next === undefined) return;
        drafts.put(next);
        keep(next);
      };
    });
  }

  private within<Result>(
    mode: IDBTransactionMode,
    work: (drafts: IDBObjectStore, keep: (result: Result) => void) => unknown,
  ): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction("drafts", mode);
      let kept: Result | undefined;
      transaction.oncomplete = () => resolve(kept);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore("drafts"), (result) => {
        kept = result;
      });
    });
  }
}

/** Drafts as JSON; each call is one step, because scripts of one site take turns at localStorage. */
export class LocalStore implements DraftStore {
  constructor(private readonly storage: Storage) {}

  async all(): Promise<Draft[]> {
    const names = Array.from({ length: this.storage.length }, (_, at) => this.storage.key(at) ?? "");
    return names
      .filter((name) => name.startsWith(`${NAME}:`))
      .flatMap((name) => this.read(name.slice(NAME.length + 1)) ?? []);
  }

  async put(draft: Draft): Promise<Draft> {
    const bare = withoutFiles(draft);
    this.storage.setItem(`${NAME}:${draft.key}`, JSON.stringify(bare));
    return bare;
  }

  async remove(key: string): Promise<void> {
    this.storage.removeItem(`${NAME}:${key}`);
  }

  async change(key: string, decide: (draft: Draft) => Draft | undefined): Promise<Draft | undefined> {
    const found = this.read(key);
    const next = found && decide(found);
    if (next) this.storage.setItem(`${NAME}:${key}`, JSON.stringify(next));
    return next;
  }

  private read(key: string): Draft | undefined {
    const text = this.storage.getItem(`${NAME}:${key}`);
    return text === null ? undefined : (JSON.parse(text) as Draft);
  }
}
