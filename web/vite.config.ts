import { defineConfig, type Plugin } from "vite";

/** The first paint waits for the app, which is small: else a page chosen to be dark would flash white. */
const paintWhenReady: Plugin = {
  name: "paint-when-ready",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [paintWhenReady],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    rolldownOptions: {
      // The page for messages is one of its own: who opens it is not signed in and needs nothing of the app.
      input: {
        app: `${import.meta.dirname}/index.html`,
        mailbox: `${import.meta.dirname}/mailbox.html`,
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/s": "http://127.0.0.1:8080" } },
});
