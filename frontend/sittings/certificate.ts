/**
 * `<section data-certificate="VERIFIER KEY" hidden>` on the page on which certificates are checked: says what the QR of a certificate
 * holds. Its payload stands in the address's fragment, which no request carries; it is read and checked here. Without script, or
 * without a fragment, the form below stands as it is.
 */

const LEAST = 2; // characters of the name, as many as the form asks for

export async function wakeCertificate(section: HTMLElement): Promise<void> {
  window.addEventListener("hashchange", () => location.reload());
  const token = /^#([\w-]+\.[\w-]+)$/.exec(location.hash)?.[1];
  if (!token) return;
  const { fieldsOf } = await import("../verify/certificates");
  let fields: Record<string, string> | undefined;
  try {
    fields = fieldsOf(token, section.dataset.certificate ?? "");
  } catch {
    // whatever is wrong with it: not signed by this district
  }
  for (const part of section.querySelectorAll<HTMLElement>("[data-if]")) {
    part.hidden = (part.dataset.if === "signed") !== (fields !== undefined);
  }
  if (fields) {
    const name = [...(fields.name ?? "")].slice(0, LEAST).join("");
    tell(section, { ...fields, name: name === fields.name ? name : `${name}＊` });
    write("number", fields.number ?? "");
    write("name", name);
  }
  section.hidden = false;
}

function tell(section: HTMLElement, said: Record<string, string>): void {
  for (const place of section.querySelectorAll<HTMLElement>("[data-says]")) {
    const words = said[place.dataset.says ?? ""];
    place.textContent = words ?? "";
    const row = place.closest<HTMLElement>("div, p");
    if (row && !words) row.hidden = true;
  }
}

/** Into the form below, so that one press asks whether it was revoked. */
function write(name: string, words: string): void {
  const field = document.querySelector<HTMLInputElement>(`main form [name=${name}]`);
  if (field && !field.value) field.value = words;
}
