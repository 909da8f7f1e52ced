import { useState } from "preact/hooks";
import type { NewMediaServer } from "../../../src/http/schema/media-server.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { addServer } from "../stores/media-servers.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Segments } from "../ui/segments.tsx";
import { Sheet } from "../ui/sheet.tsx";

const kinds = [
  { value: "audiobookshelf", name: "Audiobookshelf" },
  { value: "subsonic", name: "Navidrome, Subsonic" },
] as const;

/** Where the server is and who we are there. */
export function AddServerSheet({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<NewMediaServer["kind"]>("audiobookshelf");
  const [url, setUrl] = useState("");
  const [user, setUser] = useState("");
  const [secret, setSecret] = useState("");
  const isKey = kind === "audiobookshelf" && user.trim() === "";
  const adding = useSubmit(async () => {
    const typed = url.trim();
    const address = /^https?:\/\//i.test(typed) ? typed : `http://${typed}`;
    const who = user.trim() === "" ? {} : { user: user.trim() };
    const title = kind === "audiobookshelf" ? "Audiobookshelf" : "Music server";
    await addServer({ kind, title, url: address, secret, ...who });
    onClose();
  });
  return (
    <Sheet title="Add a server" onClose={onClose}>
      <Form failure={adding.failure} onSubmit={adding.submit}>
        {adding.failure && <FailureBanner failure={adding.failure} />}
        <Segments label="Kind of server" value={kind} choices={kinds} onChange={setKind} />
        <Field
          label="Address"
          field="url"
          value={url}
          plain
          maxLength={500}
          hint="As you open it in the browser, such as http://192.168.1.20:13378"
          onInput={setUrl}
        />
        <Field
          label="Name there"
          field="user"
          value={user}
          plain
          optional={kind === "audiobookshelf"}
          autocomplete="off"
          maxLength={200}
          hint={kind === "audiobookshelf" ? "Leave it empty to use an API key" : undefined}
          onInput={setUser}
        />
        <Field
          label={isKey ? "API key" : "Password there"}
          field="secret"
          value={secret}
          secret
          autocomplete="off"
          maxLength={500}
          hint="Kept sealed on this server, and told to nobody else."
          onInput={setSecret}
        />
        <Button type="submit" look="main" icon="check" busy={adding.busy}>
          Add it
        </Button>
      </Form>
    </Sheet>
  );
}
