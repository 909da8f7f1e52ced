import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { setUp } from "../stores/session.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Door } from "./door.tsx";
import { useSubmit } from "./use-submit.ts";

const shortest = 10;

/** The very first visit: somebody becomes the first admin. The one-time token stands in the address of the printed link. */
export function SetUpPage({ tokenNeeded }: { tokenNeeded: boolean }) {
  const { route } = useLocation();
  const token = tokenInLink();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const { busy, failure, submit } = useSubmit(async () => {
    setTried(true);
    if (password.length < shortest) return;
    await setUp(name, password, token);
    route("/", true);
  });
  if (tokenNeeded && token === undefined)
    return (
      <Door title="Almost there">
        <Banner tone="calm">
          <p class="banner-message">Open the set-up link that your server printed when it started.</p>
          <p class="small">
            It works once and proves that this server is yours. Lost it? Start the server again and it prints
            a new one.
          </p>
        </Banner>
      </Door>
    );
  return (
    <Door title="Welcome">
      <p class="soft">
        Choose how you sign in to your own server. You are its first admin; nobody else is registered yet.
      </p>
      <Form failure={failure} onSubmit={submit}>
        {failure && <FailureBanner failure={failure} />}
        <Field
          label="Name"
          field="name"
          name="username"
          autocomplete="username"
          plain
          value={name}
          onInput={setName}
        />
        <Field
          label="Password"
          field="password"
          name="password"
          secret
          autocomplete="new-password"
          hint={`At least ${shortest} characters. A few words in a row are easy to type and hard to guess.`}
          wrong={
            tried && password.length < shortest
              ? `${shortest - password.length} more characters, please.`
              : undefined
          }
          value={password}
          onInput={setPassword}
        />
        <Button type="submit" look="main" busy={busy}>
          Set up
        </Button>
      </Form>
    </Door>
  );
}

/** The one-time token of the printed link, `/#/set-up/<token>`: behind the hash, so that no log has it. */
function tokenInLink(): string | undefined {
  return /^#\/set-up\/([\w-]+)$/.exec(location.hash)?.[1];
}
