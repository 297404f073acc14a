import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const target = ["chrome87", "edge88", "firefox78", "safari14"]; // WeChat's browser on older phones

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../src/zhifa/kernel/static/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target,
    cssTarget: target,
    rolldownOptions: {
      input: {
        kernel: resolve(import.meta.dirname, "kernel/main.ts"),
        player: resolve(import.meta.dirname, "sittings/player.ts"),
        worker: resolve(import.meta.dirname, "sittings/worker.ts"),
      },
      // A service worker keeps its address: that is how a browser finds the next one.
      output: {
        entryFileNames: (chunk) => (chunk.name === "worker" ? "player-worker.js" : "assets/[name]-[hash].js"),
      },
    },
    chunkSizeWarningLimit: 700,
  },
  css: {
    preprocessorOptions: {
      scss: {
        // Bootstrap 5.3 still uses @import and the old colour functions.
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
  test: { include: ["**/*.test.ts"] },
});
