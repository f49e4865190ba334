// Runs before the first paint: the reader's choice of light or dark, else the system's. Imports nothing.
(() => {
  const kept = (() => {
    try {
      return localStorage.getItem("genjin-theme");
    } catch {
      return null; // storage may be forbidden; the system's choice stands
    }
  })();
  const dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
})();
