/** The browser for tests, or `undefined` when this machine has none. */
export declare function findChromium(): string | undefined;
