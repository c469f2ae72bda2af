import type { Wrong } from "../../model/archive";
import { type Answered, problemOf } from "../server";
import { say } from "../words/say";

/** Why an import did not come about, in one sentence that names the place in the file. */

interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export function whyWrong(wrong: Wrong): string {
  switch (wrong.why) {
    case "not_json":
      return wrong.line === undefined ? say("import_not_json") : say("import_not_json_from", { line: wrong.line });
    case "version":
      return say("import_version", { version: wrong.version });
    case "required":
    case "invalid":
      return say(`import_${wrong.why}`, { field: wrong.field });
    case "cut_off":
    case "not_ours":
      return say(`import_${wrong.why}`);
  }
}

export function whyRefused(answer: Answered): string {
  if (answer.status === 0) return say("settings_unreachable");
  if (answer.status === 401) return say("sign_in_again");
  if (answer.status === 413) return say("import_too_large");
  const [first] = (answer.body as { errors?: readonly FieldError[] } | null)?.errors ?? [];
  if (first) return fieldText(first);
  const problem = problemOf(answer);
  if (problem?.code === "not_empty") return say("import_not_empty");
  return problem?.detail ?? say("settings_failed");
}

function fieldText({ field, code, message }: FieldError): string {
  if (code === "required" || code === "unknown_field") return say(`import_${code}`, { field });
  return `${say("import_invalid", { field })} (${message})`;
}
