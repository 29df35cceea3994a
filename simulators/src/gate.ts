/** Lets so many through at a time, first come, first served: thousands of stations must not knock all at once. */
export interface Gate {
  /** Calls `run` when there is room; it must call `leave` once, when it is through. */
  enter(run: (leave: () => void) => void): void
}

export function createGate(places: number): Gate {
  const queue: ((leave: () => void) => void)[] = []
  let free = places

  function admit() {
    while (free > 0) {
      const run = queue.shift()
      if (!run) return
      free--
      run(
        once(() => {
          free++
          admit()
        }),
      )
    }
  }

  return {
    enter(run) {
      queue.push(run)
      admit()
    },
  }
}

function once(run: () => void): () => void {
  let called = false
  return () => {
    if (called) return
    called = true
    run()
  }
}
