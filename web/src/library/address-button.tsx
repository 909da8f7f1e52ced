import { useState } from "preact/hooks";
import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import { request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { followUpload } from "../stores/uploads.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** Brings in a recording from a link to it. */
export function AddressButton() {
  const [open, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  const typed = url.trim();
  const address = /^\w+:/.test(typed) ? typed : `https://${typed}`;
  const isWrong = /\s/.test(typed) || (typed !== "" && !URL.canParse(address));
  const fetching = useSubmit(async () => {
    const answer = await request<UploadAnswer>("POST", "/api/audio/fetch", { body: { url: address } });
    if (answer.is === "being-prepared") followUpload(answer.job);
    setUrl("");
    setOpen(false);
  });
  return (
    <>
      <Button icon="link" onClick={() => setOpen(true)}>
        From a link
      </Button>
      {open && (
        <Sheet title="From a link" onClose={() => setOpen(false)}>
          <Form failure={fetching.failure} onSubmit={fetching.submit}>
            {fetching.failure && <FailureBanner failure={fetching.failure} />}
            <Field
              label="Link to the recording"
              field="url"
              value={url}
              plain
              maxLength={2000}
              hint="It begins with https:// and leads to the recording itself. Podcasts are followed under Podcasts."
              wrong={isWrong ? "That is no address. Copy it from where the recording is." : undefined}
              onInput={setUrl}
            />
            <Button
              type="submit"
              look="main"
              icon="upload"
              busy={fetching.busy}
              disabled={typed === "" || isWrong}
            >
              Bring it in
            </Button>
          </Form>
        </Sheet>
      )}
    </>
  );
}
