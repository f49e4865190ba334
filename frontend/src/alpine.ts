// Alpine (the build that needs no eval), fetched only by pages that have an `x-data`. Behaviour lives here by name, because the
// policy allows no expressions with calls of their own in the page.

import Alpine from "@alpinejs/csp";

// one switch: `x-data="toggle"`, `@click="flip"`, `x-show="on"`
Alpine.data("toggle", (on = false) => ({
  on: Boolean(on),
  flip() {
    this.on = !this.on;
  },
}));

// ticks chosen in a list: `x-data="picked"`, `@change="count"`, `x-text="n"`
Alpine.data("picked", () => ({
  n: 0,
  init() {
    this.count();
  },
  count() {
    const root = (this as unknown as { $root: HTMLElement }).$root;
    this.n = root.querySelectorAll("input[type=checkbox][data-pick]:checked").length;
  },
}));

Alpine.start();
