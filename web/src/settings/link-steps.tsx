import { useState } from "preact/hooks";
import { settings } from "../stores/settings.ts";
import { Button } from "../ui/button.tsx";
import { CopiedText } from "../ui/copied-text.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Steps } from "../ui/steps.tsx";

/** From the demo to the family's own players: what to do at Yoto, and how the server starts then. */
export function LinkSteps() {
  const [open, setOpen] = useState(false);
  const known = settings.value.value;
  if (known === undefined) return null;
  const address = known.publicUrlIsSet ? known.publicUrl.replace(/\/$/, "") : "https://audio.example.org";
  return (
    <>
      <div class="link-ways">
        <Button look="main" icon="link" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          Link your own players…
        </Button>
      </div>
      {open && (
        <Sheet title="Link your own players" onClose={() => setOpen(false)}>
          <Steps>
            <li>
              <p>
                Sign in at{" "}
                <a href="https://dashboard.yoto.dev" target="_blank" rel="noreferrer">
                  dashboard.yoto.dev
                </a>{" "}
                and make a client of the kind <strong>public</strong>, with this redirect address:
              </p>
              <CopiedText text={`${location.origin}/api/auth/yoto/callback`} what="the redirect address" />
              <p>Allow it these scopes:</p>
              <CopiedText text={known.yotoScopes.join(" ")} what="the scopes" />
            </li>
            <li>
              <p>
                Players fetch the sound from this server themselves. Give it an https address that they can
                reach.
              </p>
            </li>
            <li>
              <p>Stop the server and start it with both:</p>
              <CopiedText
                text={`YOTO_CLIENT_ID=<your client id> PUBLIC_URL=${address} npm start`}
                what="the command"
              />
            </li>
          </Steps>
          <p class="small soft">
            Then “Link a Yoto family” stands here. Your audio stays; the pretend family is put away.
          </p>
        </Sheet>
      )}
    </>
  );
}
