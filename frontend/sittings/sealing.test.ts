import { describe, expect, test } from "vitest";
import { opened, sealed } from "./sealing";

// Made by the server's rules with Python's cryptography, from the secret 00 01 … 1f.
const ATTEMPT = "k7m2p9x4q8w3v6t1";
const KEY = "Ou9exxZNTXrU8xOQDHlZzRgj6iRDI/VC1H21zPLW1NE=";
const PAPER =
  "UfickbH5liXQVCJ/l+qJJQxIFe9YBnzOEtNif1/FiS3eG4NEmKUh31RqpJvIurVUGFK4W7e+f6Jy7XGFwFoEv+iokbvp6MXr2tMkPAe9Nqyun8oweQWarySqnO29nyuxr9JPbA==";
const DOCUMENT = '{"format":"zhifa-paper/1","full":100,"paper":"a-1","sections":[]} 宪法';
const FILE_KEY = "IFOPTiwjOYZXz2pdlwd5S+1yzeXGW3nkoq3Luv/qRlo=";
const CONTENT = '{"device":"AAAAAAAAAAAAAAAAAAAAAA","made_at":"2026-11-26T08:00:00.000Z","saves":[]}';
const FILE =
  "AAECAwQFBgcICQoLL+KsMHoyXJJ0m5R1KFha4PJMVjsHqDIrYUmXAbryKW7e6LvRpFwFxpvQLICuuiTPrl/JfgTnz5EnVrV7h9d62ohxN9RK7RTW25VWt940tTO1NK+ganoe8dX3f0l/xl393SZn";
const NONCE = Uint8Array.from({ length: 12 }, (_, at) => at);

describe.each([
  ["WebCrypto", crypto.subtle],
  ["plain script", undefined],
])("%s", (_name, subtle) => {
  test("opens what the server sealed", async () => {
    expect(await opened(PAPER, KEY, ATTEMPT, subtle)).toBe(DOCUMENT);
  });
  test("seals what the server opens", async () => {
    expect(await sealed(CONTENT, FILE_KEY, ATTEMPT, NONCE, subtle)).toBe(FILE);
  });
  test("another attempt's key, a changed byte and another attempt do not open", async () => {
    await expect(opened(PAPER, FILE_KEY, ATTEMPT, subtle)).rejects.toThrow();
    await expect(opened(`V${PAPER.slice(1)}`, KEY, ATTEMPT, subtle)).rejects.toThrow();
    await expect(opened(PAPER, KEY, "another", subtle)).rejects.toThrow();
  });
});
