declare module "@alpinejs/csp" {
  interface AlpineStatic {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Alpine passes its own arguments
    data(name: string, make: (...given: any[]) => object & ThisType<any>): void;
    start(): void;
  }
  const Alpine: AlpineStatic;
  export default Alpine;
}
