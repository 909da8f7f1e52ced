/**
 * Docker's official `node:24-alpine` (all platforms), from Amazon's public copy, which needs no account. Named by digest, so
 * that what runs does not change under us; the deploy command looks whether it is there before anything is made.
 */
export const stockNodeImage =
  "public.ecr.aws/docker/library/node@sha256:a0b9bf06e4e6193cf7a0f58816cc935ff8c2a908f81e6f1a95432d679c54fbfd";
