/** The hand-in file that a player writes when the network does not come back (`zhifa-hand-in/1`). */
import type { Book } from "./book";
import { sealed } from "./sealing";

export const FORMAT = "zhifa-hand-in/1";

/** The file's text: all answers that the server has not said it keeps, sealed; undefined before the start brought the key. */
export async function handInFile(book: Book, madeAt: string): Promise<string | undefined> {
  if (!book.fileKey) return undefined;
  const saves = book.saves.map(({ turn, position, answer, device_at }) => ({
    turn,
    position,
    answer,
    device_at,
  }));
  const content = JSON.stringify({ device: book.device, made_at: madeAt, saves });
  return JSON.stringify({
    format: FORMAT,
    attempt: book.attempt,
    sealed: await sealed(content, book.fileKey, book.attempt),
  });
}

/** Offer a text as a download. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
