/**
 * What time it is for the server, whatever the device's clock says.
 *
 * Each answer of the server tells its time; half of the way there and back is counted off. Between answers the monotonic clock of the page
 * goes on, which nobody can set. It may stand still while a phone sleeps: when the device's clock then is further on, so much is added,
 * and the time is uncertain until the server answers. After a reload only the device's clock leads on from what was learned before.
 */

/** What the server said, and what the device's clock said then (milliseconds since 1970). */
export interface Learned {
  server: number;
  device: number;
}

/** The two clocks of the device (milliseconds): `date` can be set, `steady` only goes on while the page lives. */
export interface Hands {
  date: number;
  steady: number;
}

const SLEPT = 2_000; // milliseconds by which the two clocks may part before it means something

export class ServerClock {
  private server = 0;
  private hands: Hands | undefined;
  private sure = false;

  /** Take up what was learned before a reload. */
  resume(learned: Learned | undefined, hands: Hands): void {
    if (this.hands || !learned) return;
    this.server = learned.server + Math.max(0, hands.date - learned.device);
    this.hands = hands;
    this.sure = false;
  }

  /** The server answered `server` to a request between the two instants. */
  learn(server: number, asked: Hands, answered: Hands): Learned {
    const way = Math.max(0, answered.steady - asked.steady);
    this.server = server + way / 2;
    this.hands = answered;
    this.sure = true;
    return { server: this.server, device: answered.date };
  }

  /** The server's now, and whether it is certain; undefined as long as the server was never heard. */
  at(hands: Hands): { now: number; sure: boolean } | undefined {
    if (!this.hands) return undefined;
    const steady = hands.steady - this.hands.steady;
    const apart = hands.date - this.hands.date - steady;
    if (apart < SLEPT) return { now: this.server + steady, sure: this.sure };
    return { now: this.server + steady + apart, sure: false };
  }
}

/** The device's clocks now. */
export function hands(): Hands {
  return { date: Date.now(), steady: performance.now() };
}

/** Hours, minutes and seconds as a clock shows what is left; `0:00` when nothing is. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The minutes at which what is left is said aloud, of those passed between two looks. */
export function minuteToSay(before: number, after: number): number | undefined {
  return [10, 5, 1].find((minute) => before > minute * 60_000 && after <= minute * 60_000 && after > 0);
}
