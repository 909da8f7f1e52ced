import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { FileInput } from "./file-input.tsx";

/** Opens the device's own chooser for one or many recordings. */
export function FileButton({ look, children }: { look: "main" | "plain"; children: ComponentChildren }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileInput input={input} />
      <Button look={look} icon="upload" onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
