import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { Journal } from "../../src/cli/runs/journal.ts";
import { readJournal } from "../../src/cli/runs/journalFile.ts";
import { temporaryFolder } from "../support/cli.ts";

/** What somebody else does to a file as soon as it has its name. */
const somebody = vi.hoisted(() => ({ act: (_path: string): void => undefined }));

vi.mock(import("node:fs"), async (importOriginal) => {
  const fs = await importOriginal();
  return {
    ...fs,
    renameSync(from, to) {
      fs.renameSync(from, to);
      somebody.act(String(to));
    },
  };
});

const identity = { version: "1", command: "x", parameters: { seed: 1 } };

it("a journal that is taken away as soon as it is there loses no result", () => {
  const path = join(temporaryFolder(), "journal.jsonl");
  const journal = new Journal(path, identity, undefined);
  somebody.act = (name) => {
    rmSync(name);
    somebody.act = () => undefined;
  };
  for (const task of [0, 1, 2]) journal.add({ task, result: task * 1.5 });
  journal.finish();
  expect([...readJournal(path)!.entries.read()].map(({ result }) => result)).toEqual([0, 1.5, 3]);
});

it("a journal in whose place a folder is put as soon as it is there is named", () => {
  const path = join(temporaryFolder(), "journal.jsonl");
  const journal = new Journal(path, identity, undefined);
  somebody.act = (name) => {
    rmSync(name);
    mkdirSync(name);
  };
  journal.add({ task: 0, result: 1 });
  expect(() => journal.finish()).toThrow(`${path}: cannot be written (it is a folder)`);
});
