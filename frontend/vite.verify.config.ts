import { resolve } from "node:path";
import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

// The checker is one file that a phone opens from its downloads: script and style stand inside it.
export default defineConfig({
  root: resolve(import.meta.dirname, "verify"),
  base: "./",
  publicDir: false,
  plugins: [viteSingleFile()],
  build: {
    outDir: resolve(import.meta.dirname, "../src/zhifa/kernel/static/built"),
    emptyOutDir: false,
    modulePreload: false,
    target: ["chrome87", "edge88", "firefox78", "safari14"],
    rolldownOptions: { input: resolve(import.meta.dirname, "verify/check.html") },
  },
});
