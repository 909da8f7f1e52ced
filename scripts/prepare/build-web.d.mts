/** Builds the web app into `dist/web`, unless the build that is there came from the same sources. */
export declare function buildWeb(): void;
