/**
 * AES-256-GCM with the attempt's key as associated data, as sealed papers and hand-in files have it. WebCrypto where the page is a secure
 * context; over plain HTTP in a county's own network, which has none, a small implementation in script.
 */
import { gcm } from "@noble/ciphers/aes.js";

const NONCE = 12;

/** The bytes that base64 stands for; throws where it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/** The text that was sealed; throws when the key is another one or a byte was changed. */
export async function opened(
  sealed: string,
  key: string,
  attempt: string,
  subtle = webCrypto(),
): Promise<string> {
  const bytes = fromBase64(sealed);
  const [nonce, cipher] = [bytes.slice(0, NONCE), bytes.slice(NONCE)];
  const attached = utf8(attempt);
  const plain = subtle
    ? await subtle.decrypt(
        { name: "AES-GCM", iv: nonce, additionalData: attached },
        await imported(subtle, key),
        cipher,
      )
    : gcm(fromBase64(key), nonce, attached).decrypt(cipher);
  return new TextDecoder("utf-8", { fatal: true }).decode(plain);
}

/** The text sealed under a nonce of its own: base64 of nonce, cipher text and tag. */
export async function sealed(
  text: string,
  key: string,
  attempt: string,
  nonce: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(NONCE)),
  subtle = webCrypto(),
): Promise<string> {
  const attached = utf8(attempt);
  const cipher = subtle
    ? new Uint8Array(
        await subtle.encrypt(
          { name: "AES-GCM", iv: nonce, additionalData: attached },
          await imported(subtle, key),
          utf8(text),
        ),
      )
    : gcm(fromBase64(key), nonce, attached).encrypt(utf8(text));
  const whole = new Uint8Array(NONCE + cipher.length);
  whole.set(nonce);
  whole.set(cipher, NONCE);
  return toBase64(whole);
}

function imported(subtle: SubtleCrypto, key: string): Promise<CryptoKey> {
  return subtle.importKey("raw", fromBase64(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The browser's own, which it has in a secure context only. */
function webCrypto(): SubtleCrypto | undefined {
  return crypto.subtle as SubtleCrypto | undefined;
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}
