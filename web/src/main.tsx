import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import { render } from "preact";
import { App } from "./app.tsx";
import "./stores/theme.ts";
import { startSession } from "./stores/session.ts";

const place = document.getElementById("app");
if (place !== null) {
  render(<App />, place);
  void startSession();
}
