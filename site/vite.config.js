import { fileURLToPath, URL } from "node:url";
import { defineConfig } from "vite";

const page = (name) => fileURLToPath(new URL(`${name}.html`, import.meta.url));

export default defineConfig({
  build: {
    // Pages keep their names; everything in assets/ carries a hash of its content in its own.
    rolldownOptions: { input: ["index", "about", "404"].map(page) },
    // No file becomes part of a page as a data: address, however small.
    assetsInlineLimit: 0,
  },
});
