/**
 * A form marked `data-offline-form="<name>"`: kept on the device while it is typed, sent when there is a network,
 * received once. Without script, or where the browser keeps nothing, the form posts as every form does.
 */
import htmx from "htmx.org";
import { wakeAll } from "../islands/wake";
import { words } from "../islands/words";
import { entriesOf, putBack } from "./controls";
import { type Draft, nextAddress, toOffer } from "./draft";
import type { Event as BoxEvent, Outbox } from "./outbox";
import { outbox } from "./sending";
import { atTime, button, newKey } from "./small";

const PAUSE = 400; // milliseconds after the last stroke

export async function wakeOffline(element: HTMLElement): Promise<void> {
  const box = await outbox();
  if (box && element instanceof HTMLFormElement && element.isConnected)
    await new OfflineForm(element, box).begin();
}

class OfflineForm {
  private readonly keyField: HTMLInputElement;
  private readonly line = document.createElement("div");
  private draft: Draft | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<unknown> = Promise.resolve();
  private sending = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly box: Outbox,
  ) {
    this.keyField = keyFieldOf(form);
    this.line.className = "offline-status";
    this.line.setAttribute("role", "status");
    this.line.setAttribute("aria-live", "polite");
    this.line.hidden = true;
    const actions = form.querySelector(".form-actions");
    if (actions)
      actions.prepend(this.line); // beside the button, also where that sticks to the bottom of a phone
    else form.append(this.line);
  }

  async begin(): Promise<void> {
    await this.find();
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", () => this.soon());
    this.form.addEventListener("htmx:after:swap", () => this.soon());
    this.form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && this.sending) window.location.reload();
    });
    const stop = this.box.listen((event) => {
      if (this.form.isConnected) this.heard(event);
      else stop();
    });
  }

  /** The draft that this page is about: named in the address, answered by the server, or half-typed before. */
  private async find(): Promise<void> {
    const mine = await this.box.mine();
    const asked = new URLSearchParams(window.location.search).get("draft");
    const known = mine.find(
      (one) => one.key === (asked ?? this.keyField.value) && one.action === this.action(),
    );
    if (!this.keyField.value) this.keyField.value = newKey();
    if (known) return this.goOn(known);
    const offered = toOffer(mine, { actor: this.actor(), form: this.name(), action: this.action() });
    if (offered) this.offer(offered);
  }

  private offer(draft: Draft): void {
    const offer = document.createElement("section");
    offer.className = "offline-offer";
    const text = document.createElement("p");
    text.textContent = words("offer", { time: atTime(draft.savedAt), title: draft.title });
    offer.append(
      text,
      button(words("continue"), "btn btn-primary", () => {
        offer.remove();
        this.goOn(draft);
      }),
      button(words("afresh"), "btn", async () => {
        offer.remove();
        await this.box.forget(draft.key);
      }),
    );
    this.form.prepend(offer);
  }

  private goOn(draft: Draft): void {
    this.draft = draft;
    this.keyField.value = draft.key;
    const lost = [...draft.missing, ...putBack(this.form, draft.entries)];
    if (lost.length) this.say("missing", "waiting", { files: lost.join("、") });
    else if (draft.stage === "waiting") this.sayWaiting();
    else if (draft.stage === "refused")
      this.say("refused", "refused", { why: this.form.querySelector(".error-summary") ? "" : draft.why });
    else this.say("kept", "kept");
  }

  private soon(): void {
    if (this.sending) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Keep what is typed, unless nothing is new. */
  private flush(): void {
    if (this.timer === undefined || this.sending) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const handedIn = this.draft?.stage === "waiting";
    this.saving = this.saving
      .then(() => this.keep())
      .then((kept) => {
        if (kept.missing.length) this.say("missing", "waiting", { files: kept.missing.join("、") });
        else this.say(handedIn ? "changed" : "kept", "kept");
      })
      .catch(() => this.say("not-kept", "waiting"));
  }

  private async keep(): Promise<Draft> {
    const now = await this.typed("typing");
    const chosen = now.entries.some((one) => "file" in one);
    this.draft = await this.box.keep(chosen ? now : { ...now, missing: this.draft?.missing ?? [] });
    return this.draft;
  }

  private async typed(stage: Draft["stage"], submitter?: HTMLElement | null): Promise<Draft> {
    return {
      key: this.keyField.value,
      actor: this.actor(),
      form: this.name(),
      action: this.action(),
      page: window.location.pathname,
      title: titleOf(this.form),
      entries: await entriesOf(this.form, submitter),
      missing: [],
      stage,
      why: "",
      savedAt: Date.now(),
      attempts: 0,
      triedAt: 0,
      nextAt: 0,
      leaseUntil: 0,
    };
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    this.freeze(true);
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.saving;
    try {
      const whole = await this.typed("waiting", event.submitter);
      this.draft = await this.box.keep(whole);
      await this.box.send(whole.key, true, whole);
    } catch {
      this.freeze(false); // no room at all: post as a form without script does
      HTMLFormElement.prototype.submit.call(this.form);
    }
  }

  private heard(event: BoxEvent): void {
    if (event.kind === "changed" || event.key !== this.keyField.value) return;
    if (event.kind === "sending") {
      this.freeze(true);
      this.say("sending", "sending");
      return;
    }
    if (event.answer.kind === "received") {
      this.say("received", "received");
      window.location.assign(
        nextAddress(event.answer.location, window.location.origin, window.location.href),
      );
      return;
    }
    this.draft = event.kept;
    this.freeze(false);
    if (event.answer.kind === "refused") this.showRefusal(event.answer.html);
    else if (event.answer.kind === "sign-in") this.say("sign-in", "waiting");
    else if (event.kept?.missing.length) this.say("stay", "waiting");
    else this.sayWaiting();
  }

  /** The page that refused takes the place of this one, with its errors; what was typed and chosen is put back. */
  private showRefusal(html: string): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    const here = document.querySelector("main");
    if (main?.querySelector(`form[data-offline-form="${CSS.escape(this.name())}"]`) && here) {
      here.replaceWith(main);
      htmx.process(main);
      wakeAll(main);
      const summary = main.querySelector<HTMLElement>(".error-summary");
      summary?.focus();
      summary?.scrollIntoView({ block: "start" });
      return;
    }
    this.say("refused", "refused", { why: this.draft?.why ?? "" });
  }

  private sayWaiting(): void {
    this.say("waiting", "waiting");
    this.line.append(
      button(words("send-now"), "btn btn-small", () => {
        this.box.send(this.keyField.value);
      }),
    );
    if (!this.action().endsWith("/new/")) return;
    this.line.append(
      button(words("another"), "btn btn-small", () => {
        this.form.reset();
        this.keyField.value = newKey();
        this.draft = undefined;
        this.line.hidden = true;
        this.form.scrollIntoView({ block: "start" });
        this.form.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
      }),
    );
  }

  private say(name: string, state: string, filled: Record<string, string> = {}): void {
    this.line.hidden = false;
    this.line.dataset.state = state;
    const text = words(name, filled);
    const span = document.createElement("span");
    span.textContent = text;
    if (this.line.textContent !== text) this.line.replaceChildren(span);
  }

  /** While it is on its way nothing is changed; what is typed now would be lost. */
  private freeze(on: boolean): void {
    this.sending = on;
    this.form.toggleAttribute("inert", on);
    this.form.setAttribute("aria-busy", String(on));
  }

  private name(): string {
    return this.form.dataset.offlineForm ?? "";
  }

  private action(): string {
    return new URL(this.form.getAttribute("action") || window.location.pathname, window.location.href)
      .pathname;
  }

  private actor(): string {
    return document.body.dataset.actor ?? "";
  }
}

function keyFieldOf(form: HTMLFormElement): HTMLInputElement {
  const found = form.querySelector<HTMLInputElement>("input[name=client_key]");
  if (found) return found;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "client_key";
  form.prepend(field);
  return field;
}

/** What the list of drafts calls it: the first line that was typed, else the heading of the page. */
function titleOf(form: HTMLFormElement): string {
  const named = form.querySelector<HTMLInputElement>("input[name=title], input[name$=-title]");
  const typed = named ?? form.querySelector<HTMLInputElement>("input[type=text], textarea");
  return typed?.value.trim() || document.querySelector("h1")?.textContent?.trim() || "";
}
