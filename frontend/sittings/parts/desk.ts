/** What the parts of the screen know and may ask for. */
import type { Book } from "../book";
import type { Sheet } from "../paper";
import type { Way } from "../sender";

export interface Desk {
  readonly book: Book;
  readonly sheets: readonly Sheet[];
  readonly way: Way;
  readonly lasts: boolean; // whether the device keeps what is written
  readonly shelled: boolean; // whether the page opens again without a network
  readonly sealed: boolean; // whether the sealed paper is here
  readonly writing: boolean; // whether something typed is on its way into the store
  readonly addresses: { mine: string; file: string; signIn: string };
  left(): { milliseconds: number; sure: boolean } | undefined; // of the attempt
  untilOpen(): number | undefined; // milliseconds
  start(): Promise<void>;
  answer(position: string, answer: string[]): Promise<void>;
  typing(): void; // something is typed that is not in the store yet
  go(question: number): void;
  flag(question: number): void;
  review(open: boolean): void;
  handIn(): void;
  goOn(): void; // take a hand-in back that has not arrived
  retry(): void;
  writeFile(): Promise<void>;
  keepReceipt(): void;
}
