interface KeptOptions<Q, A> {
  read: (question: Q) => Promise<A>
  /** Questions of the same key have the same answer. */
  keyOf: (question: Q) => string | number
  /** So many answers are kept; the one that was wanted longest ago goes first. */
  most: () => number
  /** Whether what is read from now on stays right; left out: all does. What does not is shared while it is being read. */
  stays?: (question: Q) => boolean
}

export interface Kept<Q, A> {
  /** Asked for again where it could not be read. */
  get(question: Q): Promise<A>
  clear(): void
}

/** Answers that take long to find, each found once while it is kept, however many want it. */
export function createKept<Q, A>({ read, keyOf, most, stays = () => true }: KeptOptions<Q, A>): Kept<Q, A> {
  const kept = new Map<string | number, Promise<A>>()

  function ask(question: Q, key: string | number): Promise<A> {
    const isKept = stays(question)
    const answer = read(question)
    const forget = () => kept.get(key) === answer && kept.delete(key)
    answer.then(() => isKept || forget(), forget)
    return answer
  }

  return {
    get(question) {
      const key = keyOf(question)
      const answer = kept.get(key) ?? ask(question, key)
      kept.delete(key)
      kept.set(key, answer)
      if (kept.size > most()) kept.delete(kept.keys().next().value!)
      return answer
    },
    clear: () => kept.clear(),
  }
}
