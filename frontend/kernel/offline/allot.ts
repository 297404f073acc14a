/** Which kept value goes back into which control of one name, a list of citations included. */

export interface Slot {
  type: "choice" | "text" | "lines"; // a box to tick, a line, a field of several lines
  value: string; // of a box: what it stands for
}

/** For each slot what it gets: a box whether it is ticked, a text its value. Lost lines go into the last field of lines. */
export function allot(slots: readonly Slot[], values: readonly string[]): (boolean | string)[] {
  const left = [...values];
  const ticked = slots.map((slot) => {
    const at = slot.type === "choice" ? left.indexOf(slot.value) : -1;
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  const texts = slots.filter((slot) => slot.type !== "choice");
  const surplus = texts.length ? left.splice(0, Math.max(0, left.length - texts.length)) : [];
  let next = 0;
  const lastLines = slots.map((slot) => slot.type).lastIndexOf("lines");
  return slots.map((slot, at) => {
    if (slot.type === "choice") return ticked[at] ?? false;
    const own = left[next++] ?? "";
    return at === lastLines ? [...surplus, own].filter((line) => line !== "").join("\n") : own;
  });
}
