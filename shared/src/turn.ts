/** Gives work its turn: what is handed in begins when everything before it has ended, well or badly. */
export function createTurn(): <T>(work: () => T | Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()

  return (work) => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}
