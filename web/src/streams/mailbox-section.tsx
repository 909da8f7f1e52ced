import { useMemo, useState } from "preact/hooks";
import type { Mailbox, MailMessageItem } from "../../../src/http/schema/mailbox.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { listening, toggleListening } from "../stores/listening.ts";
import { addMailLink, readMailbox, removeMailLink, removeMessage, tellHeard } from "../stores/mailbox.ts";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { createResource } from "../stores/resource.ts";
import { showFailure } from "../stores/toasts.ts";
import { useLive } from "../stores/use-live.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf, sinceWords } from "../ui/words.ts";

/** The messages of a mailbox, and the links by which they come. */
export function MailboxSection({ streamId }: { streamId: string }) {
  const resource = useMemo(() => createResource(() => readMailbox(streamId)), [streamId]);
  useLive(resource, "streams");
  const mailbox = resource.value.value;
  const failure = resource.failure.value;
  return (
    <>
      {failure && <FailureBanner failure={failure} />}
      {mailbox === undefined && !failure && <Skeleton kind="row" count={2} label="Asking for messages" />}
      {mailbox && (
        <Messages streamId={streamId} mailbox={mailbox} onTold={(told) => (resource.value.value = told)} />
      )}
      {mailbox && <Links streamId={streamId} mailbox={mailbox} onChanged={() => void resource.load()} />}
    </>
  );
}

type PartProps = { streamId: string; mailbox: Mailbox };

function Messages({ streamId, mailbox, onTold }: PartProps & { onTold: (mailbox: Mailbox) => void }) {
  const shown = mailbox.messages.filter(({ id }) => !removing.value.has(id));
  const turn = async (message: MailMessageItem) => {
    try {
      onTold(await tellHeard(streamId, message.id, message.heardAtMs === undefined));
    } catch (thrown) {
      showFailure(thrown);
    }
  };
  return (
    <section class="panel stack-close" aria-labelledby="messages-title">
      <h2 id="messages-title">Messages</h2>
      {shown.length === 0 && (
        <p class="soft">None yet. Make a link below and send it to somebody the child loves.</p>
      )}
      <ul class="messages">
        {shown.map((message) => {
          const { id, from, receivedAtMs, heardAtMs, seconds, playUrl } = message;
          const plays = listening.value?.id === id && listening.value.playing;
          return (
            <li key={id} class={heardAtMs === undefined ? "message message-new" : "message"}>
              <IconButton
                icon={plays ? "pause" : "play"}
                label={`${plays ? "Pause" : "Hear"} the message from ${from}`}
                look="plain"
                onClick={() => toggleListening(id, playUrl)}
              />
              <span class="stream-words">
                <strong class="one-line">{from}</strong>
                <span class="small soft">
                  {clockOf(seconds)} · {sinceWords(receivedAtMs, serverNowMs())} ·{" "}
                  {heardAtMs === undefined ? "new" : `given ${sinceWords(heardAtMs, serverNowMs())}`}
                </span>
              </span>
              <span class="piece-buttons">
                <IconButton
                  icon={heardAtMs === undefined ? "check" : "undo"}
                  label={heardAtMs === undefined ? `Say that it was heard` : `Let it be heard again`}
                  onClick={() => void turn(message)}
                />
                <IconButton
                  icon="trash"
                  label={`Take the message from ${from} out`}
                  onClick={() =>
                    removeWithUndo(id, `Message from ${from}`, (leaving) =>
                      removeMessage(streamId, id, leaving),
                    )
                  }
                />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Links({ streamId, mailbox, onChanged }: PartProps & { onChanged: () => void }) {
  const [name, setName] = useState("");
  const { busy, failure, submit } = useSubmit(async () => {
    await addMailLink(streamId, name.trim());
    setName("");
    onChanged();
  });
  const shown = mailbox.links.filter(({ id }) => !removing.value.has(id));
  return (
    <section class="panel stack-close" aria-labelledby="links-title">
      <h2 id="links-title">Who can leave messages</h2>
      <p class="small soft">
        Each link opens a page with one big button, without a password. Whoever has it can talk to your child.
      </p>
      <ul class="messages">
        {shown.map((link) => (
          <li key={link.id} class="slot-head">
            <span class="stream-words">
              <strong class="one-line">{link.name}</strong>
              <span class="chapter-address one-line">{link.url}</span>
            </span>
            <span class="piece-buttons">
              <CopyButton text={link.url} what={`the link for ${link.name}`} />
              <IconButton
                icon="trash"
                label={`Take the link of ${link.name} away`}
                onClick={() =>
                  removeWithUndo(link.id, `Link of ${link.name}`, (leaving) =>
                    removeMailLink(streamId, link.id, leaving),
                  )
                }
              />
            </span>
          </li>
        ))}
      </ul>
      <Form class="stack-close" failure={failure} onSubmit={submit}>
        <Field
          label="A link for"
          field="name"
          value={name}
          maxLength={60}
          hint="Grandma, for example."
          onInput={setName}
        />
        {failure && <FailureBanner failure={failure} />}
        <div>
          <Button type="submit" icon="link" busy={busy} disabled={name.trim() === ""}>
            Make a link
          </Button>
        </div>
      </Form>
    </section>
  );
}
