/** [from, to) in milliseconds. */
export type Span = readonly [from: number, to: number]

/** Collects the stretches of time in which something holds, told in the order of time. */
export interface Spans {
  tell(at: number, holds: boolean): void
  /** All of them; one that still holds ends here. */
  end(at: number): Span[]
}

export function createSpans(): Spans {
  const done: Span[] = []
  let since: number | null = null

  return {
    tell(at, holds) {
      if (holds) since ??= at
      else if (since !== null) {
        if (at > since) done.push([since, at])
        since = null
      }
    },
    end: (at) => (since === null || since >= at ? [...done] : [...done, [since, at]]),
  }
}

/** When at least so many of several lists have a stretch at once. */
export function atLeast(many: number, lists: readonly (readonly Span[])[]): Span[] {
  const turns = lists.flat().flatMap(([from, to]) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ])
  const spans = createSpans()
  let count = 0
  for (const [i, { at, by }] of turns.sort((a, b) => a.at - b.at).entries()) {
    count += by
    if (turns[i + 1]?.at !== at) spans.tell(at, count >= many)
  }
  return spans.end(turns.at(-1)?.at ?? 0)
}
