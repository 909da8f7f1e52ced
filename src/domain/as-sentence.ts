/** What somebody says, ended like a sentence, so that another one can follow. */
export function asSentence(said: string): string {
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}
