import { useMemo } from "preact/hooks";
import { renderSVG } from "uqr";
import {
  type CodeLink,
  codeLink,
  putCodeLinkAway,
  startCodeLink,
  type WaitingCode,
} from "../stores/code-link.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import "./code-link-sheet.css";

/** Linking with a code: a picture to scan with the phone, or a code to type in at Yoto; follows what becomes of it. */
export function CodeLinkSheet() {
  const link = codeLink.value;
  if (link === undefined) return null;
  return (
    <Sheet title="Link with a code" onClose={putCodeLinkAway}>
      {link.is === "waiting" ? <Waiting code={link.code} /> : <Decided link={link} />}
    </Sheet>
  );
}

function Waiting({ code }: { code: WaitingCode }) {
  const picture = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(renderSVG(code.verificationUrlComplete, { border: 2 }))}`,
    [code.verificationUrlComplete],
  );
  return (
    <div class="code-link">
      <p>Scan this with a phone that is signed in at Yoto, or open the page and type the code.</p>
      <img class="code-link-picture" src={picture} alt={`Code to scan: ${code.verificationUrlComplete}`} />
      <p class="code-link-code" role="status" aria-label={`The code is ${[...code.userCode].join(" ")}`}>
        {code.userCode}
      </p>
      <p>
        <a href={code.verificationUrl} target="_blank" rel="noreferrer">
          {code.verificationUrl}
        </a>
      </p>
      <p class="soft small">This waits until you have said yes there. You can leave it open.</p>
    </div>
  );
}

const ends: Readonly<Record<Exclude<CodeLink["is"], "waiting" | "linked">, string>> = {
  expired: "The code is too old.",
  denied: "You did not allow it at Yoto, so nothing was linked.",
};

function Decided({ link }: { link: Exclude<CodeLink, { is: "waiting" }> }) {
  if (link.is === "linked")
    return (
      <Banner tone="good">
        <p class="banner-message">The family is linked. Its players appear in a moment.</p>
      </Banner>
    );
  return (
    <Banner tone="bad" actions={<Button onClick={() => void startCodeLink()}>Get a new code</Button>}>
      <p class="banner-message">{ends[link.is]}</p>
    </Banner>
  );
}
