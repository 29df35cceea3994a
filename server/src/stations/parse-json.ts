const SPACE = /[ \t\r\n]*/y
const ATOM =
  /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

type ParsedJson = { value: unknown } | { line: number; column: number }

/**
 * Reads JSON, or says at which line it breaks.
 *
 * What the engine's own message tells about the place differs between versions of Node, and may be nothing.
 */
export function parseJson(text: string): ParsedJson {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return { value: JSON.parse(plain) as unknown }
  } catch {
    const before = plain.slice(0, breakingPoint(plain)).split('\n')
    return { line: before.length, column: (before.at(-1) as string).length + 1 }
  }
}

/** Walks the text as a reader of JSON would and returns where it can not go on. */
function breakingPoint(text: string): number {
  let at = 0
  const closers: string[] = []

  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found !== null
  }
  function takeChar(char: string): boolean {
    take(SPACE)
    if (text[at] !== char) return false
    at += 1
    return true
  }
  /** A member's name and colon, inside an object. */
  function takeName(): boolean {
    take(SPACE)
    return text[at] === '"' && take(ATOM) && takeChar(':')
  }
  /** A whole atom, or the opening of an object or array. */
  function takeValue(): 'whole' | 'opened' | 'broken' {
    for (;;) {
      take(SPACE)
      if (take(ATOM)) return 'whole'
      if (takeChar('{')) {
        if (takeChar('}')) return 'whole'
        closers.push('}')
        return takeName() ? 'opened' : 'broken'
      }
      if (!takeChar('[')) return 'broken'
      if (takeChar(']')) return 'whole'
      closers.push(']')
    }
  }
  /** After a whole value: closers, then a comma that leads to the next one. */
  function takeNext(): boolean {
    while (closers.length > 0 && takeChar(closers.at(-1) as string)) closers.pop()
    if (closers.length === 0 || !takeChar(',')) return false
    return closers.at(-1) === ']' || takeName()
  }

  for (;;) {
    const taken = takeValue()
    if (taken === 'broken' || (taken === 'whole' && !takeNext())) {
      take(SPACE)
      return at
    }
  }
}
