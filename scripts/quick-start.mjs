// What Node has compiled once is kept, so that every later start takes half the time; where nothing can be written, it does without.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import "./own-imports.mjs";

enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/node", import.meta.url)));
