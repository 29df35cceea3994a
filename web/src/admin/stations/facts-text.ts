type Fact = string | number | boolean | null

/** Facts as people write them: one a line. */
export function factsText(facts: Readonly<Record<string, Fact>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} = ${written(value)}`)
    .join('\n')
}

/**
 * The same back: what looks like a number is one, with a comma too, and a line without a sign of equality is no fact. What
 * still stands as it was `before` is what it was: a telephone number of digits alone stays one.
 */
export function parseFacts(text: string, before: Readonly<Record<string, Fact>> = {}): Record<string, Fact> {
  const facts: Record<string, Fact> = {}
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([^=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (!name || !value) continue
    const known = before[name]
    facts[name] = known !== undefined && written(known) === value ? known : parseFact(value)
  }
  return facts
}

function parseFact(text: string): Fact {
  if (text === 'true' || text === 'false') return text === 'true'
  const plain = text.replace(',', '.')
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(plain) ? Number(plain) : text
}

function written(fact: Fact): string {
  return String(fact)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
