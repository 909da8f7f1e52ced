import type { ErrorEnvelope } from "../../../src/http/schema/error.ts";

/** A refusal of the API in its own words: `code` is stable, `message` says what to do next. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: unknown;

  constructor(status: number, { error }: ErrorEnvelope) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.hint = error.hint;
    this.details = error.details;
  }

  /** What is wrong with a field of the request, or with something in it. */
  problemAt(name: string): string | undefined {
    return this.problems.find(isAt(name))?.problem;
  }

  /** Whether these fields are all that is wrong. */
  isAllAt(names: readonly string[]): boolean {
    return this.problems.length > 0 && this.problems.every((each) => names.some((name) => isAt(name)(each)));
  }

  private get problems(): readonly FieldProblem[] {
    return this.code === "invalid-request" && Array.isArray(this.details) ? this.details : [];
  }

  /** Reads an answer that was not a success, also one that is not from us (a proxy's page). */
  static read(status: number, body: unknown): ApiFailure {
    if (isEnvelope(body)) return new ApiFailure(status, body);
    return new ApiFailure(status, {
      error: {
        code: "no-answer",
        message: `The server answered ${status} without saying why.`,
        hint: "Try again in a moment; if it stays, look at what the server printed.",
      },
    });
  }

  /** Makes one of whatever was thrown. */
  static of(thrown: unknown): ApiFailure {
    if (thrown instanceof ApiFailure) return thrown;
    if (thrown instanceof DOMException && thrown.name === "TimeoutError")
      return new ApiFailure(0, {
        error: {
          code: "not-in-time",
          message: "Your server did not answer in time.",
          hint: "It may be waiting for Yoto, or be out of reach. Try again in a moment.",
        },
      });
    return new ApiFailure(0, {
      error: {
        code: "not-reached",
        message: "This page cannot reach your server.",
        hint: "Check that it is running and that this device is in the same network.",
        details: String(thrown),
      },
    });
  }
}

function isEnvelope(body: unknown): body is ErrorEnvelope {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "message" in error && "code" in error;
}

type FieldProblem = { readonly field: string; readonly problem: string };

function isAt(name: string) {
  return ({ field }: FieldProblem) => field === name || field.startsWith(`${name}.`);
}
