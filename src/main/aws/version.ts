import about from "../../../package.json" with { type: "json" };

/** Of this program; bundlers copy it in. */
export const { version } = about;
