import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { zh } from "../words/zh";

const ROOT = join(__dirname, "..", ".."); // of what is written, not of what was compiled
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const folders = (kind: string): string[] => readdirSync(join(ROOT, kind)).map((name) => `${kind}/${name}/${name}`);
const ALL = [...folders("pages"), ...folders("components")];

test("the pages that are listed are the pages that are there, whole", () => {
  const listed: string[] = JSON.parse(read("app.json")).pages;

  assert.deepEqual([...listed].sort(), folders("pages").sort());
  for (const part of ALL) for (const kind of ["ts", "wxml", "json"]) assert.ok(existsSync(join(ROOT, `${part}.${kind}`)), `${part}.${kind}`);
});

test("every component that a part uses is there, and every one it has is used", () => {
  for (const part of ALL) {
    const using: Record<string, string> = JSON.parse(read(`${part}.json`)).usingComponents;
    const written = new Set([...read(`${part}.wxml`).matchAll(/<(c-[a-z-]+)/g)].map((found) => found[1]));
    assert.deepEqual([...written].sort(), Object.keys(using).sort(), part);
    for (const path of Object.values(using)) assert.ok(existsSync(join(ROOT, part, "..", `${path}.ts`)), `${part}: ${path}`);
  }
});

test("every text, handler and value that a template names is there", () => {
  for (const part of ALL) {
    const [template, script] = [read(`${part}.wxml`), read(`${part}.ts`)];
    for (const [, key] of template.matchAll(/\bt\.(\w+)/g)) assert.ok(key in zh, `${part}: t.${key}`);
    for (const [, name] of template.matchAll(/bind:?\w+="(\w+)"/g)) assert.match(script, new RegExp(`^    (async )?${name}\\(`, "m"), `${part}: ${name}`);
  }
});

test("no text is left over", () => {
  const used = ALL.flatMap((part) => [read(`${part}.wxml`), read(`${part}.ts`)]).join() + ["api", "words", "page"].map((name) => read(`utils/${name}.ts`)).join();

  for (const key of Object.keys(zh).filter((each) => !each.includes("_"))) assert.match(used, new RegExp(`\\bt\\.${key}\\b|"${key}"`), key);
});

test("the project has no account of anybody and sends nothing of the tests to a phone", () => {
  const project = JSON.parse(read("project.config.json"));

  const left = project.packOptions.ignore.map((each: { value: string }) => each.value);
  assert.equal(project.appid, "touristappid");
  for (const part of ["build", "tests", "node_modules"]) assert.ok(left.includes(part));
});
