import fc from "fast-check";

/** Any character there is, halves of pairs too; common ones often. fast-check's own `binary` takes a second to set up. */
export const anyCharacter = fc
  .oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff }), fc.nat({ max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point));
