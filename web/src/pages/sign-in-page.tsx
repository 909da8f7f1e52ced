import { useEffect, useState } from "preact/hooks";
import { checkSession, session, signIn } from "../stores/session.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Door } from "./door.tsx";
import { useSubmit } from "./use-submit.ts";

/** For people this server knows. */
export function SignInPage() {
  return (
    <Door title="Sign in">
      <SignInForm />
    </Door>
  );
}

/** In front of the page of somebody whose session ended while they were at work. */
export function SignInAgain() {
  useEffect(() => {
    const look = () => void (document.hidden || checkSession());
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  const name = session.value?.state === "signed-in" ? session.value.user.name : "";
  return (
    <Door over title="Sign in again">
      <p>You were signed out meanwhile. Sign in, and go on where you were: nothing you typed is lost.</p>
      <SignInForm known={name} />
    </Door>
  );
}

function SignInForm({ known = "" }: { known?: string }) {
  const [name, setName] = useState(known);
  const [password, setPassword] = useState("");
  const { busy, failure, submit } = useSubmit(() => signIn(name, password));
  return (
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
        autocomplete="current-password"
        autofocus={known !== ""}
        value={password}
        onInput={setPassword}
      />
      <Button type="submit" look="main" busy={busy}>
        Sign in
      </Button>
    </Form>
  );
}
