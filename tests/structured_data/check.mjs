// Reads pages from stdin, one JSON string a line; answers each with a line of what is wrong with it.
import { createInterface } from "node:readline";
import Validator from "@adobe/structured-data-validator";
import WebAutoExtractor from "@marbec/web-auto-extractor";

const extractor = new WebAutoExtractor({ addLocation: true, embedSource: ["rdfa", "microdata"] });
const validator = new Validator();

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const found = extractor.parse(JSON.parse(line));
  const issues = await validator.validate(found);
  const errors = issues
    .filter((issue) => issue.severity === "ERROR")
    .map((issue) => `${issue.rootType}: ${issue.issueMessage}`);
  console.log(JSON.stringify({ types: Object.keys(found.jsonld ?? {}).sort(), errors }));
}
