/** The line on every workspace page that says what lies on this device and has not been received. */
import { words } from "../islands/words";
import type { Draft } from "./draft";
import type { Outbox } from "./outbox";
import { outbox } from "./sending";
import { atTime, button } from "./small";

export async function wakeBanner(banner: HTMLElement): Promise<void> {
  const box = await outbox();
  if (!box) return;
  const stop = box.listen((event) => {
    if (!banner.isConnected) stop();
    else if (event.kind !== "sending") show(banner, box);
  });
  await show(banner, box);
}

async function show(banner: HTMLElement, box: Outbox): Promise<void> {
  const here = document.querySelector<HTMLInputElement>(
    "form[data-offline-form] input[name=client_key]",
  )?.value;
  const drafts = (await box.mine()).filter((draft) => draft.key !== here);
  banner.hidden = drafts.length === 0;
  if (banner.hidden) return;
  const fold = banner.querySelector("details") ?? document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words("unsent", { n: drafts.length });
  const list = document.createElement("ul");
  list.append(...drafts.map((draft) => lineOf(draft, box)));
  fold.replaceChildren(summary, list);
  if (!fold.isConnected) banner.replaceChildren(fold);
}

function lineOf(draft: Draft, box: Outbox): HTMLLIElement {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${draft.page}?draft=${encodeURIComponent(draft.key)}`;
  link.textContent = draft.title;
  const state = document.createElement("span");
  state.className = "muted";
  const stage = draft.missing.length ? "missing" : draft.stage;
  state.textContent = `${atTime(draft.savedAt)} · ${words(`stage-${stage}`, { why: draft.why })}`;
  line.append(link, state);
  if (draft.stage === "waiting" && !draft.missing.length) {
    line.append(button(words("send-now"), "btn btn-small", () => box.send(draft.key)));
  }
  line.append(removal(draft, box));
  return line;
}

/** Deleting asks once more on the same button: what is deleted here exists nowhere else. */
function removal(draft: Draft, box: Outbox): HTMLButtonElement {
  let asked = false;
  const made = button(words("delete"), "btn btn-small", () => {
    if (asked) {
      box.forget(draft.key);
      return;
    }
    asked = true;
    made.textContent = words("delete-sure");
    made.classList.add("btn-warning");
  });
  return made;
}
