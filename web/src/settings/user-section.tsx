import { useSubmit } from "../pages/use-submit.ts";
import { session, signOut } from "../stores/session.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";

/** Who is signed in here, and the way out. */
export function UserSection() {
  const { busy, failure, submit } = useSubmit(signOut);
  if (session.value?.state !== "signed-in") return null;
  const { user, expiresAtMs } = session.value;
  const until = new Date(expiresAtMs).toLocaleDateString(undefined, { dateStyle: "long" });
  return (
    <section class="panel" aria-labelledby="user-title">
      <div class="family-head">
        <div>
          <h2 id="user-title">{user.name}</h2>
          <p class="small soft">
            {user.role === "admin" ? "Admin" : "Member"} · signed in on this device until {until}
          </p>
        </div>
        <Button icon="sign-out" busy={busy} onClick={() => submit()}>
          Sign out
        </Button>
      </div>
      {failure && <FailureBanner failure={failure} />}
    </section>
  );
}
