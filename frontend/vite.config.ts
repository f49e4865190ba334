/// <reference types="node" />
// Builds the entries of src/ into the web app's static folder, with a manifest the `asset` template tag reads.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);

const TABLER = join(here, "node_modules/@tabler/icons/icons");

/** One same-origin sprite of the icons named in icons.json: `<use href="…icons.svg#i-home">`. */
function iconSprite(): Plugin {
  const list = join(here, "icons.json");
  return {
    name: "genjin-icon-sprite",
    buildStart() {
      this.addWatchFile(list);
      const names = JSON.parse(readFileSync(list, "utf8")) as string[];
      const symbols = names.map((name) => {
        const svg = readFileSync(join(TABLER, "outline", `${name}.svg`), "utf8");
        const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
        return `<symbol id="i-${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").trim()}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "mark.svg",
        originalFileName: "src/mark.svg",
        source: readFileSync(join(here, "src/mark.svg")),
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
    },
  };
}

/** A .gz and a .br beside each file: the server sends them as they lie there. */
function precompressed(): Plugin {
  let folder = "";
  return {
    name: "genjin-precompressed",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg|json)$/.test(name)) continue;
        const plain = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(plain, { level: 9 }));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(plain));
      }
    },
  };
}

export default defineConfig({
  root: here,
  base: "/static/build/",
  publicDir: false,
  plugins: [iconSprite(), precompressed()],
  build: {
    outDir: resolve(here, "../src/genjin/web/static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome100", "safari15"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // htmx has a door to eval that our configuration keeps shut (allowEval) and the page policy would refuse
      checks: { eval: false },
      input: [
        "src/styles/genjin.css",
        "src/theme.ts",
        "src/shell.ts",
        "src/visit.ts",
        "src/list.ts",
        "src/queue.ts",
        "src/import.ts",
        "src/sw.ts",
      ].map((file) => join(here, file)),
      output: {
        // the service worker's address is fixed: browsers look for its next version under the same name
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "[name].[hash:12].js"),
        chunkFileNames: "[name].[hash:12].js",
        assetFileNames: "[name].[hash:12][extname]",
        hashCharacters: "hex",
      },
    },
  },
});
