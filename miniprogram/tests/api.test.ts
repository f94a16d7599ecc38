import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, download, NoAddress, NoAnswer, Problem, show, upload, withQuery } from "../utils/api";
import { Lost, Phone, problem, type Answered, type Service } from "./phone";

const DONE: Answered = { status: 200, header: { Etag: '"7"' }, body: '{"ok":true}' };

/** A phone that is signed in, whose service answers one after the other; the last again and again. */
function phone(...answers: (Answered | "lost")[]): Phone {
  const left = [...answers];
  const service: Service = () => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer === "lost" || answer === undefined) throw new Lost();
    return answer;
  };
  const made = new Phone(service).install();
  made.keep("address", "https://shop.example/");
  made.keep("token", "t0k");
  return made;
}

const keyOf = (asked: { header: Record<string, string> }) => asked.header["Idempotency-Key"];

test("a request carries the token, and its answer the version", async () => {
  const asking = phone(DONE);

  const answer = await ask<{ ok: boolean }>("GET", "/v1/products/R");

  assert.deepEqual(answer, { data: { ok: true }, version: "7" });
  assert.equal(asking.asked[0].url, "https://shop.example/v1/products/R");
  assert.equal(asking.asked[0].header.Authorization, "Bearer t0k");
  assert.equal(keyOf(asking.asked[0]), undefined);
});

test("a post that got no answer is sent again with its key and its bytes", async () => {
  const asking = phone("lost", "lost", DONE);

  await ask("POST", "/v1/products", { body: { sku: "M" } });

  assert.equal(asking.asked.length, 3);
  assert.equal(new Set(asking.asked.map(keyOf)).size, 1);
  assert.deepEqual(new Set(asking.asked.map((each) => each.body)), new Set(['{"sku":"M"}']));
  assert.match(keyOf(asking.asked[0]), /^[0-9a-f-]{36}$/);
});

test("a person who tries again sends the key of the post that was never answered", async () => {
  const asking = phone("lost", "lost", "lost", DONE);

  await assert.rejects(ask("POST", "/v1/products", { body: { sku: "N" } }), NoAnswer);
  await ask("POST", "/v1/products", { body: { sku: "N" } });
  await ask("POST", "/v1/products", { body: { sku: "N" } });

  const keys = asking.asked.map(keyOf);
  assert.equal(keys[3], keys[0]);
  assert.notEqual(keys[4], keys[0]);
});

test("an edit names the version, goes as an override, and is never repeated by itself", async () => {
  const asking = phone("lost");

  await assert.rejects(ask("PATCH", "/v1/products/R", { version: "7", body: { price: "5.90" } }), NoAnswer);

  assert.equal(asking.asked.length, 1);
  const [{ method, header }] = asking.asked;
  assert.equal(method, "POST");
  assert.equal(header["X-HTTP-Method-Override"], "PATCH");
  assert.equal(header["If-Match"], '"7"');
  assert.equal(header["Idempotency-Key"], undefined);
});

test("a problem is told in its own sentence, with its kind", async () => {
  phone(problem(412, "edit-of-old-version", "somebody changed it since: read it again"));

  await assert.rejects(ask("GET", "/v1/products/R"), (error: Problem) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual([error.status, error.kind, error.message], [412, "edit-of-old-version", "somebody changed it since: read it again"]);
    assert.ok(error.isRefusal);
    return true;
  });
});

test("a refusal without a sentence still says something", async () => {
  phone({ status: 502, body: "<html>Bad Gateway</html>" });

  await assert.rejects(ask("GET", "/v1/me"), (error: Problem) => /502/.test(error.message) && !error.isRefusal);
});

test("a busy service is asked again, a refusal is not", async () => {
  const busy = phone(problem(503, "database-busy", "later"), DONE);
  await ask("GET", "/v1/me");
  const refusing = phone(problem(409, "sku-taken", "it is there"), DONE);

  await assert.rejects(ask("POST", "/v1/products", { body: {} }), Problem);

  assert.deepEqual([busy.asked.length, refusing.asked.length], [2, 1]);
});

test("without an address nothing is sent", async () => {
  const asking = phone(DONE);
  asking.keep("address", "");

  await assert.rejects(ask("GET", "/v1/me"), NoAddress);

  assert.equal(asking.asked.length, 0);
});

test("the token goes to the service that gave it and nowhere else", async () => {
  const asking = phone(DONE);

  await ask("GET", "/v1/views/k", { base: "https://other.example" });
  await download("/r/1?d=2", "https://other.example");
  await download("/v1/photos/1");

  assert.deepEqual(asking.asked.map((each) => each.header.Authorization), [undefined, undefined, "Bearer t0k"]);
});

test("an upload whose first answer was lost is settled by reading what it made", async () => {
  const asking = phone("lost", problem(409, "idempotency-key-reused", "another request has this key"));

  const answer = await upload("/v1/products/R/photos", { name: "photos", path: "a.jpg" }, async () => ({ data: "what is there", version: "" }));

  assert.equal(answer.data, "what is there");
  assert.equal(new Set(asking.asked.map(keyOf)).size, 1);
});

test("an upload that was refused at once is not taken for done", async () => {
  phone(problem(409, "photo-taken", "the very same photo is there"));

  const sent = upload("/v1/products/R/photos", { name: "photos", path: "b.jpg" }, async () => ({ data: "what is there", version: "" }));

  await assert.rejects(sent, Problem);
});

test("a scene that changes nothing is asked anew each time", async () => {
  const asking = phone("lost", DONE);

  await show("/v1/scenes", { name: "picture", path: "c.jpg" });

  assert.equal(new Set(asking.asked.map(keyOf)).size, 2);
});

test("a query has only what is set", () => {
  const path = withQuery("/v1/products", { q: "牛奶", cursor: "", limit: 20, store_id: undefined });

  assert.equal(path, "/v1/products?q=%E7%89%9B%E5%A5%B6&limit=20");
});
