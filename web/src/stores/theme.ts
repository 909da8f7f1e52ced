import { effect, signal } from "@preact/signals";

/** Light, dark, or as the device says. */
export type Theme = "light" | "dark" | "system";

const key = "theme";
const kept = localStorage.getItem(key);

/** What the user chose on this device. */
export const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : "system");

effect(() => {
  const { dataset } = document.documentElement;
  if (theme.value === "system") {
    delete dataset["theme"];
    localStorage.removeItem(key);
  } else {
    dataset["theme"] = theme.value;
    localStorage.setItem(key, theme.value);
  }
  const ground = theme.value === "dark" ? "#0f0e18" : "#f4f3f9";
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes("dark") ? "#0f0e18" : "#f4f3f9";
    meta.content = theme.value === "system" ? own : ground;
  }
});
