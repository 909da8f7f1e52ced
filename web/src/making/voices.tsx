import { useEffect, useState } from "preact/hooks";
import type { Voices } from "../../../src/http/schema/speech.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { refusal, request } from "../api/request.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

export type Voice = Voices["items"][number];
/** Who reads, and how fast: as the API wants it. */
export type Manner = {
  readonly voiceId: string;
  readonly speakers: Readonly<Record<string, string>>;
  readonly rate: number;
};
/** As much of it as is known; the rest is as usual. */
export type SomeManner = { readonly [Part in keyof Manner]?: Manner[Part] | undefined };

const rates = [
  { value: "0.8", name: "Slowly" },
  { value: "0.9", name: "A little slower" },
  { value: "1", name: "As the voice speaks" },
  { value: "1.15", name: "A little faster" },
] as const;
/** As much as is heard before keeping it. */
const previewCharacters = 600;
const rememberedAs = "voice";

/** The voices there are, once the server has told them. */
export function useVoices() {
  const [voices, setVoices] = useState<readonly Voice[]>();
  const [trouble, setTrouble] = useState<ApiFailure>();
  useEffect(() => {
    request<Voices>("GET", "/api/audio/voices").then(
      ({ items }) => setVoices(items),
      (thrown) => setTrouble(ApiFailure.of(thrown)),
    );
  }, []);
  return { voices, trouble };
}

/** What stands in place of the choice while there are no voices. */
export function NoVoices({ trouble }: { trouble: ApiFailure | undefined }) {
  if (trouble === undefined) return <Skeleton kind="row" count={4} label="Asking for the voices" />;
  return trouble.code === "no-speech" ? (
    <Banner tone="warn">
      <p>No voice is set up on this server.</p>
    </Banner>
  ) : (
    <FailureBanner failure={trouble} />
  );
}

/** The voice chosen last in this browser, one that speaks the language, or the first. */
export function usualVoice(voices: readonly Voice[], language?: string): string {
  const speaks = (voice: Voice) =>
    language === undefined ||
    voice.language === "mul" ||
    voice.language.slice(0, 2).toLowerCase() === language.slice(0, 2).toLowerCase();
  const last = localStorage.getItem(rememberedAs);
  const fitting = voices.filter(speaks);
  return (fitting.find(({ id }) => id === last) ?? fitting[0] ?? voices[0])?.id ?? "";
}

type VoiceFieldsProps = {
  voices: readonly Voice[];
  /** Who speaks besides the storyteller. */
  names: readonly string[];
  manner: Manner;
  onChange: (manner: Manner) => void;
};

/** Whose voice reads, how fast, and whose voice each speaker has. */
export function VoiceFields({ voices, names, manner, onChange }: VoiceFieldsProps) {
  const choices = voices.map(({ id, name, description, language }) => ({
    value: id,
    name: [name, description ?? (language === "mul" ? undefined : language)].filter(Boolean).join(", "),
  }));
  return (
    <div class="make-choices">
      <ChoiceField
        label={names.length > 0 ? "The storyteller's voice" : "Voice"}
        value={manner.voiceId}
        choices={choices}
        onChange={(voiceId) => {
          localStorage.setItem(rememberedAs, voiceId);
          onChange({ ...manner, voiceId });
        }}
      />
      <ChoiceField
        label="Speed"
        value={String(manner.rate)}
        choices={rates}
        onChange={(rate) => onChange({ ...manner, rate: Number(rate) })}
      />
      {names.map((name) => (
        <ChoiceField
          key={name}
          label={`${name}'s voice`}
          value={manner.speakers[name] ?? ""}
          choices={[{ value: "", name: "The storyteller reads it" }, ...choices]}
          onChange={(id) => {
            const { [name]: _, ...others } = manner.speakers;
            onChange({ ...manner, speakers: id === "" ? others : { ...others, [name]: id } });
          }}
        />
      ))}
    </div>
  );
}

/** The beginning of a text as sound to hear; give its address back when it is not needed any more. Throws `ApiFailure`. */
export async function hearBeginning(text: string, manner: SomeManner): Promise<string> {
  const answer = await fetch("/api/audio/speak/preview", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...manner, text: text.trim().slice(0, previewCharacters) }),
  }).catch((thrown) => {
    throw ApiFailure.of(thrown);
  });
  if (!answer.ok) throw refusal(answer.status, await answer.json().catch(() => undefined));
  return URL.createObjectURL(await answer.blob());
}
