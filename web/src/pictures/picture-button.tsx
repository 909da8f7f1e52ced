import { useRef } from "preact/hooks";
import { Button } from "../ui/button.tsx";

type Props = { look?: "main" | "plain"; label: string; onFile: (file: File) => void };

/** Opens the device's own chooser for a picture; on a phone also its camera. */
export function PictureButton({ look = "plain", label, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) onFile(file);
          currentTarget.value = "";
        }}
      />
      <Button look={look} icon="upload" onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
