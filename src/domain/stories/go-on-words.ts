/** What a child is asked that comes back to a story: to go on, or to begin anew. */
export type GoOnWords = readonly [goOn: string, beginAnew: string];

const english: GoOnWords = ["Go on where you were?", "From the beginning?"];

/** By the first part of a language's tag. */
const byLanguage: Readonly<Record<string, GoOnWords>> = {
  en: english,
  da: ["Fortsætte, hvor du var?", "Fra begyndelsen?"],
  de: ["Weiter, wo du warst?", "Von vorne?"],
  es: ["¿Seguir donde estabas?", "¿Desde el principio?"],
  fr: ["Continuer là où tu étais ?", "Depuis le début ?"],
  it: ["Continuare da dove eri?", "Dall’inizio?"],
  nl: ["Verder waar je was?", "Vanaf het begin?"],
  nb: ["Fortsette der du var?", "Fra begynnelsen?"],
  no: ["Fortsette der du var?", "Fra begynnelsen?"],
  pl: ["Dalej od miejsca, gdzie byłeś?", "Od początku?"],
  pt: ["Continuar onde estavas?", "Desde o início?"],
  sv: ["Fortsätta där du var?", "Från början?"],
};

/** The words in this language (BCP 47, such as `de-AT`); in English where we have none, or it is unknown. */
export function goOnWordsIn(language: string | undefined): GoOnWords {
  return byLanguage[language?.toLowerCase().split("-")[0] ?? ""] ?? english;
}
