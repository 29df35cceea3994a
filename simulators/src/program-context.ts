/** What a program gets from the outside, so that a test can be the outside. */
export interface ProgramContext {
  /** Aborted: end cleanly. */
  signal: AbortSignal
  stderr: { write(text: string): unknown; isTTY?: boolean | undefined }
  now: () => number
}
