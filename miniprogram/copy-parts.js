// Copies what tsc does not: the templates, styles and settings of pages, beside their scripts.
const { copyFileSync, mkdirSync, readdirSync } = require("node:fs");
const { dirname, extname, join } = require("node:path");

const KINDS = new Set([".wxml", ".wxss", ".json"]);

function copy(folder) {
  for (const entry of readdirSync(join(__dirname, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) copy(path);
    else if (KINDS.has(extname(path))) put(path);
  }
}

function put(path) {
  const target = join(__dirname, "build", path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(__dirname, path), target);
}

for (const folder of ["pages", "components"]) copy(folder);
for (const file of ["app.json", "app.wxss"]) put(file);
