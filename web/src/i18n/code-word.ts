/** The name of a stable code (`time.future`) among the words: a dot there would open a group. */
export function codeWord(code: string): string {
  return code.replaceAll(/[.-]/g, '_')
}
