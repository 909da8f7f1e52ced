// `npm run dev`: the server restarts when its files change; the web app reloads itself in the browser.
import { spawn } from "node:child_process";

const node = "node_modules/.bin/node";
const children = [
  spawn(node, ["--watch", "--watch-preserve-output", "src/main/server.ts"], { stdio: "inherit" }),
  spawn(node, ["node_modules/vite/bin/vite.js", "web", "--host", "127.0.0.1"], { stdio: "inherit" }),
];
for (const child of children) {
  child.on("exit", (code) => {
    for (const other of children) other.kill();
    process.exitCode = code ?? 1;
  });
}
