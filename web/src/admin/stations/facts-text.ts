type Fact = string | number | boolean | null

/** Facts as people write them: one a line. */
export function factsText(facts: Readonly<Record<string, Fact>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n')
}

/** The same back: what looks like a number is one, with a comma too; a line without a sign of equality is no fact. */
export function parseFacts(text: string): Record<string, Fact> {
  const facts: Record<string, Fact> = {}
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([^=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name && value) facts[name] = parseFact(value)
  }
  return facts
}

function parseFact(text: string): Fact {
  if (text === 'true' || text === 'false') return text === 'true'
  const plain = text.replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text
}
