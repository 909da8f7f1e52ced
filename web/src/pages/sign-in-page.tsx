import { useState } from "preact/hooks";
import { signIn } from "../stores/session.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Door } from "./door.tsx";
import { useSubmit } from "./use-submit.ts";

/** For people this server knows. */
export function SignInPage() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, failure, submit } = useSubmit(() => signIn(name, password));
  return (
    <Door title="Sign in">
      <form class="stack" onSubmit={submit}>
        {failure && <FailureBanner failure={failure} />}
        <Field label="Name" name="username" autocomplete="username" plain value={name} onInput={setName} />
        <Field
          label="Password"
          name="password"
          secret
          autocomplete="current-password"
          value={password}
          onInput={setPassword}
        />
        <Button type="submit" look="main" busy={busy}>
          Sign in
        </Button>
      </form>
    </Door>
  );
}
