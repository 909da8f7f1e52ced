/** Bundles the programs into `folder`; answers how many bytes each file has. */
export function bundleAws(folder: string, names?: readonly string[]): Promise<Record<string, number>>;
