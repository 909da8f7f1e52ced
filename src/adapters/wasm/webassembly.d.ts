/** The little of WebAssembly's interface that we use; TypeScript has it only together with the browser's whole DOM. */
declare namespace WebAssembly {
  type Module = { readonly __kind: "WebAssembly.Module" };
  type Instance = { readonly exports: object };
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<Instance>;
}
