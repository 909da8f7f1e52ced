import type { Finding } from "./finding.ts";

const atHome =
  /^(localhost|.*\.(local|lan|home|internal|fritz\.box)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|169\.254\..*|\[::1\]|\[f[cd].*)$/i;

/** What the address alone tells that is printed into cards, before anything is asked. `pretend`: the players are on this machine too. */
export function judgeAddress(publicUrl: URL, isSet: boolean, pretend: boolean): readonly Finding[] {
  const { protocol, hostname, origin } = publicUrl;
  if (pretend)
    return [
      {
        is: "good",
        code: "address-pretend",
        message: `Players are asked to come to ${origin}; the pretend players run on this machine and reach it.`,
      },
    ];
  if (atHome.test(hostname))
    return [
      {
        is: "bad",
        code: "address-at-home",
        message: `Cards send players to ${origin}, which means something only inside this house or on this machine.`,
        next: isSet
          ? "Set PUBLIC_URL to an address with a name that the internet knows, and publish your cards again."
          : "Set PUBLIC_URL to the address under which this server is reached from the internet (https), start again, and publish your cards again.",
      },
    ];
  if (protocol !== "https:")
    return [
      {
        is: "warn",
        code: "address-not-https",
        message: `Cards send players to ${origin} without encryption. Nobody knows of a player that refuses it, and nobody promises that none does.`,
        next: "Put the server behind https (Caddy does it by itself) and change PUBLIC_URL.",
      },
    ];
  return [{ is: "good", code: "address", message: `Cards send players to ${origin}.` }];
}
